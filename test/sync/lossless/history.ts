/** What happens at a plant: a move changes one thing at one service, chosen among those that are there. */
import { randomUUID } from 'node:crypto';
import Big from 'big.js';
import type { Observation } from '../../../src/domain/records.ts';
import { allowedTransitions, type ActionStatus } from '../../../src/domain/action.ts';
import { changeAssetStatus } from '../../../src/sandbox/maintainx/assets.ts';
import { addLocation } from '../../../src/sandbox/maintainx/locations.ts';
import { addUser } from '../../../src/sandbox/maintainx/users.ts';
import { deleteWorkOrder } from '../../../src/sandbox/maintainx/work-order-changes.ts';
import { retireTag } from '../../../src/sandbox/maintio/tags.ts';
import { changeRatings } from '../../../src/sandbox/reliatic/failure-modes.ts';
import type { FiveWorld, HistoryPlant } from './plant.ts';

/** What a move chooses with: the same numbers make the same choices. */
export type Pick = <Each>(among: readonly Each[]) => Each | undefined;

type Json = Record<string, unknown>;

/** Where the gateway itself writes, everything that the webhook of it will tell is stated, so that either says it all. */
type Moved = Observation | void;

const tags = ['EXC-A', 'EXC-B', 'PUMP-1'] as const;
const serials = ['S-100', 'S-200'] as const;
const words = ['red', 'green', 'blue', 'grey'] as const;
const places = ['Store', 'Van'] as const;
const skus = ['OIL', 'SEAL'] as const;

export class History {
  readonly #world: FiveWorld;
  readonly #plant: HistoryPlant;
  readonly #pick: Pick;
  readonly #assets: string[] = [];
  readonly #modes: string[] = [];
  readonly #inspections: string[] = [];
  readonly #actions: { id: string; status: ActionStatus }[] = [];
  readonly #machines: { id: string; updated_at: string; name: string }[] = [];
  readonly #labels: string[] = [];
  readonly #fans: number[] = [];
  readonly #orders: number[] = [];
  readonly #trucks: string[] = [];
  /** Ids of what was taken away without a word. */
  readonly vanished: string[] = [];
  #people: number[] = [];
  #count = 0;

  constructor(world: FiveWorld, plant: HistoryPlant, pick: Pick) {
    this.#world = world;
    this.#plant = plant;
    this.#pick = pick;
  }

  /** What the rest of the history needs to find. */
  async begin(): Promise<void> {
    const { maintainkit, organizations } = this.#plant;
    for (const place of places) await maintainkit.createLocation(place);
    // A reorder point that moved would change which edges a ledger read late shows: nothing tells what it was before.
    for (const sku of skus) await maintainkit.createPart(sku, { reorderPoint: 10, unitCost: 100 });
    const { id } = organizations.maintainx;
    await this.#world.sandbox.change('maintainx', async (change) => {
      await addLocation(change, id, { name: 'Pit' });
      const alice = await addUser(change, id, { firstName: 'Alice', lastName: 'Rojas', role: 'MEMBER' });
      this.#people = [alice.id];
    });
  }

  readonly moves: Record<string, () => Promise<Moved>> = {
    'a machine comes': async () => {
      const serial_number = this.#pick([...serials, null]);
      const asset = { tag_number: this.#any(tags), name: this.#word(), serial_number };
      const parent_id = this.#pick([null, ...this.#assets]);
      this.#assets.push((await this.#plant.reliatic.createAsset({ ...asset, parent_id })).id);
    },
    'a machine is renamed': () =>
      this.#with(this.#assets, async (id) => {
        const body = { tag_number: this.#any(tags), name: this.#word(), asset_type: 'rotating' };
        await this.#plant.reliatic.send('PUT', `/assets/${id}`, body);
      }),
    'a machine is taken out': () =>
      this.#with(this.#assets, (id) => this.#done(this.#plant.reliatic.send('DELETE', `/assets/${id}`))),
    'a machine is inspected': () =>
      this.#with(this.#assets, async (id) => {
        this.#inspections.push((await this.#plant.reliatic.createInspection(id, { thickness_mm: 9 })).id);
      }),
    // No endpoint, and no webhook either.
    'an inspection vanishes': () =>
      this.#with(this.#inspections, async (id) => {
        this.#inspections.splice(this.#inspections.indexOf(id), 1);
        this.vanished.push(id);
        await this.#world.sandbox.pool.query('delete from sandbox.reliatic_inspection where id = $1', [id]);
      }),
    'a risk is assessed': () =>
      this.#with(this.#assets, (id) =>
        this.#done(this.#plant.reliatic.assess(id, this.#any([1, 3, 5]), this.#any([2, 4]))),
      ),
    'a failure mode is found': () =>
      this.#with(this.#assets, async (id) => {
        this.#modes.push((await this.#plant.reliatic.createFailureMode(id, [2, 3, 4])).id);
      }),
    'a failure mode is rated anew': () =>
      this.#with(this.#modes, async (id) => {
        const ratings = { severity: this.#any([1, 5, 9]), occurrence: this.#any([2, 6]), detection: 5 };
        await this.#world.sandbox.change('reliatic', (change) => changeRatings(change, id, ratings));
      }),
    'an action is planned': () =>
      this.#with(this.#assets, async (id) => {
        const due_date = this.#pick([this.#dateIn(1), this.#dateIn(4), null]);
        const { id: action } = await this.#plant.reliatic.createAction(id, { title: this.#word(), due_date });
        this.#actions.push({ id: action, status: 'DRAFT' });
      }),
    'an action moves': () =>
      this.#with(this.#actions, async (action) => {
        const to = this.#pick(allowedTransitions(action.status));
        if (to === undefined) return;
        await this.#plant.reliatic.transition(action.id, to.toLowerCase());
        action.status = to;
      }),
    'days pass': async () => {
      this.#world.clock.advance({ days: this.#any([1, 2, 5]) });
      await this.#world.sandbox.round('reliatic');
      await this.#world.sandbox.round('maintainx');
    },
    'stock comes': () => this.#move({ kind: 'receive', location: this.#any(places), qty: this.#any([5, 12.5, 20]) }),
    'stock goes': () => this.#move({ kind: 'consume', location: this.#any(places), qty: this.#any([1, 6, 9.125]) }),
    'stock is counted': () => this.#move({ kind: 'count', location: this.#any(places), target: this.#any([0, 8, 30]) }),
    'stock is moved': () => this.#move({ kind: 'transfer', from: 'Store', to: 'Van', qty: this.#any([1, 4]) }),
    'a part is renamed': async () => {
      const { maintainkit } = this.#plant;
      const parts = await maintainkit.send<{ id: number }[]>('GET', '/parts');
      await maintainkit.send('PATCH', `/parts/${this.#any(parts).id}`, { name: this.#word() });
    },
    'a pump is registered': async () => {
      const row = await this.#plant.maintio.writeAsset({ id: randomUUID(), name: this.#word() });
      this.#machines.push({ id: row.id, updated_at: row.updated_at, name: String(row['name']) });
    },
    'a pump is renamed, or labelled': () =>
      this.#with(this.#machines, async (machine) => {
        const tag_id = this.#pick([null, ...this.#labels]);
        const body = { ...machine, name: this.#word(), tag_id };
        const row = await this.#unlessRefused(this.#plant.maintio.writeAsset(body));
        if (row) machine.updated_at = row.updated_at;
      }),
    'work on a pump is recorded': () =>
      this.#with(this.#machines, ({ id }) => this.#done(this.#plant.maintio.createRecord(randomUUID(), id))),
    'labels are printed': async () => {
      this.#labels.push(...(await this.#plant.maintio.generateTags(2)));
    },
    'a label is retired': () =>
      this.#with(this.#labels, async (label) => {
        const { id } = this.#plant.organizations.maintio;
        this.#world.clock.advance({ seconds: 1 });
        await this.#world.sandbox.change('maintio', (change) => retireTag(change, id, label));
      }),
    'a fan comes': async () => {
      const serialNumber = this.#pick([...serials, null]);
      this.#fans.push(await this.#plant.maintainx.createAsset(this.#word(), { serialNumber }));
    },
    'a fan stops, or runs': () =>
      this.#with(this.#fans, async (fan) => {
        const { id } = this.#plant.organizations.maintainx;
        const status = this.#any(['ONLINE', 'OFFLINE'] as const);
        this.#world.clock.advance({ seconds: 1 });
        await this.#world.sandbox.change('maintainx', (change) => changeAssetStatus(change, id, fan, { status }));
      }),
    'work is ordered': async () => {
      const fields = { assetId: this.#pick([null, ...this.#fans]), dueDate: this.#pick([this.#dateIn(1), null]) };
      this.#orders.push(await this.#plant.maintainx.createWorkOrder(this.#word(), fields));
    },
    'an order changes': () =>
      this.#with(this.#orders, async (order) => {
        const assignees = this.#any([[], this.#people]);
        const fields = { title: this.#word(), assignees };
        await this.#plant.maintainx.changeWorkOrder(order, fields);
      }),
    'an order moves': () =>
      this.#with(this.#orders, (order) =>
        this.#done(this.#plant.maintainx.transition(order, this.#any(['IN_PROGRESS', 'ON_HOLD', 'DONE', 'CANCELED']))),
      ),
    'an order is deleted': () =>
      this.#with(this.#orders, async (order) => {
        this.#orders.splice(this.#orders.indexOf(order), 1);
        const { id } = this.#plant.organizations.maintainx;
        this.#world.clock.advance({ seconds: 1 });
        await this.#world.sandbox.change('maintainx', (change) => deleteWorkOrder(change, id, order));
      }),
    'a truck comes': async () => {
      const fields = { tagNumber: this.#pick([...tags, null]), serialNumber: this.#pick([...serials, null]) };
      this.#trucks.push(await this.#plant.uniasset.createAsset(this.#word(), fields));
    },
    'a truck is handed over': () =>
      this.#with(this.#trucks, (truck) =>
        this.#done(this.#plant.uniasset.assign(truck, { assignedToEmail: 'alice@plant.example' })),
      ),
    'the gateway adds a truck': async () => {
      const [tagNumber, serialNumber] = [this.#pick([...tags, undefined]), this.#pick([...serials, undefined])];
      const made = await this.#write((writer) =>
        writer.createAsset({ name: this.#word(), status: 'In Maintenance', tagNumber, serialNumber }),
      );
      this.#trucks.push(made.externalId);
      return made;
    },
    'the gateway assigns a truck': () =>
      this.#with(this.#trucks, (assetId) => this.#write((writer) => writer.assign({ assetId, locationId: 'Yard 3' }))),
    'the gateway records work on a truck': () =>
      this.#with(this.#trucks, (assetId) => {
        const cost = { amountMinor: this.#any([1050, 99]), currency: 'USD' };
        const record = { type: 'REPAIR', performedAt: this.#world.clock.now(), cost } as const;
        return this.#write((writer) => writer.createMaintenance({ assetId, ...record }));
      }),
    'the gateway reports a position': () =>
      this.#with(this.#trucks, (assetId) => {
        const [latitude, longitude] = [new Big('-23.65'), new Big(this.#any(['-70.4', '-70.5']))];
        return this.#write((writer) => writer.reportPosition({ assetId, latitude, longitude }));
      }),
    'the gateway ingests a signal': () =>
      this.#with(this.#trucks, (assetId) =>
        this.#write((writer) =>
          writer.ingestSignal({
            assetId,
            source: 'gateway-7',
            signalType: 'temperature.high',
            severity: 'HIGH',
            numericValue: new Big('91.5'),
          }),
        ),
      ),
  };

  #any<Each>(among: readonly Each[]): Each {
    const picked = this.#pick(among);
    if (picked === undefined) throw new Error('nothing to choose from');
    return picked;
  }

  /** Does nothing where there is nothing to do it with. */
  async #with<Each>(among: readonly Each[], move: (each: Each) => Promise<Moved>): Promise<Moved> {
    const each = this.#pick(among);
    return each === undefined ? undefined : move(each);
  }

  async #done(move: Promise<unknown>): Promise<void> {
    await move;
  }

  #word(): string {
    this.#count += 1;
    return `${this.#any(words)} ${this.#count}`;
  }

  #dateIn(days: number): string {
    return new Date(this.#world.clock.now().getTime() + days * 86_400_000).toISOString().slice(0, 10);
  }

  async #write<Written extends Observation>(
    write: (writer: HistoryPlant['writer']) => Promise<Written>,
  ): Promise<Written> {
    this.#world.clock.advance({ seconds: 1 });
    return write(this.#plant.writer);
  }

  async #move(movement: Json): Promise<void> {
    await this.#unlessRefused(this.#plant.maintainkit.move({ sku: this.#any(skus), ...movement }));
  }

  /** What can't be had (too little stock, a label that is another's) does not happen. */
  async #unlessRefused<Answer>(move: Promise<Answer>): Promise<Answer | null> {
    try {
      return await move;
    } catch (error) {
      if (/insufficient_stock|TAG_CONFLICT|retired/.test(String(error))) return null;
      throw error;
    }
  }
}
