import Big from 'big.js';
import type { OrUnknown } from '../domain/or-unknown.ts';
import type { SignalRecord, SignalSeverity } from '../domain/work-records.ts';
import { signalEntity } from '../replica/model/field-data.ts';
import { assetReference, resolveReferences } from './command-context.ts';
import type { CommandInput } from './definition.ts';
import { foreignIdFaults, inputFaults, isStorable, textFaults, wordFaults } from './explain.ts';
import type { UserError } from './failure.ts';
import { recordCommand } from './record-command.ts';

export interface SignalInput extends CommandInput {
  /** At least one of these two. */
  assetId?: string | null;
  deviceId?: string | null;
  source: string;
  signalType: string;
  severity: OrUnknown<SignalSeverity>;
  /** Exactly one of these three. */
  numericValue?: number | null;
  textValue?: string | null;
  booleanValue?: boolean | null;
  /** A JSON object. */
  payload?: unknown;
}

interface Call {
  assetId?: string | undefined;
  deviceId?: string | undefined;
  source: string;
  signalType: string;
  severity: SignalSeverity;
  /** A decimal text. */
  numericValue?: string | undefined;
  textValue?: string | undefined;
  booleanValue?: boolean | undefined;
  payload?: Record<string, unknown> | undefined;
}

/** Passes on what a device tells, to UniAsset, which takes one at a time. */
export const ingestSignal = recordCommand<'UNIASSET', SignalInput, Call, SignalRecord>({
  name: 'ingestSignals',
  service: 'UNIASSET',
  result: { field: 'signalId', prefix: signalEntity.prefix },
  prepare: async (place, input) => {
    const references = typeof input.assetId === 'string' ? [assetReference(input.assetId)] : [];
    const { externalIds, userErrors } = await resolveReferences(place, references);
    const faults = [...userErrors, ...signalFaults(input)];
    if (faults.length > 0) return { userErrors: faults };
    const assetId = externalIds.get(input.assetId ?? '');
    const call = callOf(input, assetId);
    return { call, subject: assetId === undefined ? `device/${call.deviceId}` : `asset/${assetId}` };
  },
  send: ({ writer }, { numericValue, ...call }) =>
    writer.ingestSignal({ ...call, numericValue: numericValue === undefined ? undefined : new Big(numericValue) }),
});

const callOf = (input: SignalInput, assetId: string | undefined): Call => ({
  assetId,
  deviceId: input.deviceId ?? undefined,
  source: input.source,
  signalType: input.signalType,
  severity: input.severity as SignalSeverity,
  numericValue: typeof input.numericValue === 'number' ? new Big(input.numericValue).toFixed() : undefined,
  textValue: input.textValue ?? undefined,
  booleanValue: input.booleanValue ?? undefined,
  payload: (input.payload as Record<string, unknown> | null | undefined) ?? undefined,
});

const signalFaults = (input: SignalInput): UserError[] => [
  ...inputFaults(input),
  ...textFaults(input, ['source', 'signalType']),
  ...wordFaults(input, ['severity']),
  ...subjectFaults(input),
  ...valueFaults(input),
  ...payloadFaults(input),
];

const fault = (field: readonly string[], message: string): UserError => ({ field, code: 'BAD_USER_INPUT', message });

function subjectFaults(input: SignalInput): UserError[] {
  const { assetId = null, deviceId = null } = input;
  if (deviceId !== null) return foreignIdFaults(input, ['deviceId']);
  return assetId === null ? [fault([], 'assetId or deviceId must be given')] : [];
}

const values = ['numericValue', 'textValue', 'booleanValue'] as const;
/** The replica keeps 18 digits before the point. */
const numberLimit = 1e18;

function valueFaults(input: SignalInput): UserError[] {
  const given = values.filter((name) => (input[name] ?? null) !== null);
  if (given.length === 0) return [fault([], `one of ${values.join(', ')} must be given`)];
  if (given.length > 1) return given.map((name) => fault([name], `only one of ${values.join(', ')} must be given`));
  if (typeof input.textValue === 'string') return textFaults(input, ['textValue']);
  const isBeyond = Math.abs(input.numericValue ?? 0) >= numberLimit;
  return isBeyond ? [fault(['numericValue'], `numericValue must be within ${numberLimit}`)] : [];
}

function payloadFaults({ payload = null }: SignalInput): UserError[] {
  const isObject = typeof payload === 'object' && !Array.isArray(payload);
  if (!isObject) return [fault(['payload'], 'payload must be a JSON object')];
  return isHoldable(payload) ? [] : [fault(['payload'], 'payload must not contain NUL, nor half a character')];
}

function isHoldable(value: unknown): boolean {
  if (typeof value === 'string') return isStorable(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([name, each]) => isStorable(name) && isHoldable(each));
}
