/** Many signals at once: each is a command of its own, so that one that is refused does not undo the others. */
import type { Viewer } from '../tenancy/api-keys.ts';
import { placeAt, requireWriteAccess, type CommandDeps } from './command-context.ts';
import { bind, type CommandInput, type Place } from './definition.ts';
import { inputFaults } from './explain.ts';
import { CommandFailure, type UserError } from './failure.ts';
import { ingestSignal, type SignalInput } from './ingest-signal.ts';
import { viewOf, type Outcome } from './command-row.ts';
import { hashOf, type NewRow } from './journal.ts';

export interface IngestSignalsInput extends CommandInput {
  /** 1 to 100. */
  signals: readonly SignalInput[];
}

export interface SignalOutcome {
  /** Which of the signals, the first of them 0. */
  index: number;
  command: Outcome['command'];
  /** Fields are the signal's. */
  userErrors: readonly UserError[];
}

export interface SignalsOutcome extends Outcome {
  outcomes: readonly SignalOutcome[];
}

type Prepared = Awaited<ReturnType<typeof ingestSignal.prepare>>;

const most = 100;

/** @throws CommandFailure when nothing was sent and no change of the input would help. */
export async function ingestSignals(
  deps: CommandDeps,
  viewer: Viewer,
  input: IngestSignalsInput,
): Promise<SignalsOutcome> {
  requireWriteAccess(viewer);
  const { idempotencyKey = null, signals } = input;
  const place = await placeAt(deps, viewer.tenant.id, 'UNIASSET');
  const faults = [...inputFaults({ idempotencyKey }), ...countFaults(input)];
  const known = faults.length === 0 && (await deps.writeThrough.again(place.tenantId, rowOf(place, input, 0)));
  if (known && known.command === null) return { ...known, outcomes: [] };
  const isCountable = signals.length <= most;
  const prepared = isCountable ? await Promise.all(signals.map((each) => ingestSignal.prepare(place, each))) : [];
  const userErrors = [...faults, ...prepared.flatMap(faultsAt)];
  if (userErrors.length > 0 && !known) return { command: null, results: {}, userErrors, outcomes: [] };
  return sendAll(deps, viewer, (index) => carryOut(deps, place, input, { index, prepared: prepared[index] }), signals);
}

function countFaults({ signals }: IngestSignalsInput): UserError[] {
  if (signals.length >= 1 && signals.length <= most) return [];
  return [{ field: ['signals'], code: 'BAD_USER_INPUT', message: `signals must be 1 to ${most} of them` }];
}

const faultsAt = (prepared: Prepared, index: number): UserError[] =>
  'userErrors' in prepared
    ? prepared.userErrors.map((error) => ({ ...error, field: ['signals', String(index), ...error.field] }))
    : [];

/** In their order: UniAsset's clock says when each was received. */
async function sendAll(
  { journal }: CommandDeps,
  viewer: Viewer,
  send: (index: number) => Promise<Outcome>,
  signals: readonly SignalInput[],
): Promise<SignalsOutcome> {
  const outcomes: SignalOutcome[] = [];
  const signalIds: string[] = [];
  for (const index of signals.keys()) {
    try {
      const { command, results, userErrors } = await send(index);
      outcomes.push({ index, command, userErrors });
      signalIds.push(...[results['signalId'] ?? []].flat());
    } catch (error) {
      // The first one tells of the key, the plan and the way there: when it fails by these, nothing was sent.
      if (index === 0 || !(error instanceof CommandFailure)) throw error;
      const { message, code, commandId } = error;
      const row = commandId === null ? null : await journal.find(viewer.tenant.id, commandId);
      outcomes.push({ index, command: row && viewOf(row), userErrors: [{ field: [], code, message }] });
    }
  }
  return { command: null, results: { signalIds }, userErrors: [], outcomes };
}

async function carryOut(
  { writeThrough }: CommandDeps,
  place: Place<'UNIASSET'>,
  input: IngestSignalsInput,
  { index, prepared }: { index: number; prepared: Prepared | undefined },
): Promise<Outcome> {
  const row = rowOf(place, input, index);
  const manner = { whenUnavailable: input.whenUnavailable ?? 'FAIL', connectionId: place.connection.id } as const;
  return writeThrough.once(place.tenantId, row.idempotencyKey, async () => {
    const known = await writeThrough.again(place.tenantId, row);
    if (known) return known;
    if (!prepared || 'userErrors' in prepared)
      return { command: null, results: {}, userErrors: prepared?.userErrors ?? [] };
    return writeThrough.carryOut({ ...row, ...prepared }, bind(ingestSignal, place, prepared.call), manner);
  });
}

/** A signal is known again among the same others alone: a key is that of all of them. */
function rowOf({ tenantId }: Place, { signals, idempotencyKey = null }: IngestSignalsInput, index: number): NewRow {
  const { name, service } = ingestSignal;
  const input = { ...signals[index], all: hashOf(name, { signals }) };
  const key = idempotencyKey === null ? null : `${idempotencyKey}/${index}`;
  return { tenantId, name, service, idempotencyKey: key, input, call: null, subject: null };
}
