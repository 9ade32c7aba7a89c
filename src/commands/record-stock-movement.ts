import Big from 'big.js';
import type { Money } from '../domain/money.ts';
import type { StockNoticeRecord } from '../domain/records.ts';
import { movementFaults, type MovementInput } from '../domain/stock.ts';
import { claimableMovement, lastSequenceOf } from '../replica/read/ledger.ts';
import type { ObservationOf } from '../upstream/row-reader.ts';
import { resolveReferences, type Reference } from './command-context.ts';
import type { CommandDefinition, CommandInput, Lost, Place } from './definition.ts';
import { inputFaults, refusal } from './explain.ts';
import type { UserError } from './failure.ts';
import { made } from './look-up.ts';
import { take } from './record-command.ts';

export interface RecordStockMovementInput extends CommandInput {
  partId: string;
  /** Exactly one of the following; quantities in the part's unit. */
  receive?: { locationId: string; quantity: Big; unitCost?: Money | null } | null;
  consume?: { locationId: string; quantity: Big } | null;
  adjust?: { locationId: string; quantityDelta: Big } | null;
  count?: { locationId: string; counted: Big } | null;
  transfer?: { fromLocationId: string; toLocationId: string; quantity: Big } | null;
}

/** Ids in `movement` and `partId` are the graph's, those in `theirs` MaintainKit's. */
interface Call {
  partId: string;
  movement: StoredMovement;
  theirs: Readonly<Record<string, string>>;
  /** The part's newest ledger row before it was asked for. */
  after: string;
}

/** A movement with its quantities as decimal texts. */
type StoredMovement = Readonly<Record<string, unknown>> & { kind: MovementInput['kind'] };

/** A ledger row, by the graph's id and by the service's. */
interface LedgerRow {
  id: string;
  externalId: string;
}

/** The part's total, which the service answers; or, when the answer was lost, the row that tells of it. */
type Answer = { notice: ObservationOf<StockNoticeRecord> } | { row: LedgerRow };

/** Appends a movement to the stock ledger, in MaintainKit. */
export const recordStockMovement: CommandDefinition<'MAINTAINKIT', RecordStockMovementInput, Call, Answer> = {
  name: 'recordStockMovement',
  service: 'MAINTAINKIT',
  async prepare(place, input) {
    const movement = movementOf(input);
    if ('userErrors' in movement) return movement;
    const { externalIds, userErrors } = await resolveReferences(place, referencesOf(input, movement));
    const faults = [...userErrors, ...inputFaults(input), ...movementFaults(movement)];
    if (faults.length > 0) return { userErrors: faults };
    const { partId } = input;
    const after = await lastSequenceOf(place.prisma, place.tenantId, partId);
    const call = {
      partId,
      movement: { ...movement } as StoredMovement,
      theirs: Object.fromEntries(externalIds),
      after: String(after),
    };
    return { call, subject: `part/${partId}` };
  },
  async send({ connector }, { partId, movement, theirs }) {
    const partMovement = { ...inTheirIds(restored(movement), theirs), partId: theirs[partId] ?? '' };
    const { observation } = await connector.writer.recordMovement(partMovement);
    return { notice: observation };
  },
  async apply(tx, place, { partId }, answer) {
    if ('row' in answer) {
      return { upstreamId: answer.row.externalId, results: { partId, movementId: answer.row.id } };
    }
    await take(tx, place, answer.notice, 'WRITE');
    return { upstreamId: null, results: { partId } };
  },
  async lookUp(place, call, lost) {
    await place.catchUp();
    const rows = await unclaimed(place, call, lost.isClaimed);
    const found = made(rows, lost);
    return found.was === 'done' ? { was: 'done', answer: { row: found.answer } } : found;
  },
  explain(failure, { movement: { kind } }) {
    const group = kind.toLowerCase();
    const place = (name: string) => (name === 'partId' ? [name] : [group, name]);
    return refusal(failure, [group, quantityField[kind]], place);
  },
  async complete(place, call, { results }) {
    await place.catchUp();
    const { partId, movement, after } = call;
    const rows = await claimableMovement(place.prisma, place.tenantId, partId, restored(movement), BigInt(after));
    return rows.map(({ id, externalId }) => ({ upstreamId: externalId, results: { ...results, movementId: id } }));
  },
};

function restored({ kind, ...fields }: StoredMovement): MovementInput {
  const quantities = ['quantity', 'quantityDelta', 'counted'].filter((name) => name in fields);
  const restoredFields = Object.fromEntries(quantities.map((name) => [name, new Big(fields[name] as string)]));
  return { kind, ...fields, ...restoredFields } as MovementInput;
}

const kinds = ['receive', 'consume', 'adjust', 'count', 'transfer'] as const;

const quantityField = {
  RECEIVE: 'quantity',
  CONSUME: 'quantity',
  ADJUST: 'quantityDelta',
  COUNT: 'counted',
  TRANSFER: 'quantity',
} as const satisfies Record<MovementInput['kind'], string>;

function movementOf(input: RecordStockMovementInput): MovementInput | { userErrors: UserError[] } {
  const given = kinds.filter((kind) => input[kind]);
  if (given.length !== 1) {
    const said = given.length === 0 ? 'none was given' : `${given.join(' and ')} were given`;
    const message = `exactly one of ${kinds.join(', ')} must be given: ${said}`;
    const fields = given.length === 0 ? [[]] : given.map((kind) => [kind]);
    return { userErrors: fields.map((field) => ({ field, code: 'BAD_USER_INPUT', message })) };
  }
  const { receive, consume, adjust, count, transfer } = input;
  if (receive) return { kind: 'RECEIVE', ...receive, unitCost: receive.unitCost ?? undefined };
  if (consume) return { kind: 'CONSUME', ...consume };
  if (adjust) return { kind: 'ADJUST', ...adjust };
  if (count) return { kind: 'COUNT', ...count };
  if (transfer) return { kind: 'TRANSFER', ...transfer };
  throw new Error('a movement of no kind');
}

function referencesOf({ partId }: RecordStockMovementInput, movement: MovementInput): Reference[] {
  const kind = movement.kind.toLowerCase();
  const location = (field: string, id: string): Reference => ({
    field: [kind, field],
    id,
    kind: 'location',
    prefix: 'loc',
    noun: 'a stock location',
  });
  const locations =
    movement.kind === 'TRANSFER'
      ? [location('fromLocationId', movement.fromLocationId), location('toLocationId', movement.toLocationId)]
      : [location('locationId', movement.locationId)];
  return [{ field: ['partId'], id: partId, kind: 'part', prefix: 'prt', noun: 'a part' }, ...locations];
}

function inTheirIds(movement: MovementInput, ids: Call['theirs']): MovementInput {
  const theirs = (id: string) => ids[id] ?? '';
  if (movement.kind !== 'TRANSFER') return { ...movement, locationId: theirs(movement.locationId) };
  const { fromLocationId, toLocationId } = movement;
  return { ...movement, fromLocationId: theirs(fromLocationId), toLocationId: theirs(toLocationId) };
}

/** Ledger rows that say what the movement says, and for which no command stands. */
async function unclaimed(
  { prisma, tenantId }: Pick<Place, 'prisma' | 'tenantId'>,
  { partId, movement, after }: Call,
  isClaimed: Lost['isClaimed'],
): Promise<LedgerRow[]> {
  const rows = await claimableMovement(prisma, tenantId, partId, restored(movement), BigInt(after));
  const taken = await isClaimed(rows.map(({ externalId }) => externalId));
  return rows.filter(({ externalId }) => !taken.has(externalId));
}
