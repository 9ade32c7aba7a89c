import type Big from 'big.js';
import type { Transaction } from '../database/database.ts';
import type { Money } from '../domain/money.ts';
import { movementFaults, type MovementInput } from '../domain/stock.ts';
import { applyObservations } from '../replica/apply/apply.ts';
import { claimableMovement, lastSequenceOf } from '../replica/read/ledger.ts';
import type { Viewer } from '../tenancy/api-keys.ts';
import type { ServiceConnection } from '../tenancy/service-connections.ts';
import {
  connectedTo,
  requireWriteAccess,
  resolveReferences,
  type CommandDeps,
  type Reference,
} from './command-context.ts';
import { inputFaults, refusal } from './explain.ts';
import type { UserError } from './failure.ts';
import type { Outcome } from './journal.ts';

export interface RecordStockMovementInput {
  idempotencyKey?: string | null;
  partId: string;
  /** Exactly one of the following; quantities in the part's unit. */
  receive?: { locationId: string; quantity: Big; unitCost?: Money | null } | null;
  consume?: { locationId: string; quantity: Big } | null;
  adjust?: { locationId: string; quantityDelta: Big } | null;
  count?: { locationId: string; counted: Big } | null;
  transfer?: { fromLocationId: string; toLocationId: string; quantity: Big } | null;
}

const kinds = ['receive', 'consume', 'adjust', 'count', 'transfer'] as const;

/** Appends a movement to the stock ledger, in MaintainKit. */
export async function recordStockMovement(
  deps: CommandDeps,
  viewer: Viewer,
  input: RecordStockMovementInput,
): Promise<Outcome> {
  requireWriteAccess(viewer);
  const movement = movementOf(input);
  if ('userErrors' in movement) return { command: null, results: {}, userErrors: movement.userErrors };
  const { connection, connector } = await connectedTo(deps, viewer, 'MAINTAINKIT');
  const { externalIds, userErrors } = await resolveReferences(
    deps,
    viewer,
    'MAINTAINKIT',
    referencesOf(input, movement),
  );
  const faults = [...userErrors, ...inputFaults(input), ...movementFaults(movement)];
  if (faults.length > 0) return { command: null, results: {}, userErrors: faults };

  const { idempotencyKey = null, ...fields } = input;
  const { partId } = input;
  const kind = movement.kind.toLowerCase();
  const place = (name: string) => (Object.hasOwn(input, name) ? [name] : [kind, name]);
  const after = await lastSequenceOf(deps.database.prisma, viewer.tenant.id, partId);
  return deps.journal.carryOut(viewer, {
    name: 'recordStockMovement',
    service: 'MAINTAINKIT',
    idempotencyKey,
    input: fields,
    send: () =>
      connector.writer.recordMovement({ ...inTheirIds(movement, externalIds), partId: externalIds.get(partId) ?? '' }),
    apply: async (tx, { observation }) => {
      const { tenantId, service } = connection;
      const now = deps.clock.now();
      await applyObservations(tx, { tenantId, service, via: 'WRITE', observations: [observation], now });
      return { upstreamId: null, results: { partId } };
    },
    lookUp: async (done) => {
      const found = await findMovement(deps, connection, done.command.id, { partId, movement, after });
      if (!found) return done;
      const { movementId, upstreamId } = found;
      return { ...done, command: { ...done.command, upstreamId }, results: { ...done.results, movementId } };
    },
    explain: (failure) => refusal(failure, [kind, quantityField[movement.kind]], place),
  });
}

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

function inTheirIds(movement: MovementInput, externalIds: ReadonlyMap<string, string>): MovementInput {
  const theirs = (id: string) => externalIds.get(id) ?? '';
  if (movement.kind !== 'TRANSFER') return { ...movement, locationId: theirs(movement.locationId) };
  const { fromLocationId, toLocationId } = movement;
  return { ...movement, fromLocationId: theirs(fromLocationId), toLocationId: theirs(toLocationId) };
}

interface FoundMovement {
  movementId: string;
  upstreamId: string;
}

/**
 * The service's answer does not say which ledger row it wrote, so the ledger is read on and the row looked for: the
 * first of this kind, place and quantity that no other command has claimed. Null when the ledger can't be read now;
 * the movement is recorded all the same, and the next sweep shows it.
 */
async function findMovement(
  deps: CommandDeps,
  connection: ServiceConnection,
  commandId: string,
  wanted: { partId: string; movement: MovementInput; after: bigint },
): Promise<FoundMovement | null> {
  try {
    await deps.catchUp(connection);
  } catch (error) {
    deps.logger.warn(
      { err: error, service: connection.service },
      'a movement was recorded but its ledger row is not read yet',
    );
    return null;
  }
  return deps.database.transaction((tx) => claim(tx, connection, commandId, wanted));
}

async function claim(
  tx: Transaction,
  { tenantId, service }: ServiceConnection,
  commandId: string,
  { partId, movement, after }: { partId: string; movement: MovementInput; after: bigint },
): Promise<FoundMovement | null> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`${tenantId}/claim`}, 0))`;
  const rows = await claimableMovement(tx, tenantId, partId, movement, after);
  const claimed = await tx.command.findMany({
    where: { tenantId, service, upstreamId: { in: rows.map(({ externalId }) => externalId) } },
    select: { upstreamId: true },
  });
  const taken = new Set(claimed.map(({ upstreamId }) => upstreamId));
  const row = rows.find(({ externalId }) => !taken.has(externalId));
  if (!row) return null;
  const results = { partId, movementId: row.id };
  await tx.command.update({ where: { id: commandId }, data: { upstreamId: row.externalId, outcome: { results } } });
  return { movementId: row.id, upstreamId: row.externalId };
}
