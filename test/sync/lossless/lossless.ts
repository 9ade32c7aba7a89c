/**
 * One random history at the five services, told to several tenants: to one as it happens, to the others with webhooks
 * lost, repeated, late and in any order, with polls, sweeps and catch-ups in between. One sweep later all know the same.
 */
import type { Observation } from '../../../src/domain/records.ts';
import { z } from 'zod';
import { serviceNames, type ServiceName } from '../../../src/sandbox/service-name.ts';
import { replicaState } from '../../world/replica-state.ts';
import { History, type Pick } from './history.ts';
import { Listener, type Delivery } from './listener.ts';
import { openPlant, type FiveWorld, type HistoryPlant } from './plant.ts';

export interface Options {
  seed: number;
  moves: number;
  /** Tenants that are told badly. */
  disturbed: number;
}

/** What is lost when its webhook is lost, by contract: nothing else ever tells it. */
const toldByWebhookAlone = (plant: Told, { service, event, body }: Delivery): boolean => {
  // An escalation of an action that ends before the next sweep: its service does not say when it ended.
  if (service === 'reliatic') return event === 'alert.escalated';
  // UniAsset can't be read: of what the gateway wrote there it knows itself, of the rest it only hears.
  return service === 'uniasset' && !plant.written.includes(recordOf(body));
};

/** A notice names other records beside its own. */
const recordOf = (body: Buffer): string =>
  z.object({ data: z.object({ id: z.string() }) }).parse(JSON.parse(body.toString())).data.id;

/** @returns how many webhooks there were. */
export async function tellInEveryWay(world: FiveWorld, options: Options): Promise<number> {
  const random = randomFrom(options.seed);
  const pick: Pick = (among) => among[Math.floor(random() * among.length)];
  const plant = await openPlant(world, `History ${options.seed}`);
  const open = (name: string) => Listener.open(world, plant, `${name}-${options.seed}`);
  const undisturbed = await open('undisturbed');
  const disturbed: Disturbed[] = [];
  for (let index = 0; index < options.disturbed; index += 1) {
    disturbed.push(new Disturbed(await open(`disturbed-${index}`), random));
  }

  const told: Told = { written: [], seen: new Map() };
  const history = new History(world, plant, pick);
  await history.begin();
  for (let move = 0; move < options.moves; move += 1) {
    const written = (await history.moves[pick(Object.keys(history.moves)) ?? '']?.()) ?? null;
    if (written) told.written.push(written.externalId);
    const news = await newsOf(world, plant, told);
    await hearAtOnce(undisturbed, written, news);
    for (const each of disturbed) {
      each.queue(news, (delivery) => toldByWebhookAlone(told, delivery));
      await each.go(written);
    }
  }
  for (const each of disturbed) await each.hearTheRest();
  await agree(world, options, { undisturbed, disturbed, vanished: history.vanished });
  return [...told.seen.values()].reduce((sum, count) => sum + count, 0);
}

/** As it happens, and in its order. */
async function hearAtOnce(listener: Listener, written: Observation | null, news: readonly Delivery[]): Promise<void> {
  if (written) await listener.wrote(written);
  for (const delivery of news) await listener.hear(delivery);
  if (news.some(({ service }) => service === 'maintainkit')) await listener.catchUp();
}

interface Outcome {
  undisturbed: Listener;
  disturbed: readonly Disturbed[];
  vanished: readonly string[];
}

async function agree(
  world: FiveWorld,
  { seed }: Options,
  { undisturbed, disturbed, vanished }: Outcome,
): Promise<void> {
  // Beyond the hour after which all work orders are compared.
  world.clock.advance({ minutes: 61 });
  await sweepAll(undisturbed);
  const expected = await replicaState(world.sandbox.pool, undisturbed.tenantId);
  for (const each of disturbed) {
    const { listener, log } = each;
    await sweepAll(listener);
    const state = await replicaState(world.sandbox.pool, listener.tenantId);
    expect({ seed, log: '', ...state }).toEqual({ seed, log: '', ...expected });
    expect(log.length).toBeGreaterThan(0);
    // What comes when all is known is too late to change anything.
    await each.hearTheLost(vanished);
    world.clock.advance({ seconds: 1 });
    await listener.catchUp();
    const later = await replicaState(world.sandbox.pool, listener.tenantId);
    expect({ seed, log: 'late', ...later }).toEqual({ seed, log: 'late', ...expected });
  }
}

async function sweepAll(listener: Listener): Promise<void> {
  for (const service of serviceNames) await listener.sweep(service);
}

interface Told {
  /** Ids of what the gateway wrote to UniAsset. */
  written: string[];
  /** How many webhooks of each service's have been taken from its log. */
  seen: Map<ServiceName, number>;
}

/** The webhooks that the services have sent since the last look. */
async function newsOf({ sandbox }: FiveWorld, { organizations }: HistoryPlant, { seen }: Told): Promise<Delivery[]> {
  const news: Delivery[] = [];
  for (const service of serviceNames) {
    const all = await sandbox.webhookDeliveries(service, organizations[service].id);
    const known = seen.get(service) ?? 0;
    seen.set(service, all.length);
    news.push(...all.slice(known).map(({ event, body }) => ({ service, event, body: Buffer.from(body) })));
  }
  return news;
}

/** A tenant that is told late, twice, or not at all. */
class Disturbed {
  readonly listener: Listener;
  /** What was done to it, for whoever looks for the reason of a failure. */
  readonly log: string[] = [];
  readonly #random: () => number;
  #waiting: Delivery[] = [];
  readonly #lost: Delivery[] = [];

  constructor(listener: Listener, random: () => number) {
    this.listener = listener;
    this.#random = random;
  }

  queue(news: readonly Delivery[], mustCome: (delivery: Delivery) => boolean): void {
    for (const delivery of news) {
      const copies = Math.floor(this.#random() * 3) + (mustCome(delivery) ? 1 : 0);
      if (copies === 0) this.#lost.push(delivery);
      for (let copy = 0; copy < copies; copy += 1) this.#waiting.push(delivery);
    }
  }

  /** Some of what waits is told, in any order, and now and then something is read. */
  async go(written: Observation | null): Promise<void> {
    if (written) await this.listener.wrote(written);
    while (this.#waiting.length > 0 && this.#random() < 0.6) await this.#hearOne();
    const chance = this.#random();
    if (chance < 0.1) await this.#do('catch-up', () => this.listener.catchUp());
    else if (chance < 0.3) {
      const service = serviceNames[Math.floor(this.#random() * serviceNames.length)] ?? 'reliatic';
      await this.#do(`sweep of ${service}`, () => this.listener.sweep(service));
    }
  }

  async hearTheRest(): Promise<void> {
    while (this.#waiting.length > 0) await this.#hearOne();
  }

  /** @param vanished ids of what is there no longer: that a notice of it is out of date is for the next sweep to find. */
  async hearTheLost(vanished: readonly string[]): Promise<void> {
    const lost = this.#lost.filter(({ body }) => !vanished.some((id) => body.includes(id)));
    for (const delivery of lost) await this.listener.hear(delivery);
  }

  async #hearOne(): Promise<void> {
    const [delivery] = this.#waiting.splice(Math.floor(this.#random() * this.#waiting.length), 1);
    if (delivery) await this.#do(`${delivery.service} ${delivery.event}`, () => this.listener.hear(delivery));
  }

  async #do(name: string, work: () => Promise<void>): Promise<void> {
    this.log.push(name);
    await work();
  }
}

/** Park and Miller's generator, so that a seed repeats a run's choices. */
function randomFrom(seed: number): () => number {
  const modulus = 2 ** 31 - 1;
  let state = seed % modulus || 1;
  const next = () => {
    state = (state * 48_271) % modulus;
    return state / modulus;
  };
  // Small seeds begin alike.
  for (let warm = 0; warm < 5; warm += 1) next();
  return next;
}
