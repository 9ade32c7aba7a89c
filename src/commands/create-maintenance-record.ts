import { randomUUID } from 'node:crypto';
import type { Money } from '../domain/money.ts';
import type { OrUnknown } from '../domain/or-unknown.ts';
import type { Service } from '../domain/records.ts';
import type { MaintenanceRecordRecord, MaintenanceType } from '../domain/work-records.ts';
import { maintenanceRecordEntity } from '../replica/model/maintenance-record.ts';
import { assetReference, resolveReferences } from './command-context.ts';
import type { CommandInput, Place } from './definition.ts';
import { inputFaults, momentFaults, wordFaults } from './explain.ts';
import type { UserError } from './failure.ts';
import { recordCommand } from './record-command.ts';

export interface CreateMaintenanceRecordInput extends CommandInput {
  /** Who is to keep it: MAINTIO or UNIASSET. */
  service: Service;
  assetId: string;
  type: OrUnknown<MaintenanceType>;
  performedAt: Date;
  description?: string | null;
  /** UniAsset alone keeps one. */
  cost?: Money | null;
}

interface Call {
  assetId: string;
  type: MaintenanceType;
  /** ISO 8601. */
  performedAt: string;
  description?: string | undefined;
}

const common = {
  name: 'createMaintenanceRecord',
  result: { field: 'maintenanceRecordId', prefix: maintenanceRecordEntity.prefix },
} as const;

/** Writes down in Maint.io what was done on an asset. The record's own uuid makes it one however often it is sent. */
export const createMaintenanceRecordInMaintIo = recordCommand<
  'MAINTIO',
  CreateMaintenanceRecordInput,
  Call & { id: string },
  MaintenanceRecordRecord
>({
  ...common,
  service: 'MAINTIO',
  prepare: async (place, input) => {
    const prepared = await prepare(place, input, [...serviceFaults(input), ...costlessFaults(input)]);
    if ('userErrors' in prepared) return prepared;
    return { ...prepared, call: { ...prepared.call, id: randomUUID() } };
  },
  send: ({ writer }, { performedAt, ...fields }) =>
    writer.createRecord({ ...fields, performedAt: new Date(performedAt) }),
  seek: 'again',
});

/** Writes down in UniAsset what was done on an asset, and what it cost. */
export const createMaintenanceRecordInUniAsset = recordCommand<
  'UNIASSET',
  CreateMaintenanceRecordInput,
  Call & { cost?: Money | undefined },
  MaintenanceRecordRecord
>({
  ...common,
  service: 'UNIASSET',
  prepare: async (place, input) => {
    const prepared = await prepare(place, input, costFaults(place, input));
    if ('userErrors' in prepared) return prepared;
    return { ...prepared, call: { ...prepared.call, cost: input.cost ?? undefined } };
  },
  send: ({ writer }, { performedAt, ...fields }) =>
    writer.createMaintenance({ ...fields, performedAt: new Date(performedAt) }),
  seek: ({ assetId, type, performedAt, description = null, cost }) => ({
    trace: { kind: 'maintenanceRecord', assetId },
    shows: (record) =>
      record.assetId === assetId &&
      record.type === type &&
      record.performedAt.getTime() === Date.parse(performedAt) &&
      record.description === description &&
      record.cost?.amountMinor === cost?.amountMinor,
  }),
});

async function prepare(
  place: Place,
  input: CreateMaintenanceRecordInput,
  ownFaults: readonly UserError[],
): Promise<{ call: Call; subject: string } | { userErrors: UserError[] }> {
  const { externalIds, userErrors } = await resolveReferences(place, [assetReference(input.assetId)]);
  const faults = [
    ...userErrors,
    ...inputFaults(input),
    ...wordFaults(input, ['type']),
    ...momentFaults(input, ['performedAt']),
    ...futureFaults(place, input),
    ...ownFaults,
  ];
  if (faults.length > 0) return { userErrors: faults };
  const { type, performedAt, description } = input;
  const assetId = externalIds.get(input.assetId) ?? '';
  const call = {
    assetId,
    type: type as MaintenanceType,
    performedAt: performedAt.toISOString(),
    description: description ?? undefined,
  };
  return { call, subject: `asset/${assetId}` };
}

const fault = (field: string, message: string): UserError => ({ field: [field], code: 'BAD_USER_INPUT', message });

const serviceFaults = ({ service }: CreateMaintenanceRecordInput): UserError[] =>
  service === 'MAINTIO' ? [] : [fault('service', `service: ${service} keeps none: it must be MAINTIO or UNIASSET`)];

const futureFaults = ({ clock }: Place, { performedAt }: CreateMaintenanceRecordInput): UserError[] =>
  performedAt > clock.now() ? [fault('performedAt', 'performedAt must not be in the future')] : [];

const costlessFaults = ({ cost }: CreateMaintenanceRecordInput): UserError[] =>
  cost ? [fault('cost', 'cost: Maint.io keeps none: leave it out, or write the record in UNIASSET')] : [];

function costFaults({ connection: { currency } }: Place, { cost }: CreateMaintenanceRecordInput): UserError[] {
  if (!cost) return [];
  if (cost.amountMinor < 0) return [fault('cost', 'cost must not be negative')];
  return cost.currency === currency
    ? []
    : [fault('cost', `cost must be in ${currency}, the currency of UniAsset here`)];
}
