/** One asset out of what several services state of it: for each field the first service, by precedence, that says something. */
import type { Service } from './records.ts';

/** The fields of an asset that services state. */
export const statedFields = [
  'tagNumber',
  'name',
  'description',
  'type',
  'lifecycle',
  'operational',
  'manufacturer',
  'model',
  'serialNumber',
  'barcode',
  'location',
] as const;
export type StatedField = (typeof statedFields)[number];

/** What one service's record says; null and UNKNOWN are silence. */
export type Statement = Record<StatedField, string | null> & { service: Service; externalId: string };

/** A tenant's own orders of services, for the fields that it has one for. */
export type Precedence = Partial<Record<StatedField, readonly Service[]>>;

export interface StatedValue {
  service: Service;
  value: string;
}

const isSaid = (value: string | null): value is string => value !== null && value !== 'UNKNOWN';

/** All services, the one that counts first for the field first: the tenant's own, and the others as they come. */
export function servicesInOrder(field: StatedField, order: readonly Service[], precedence: Precedence): Service[] {
  const preferred = precedence[field] ?? [];
  return [...preferred, ...order.filter((service) => !preferred.includes(service))];
}

/** The statements about a field that say something, the one that counts first. */
export function statementsOf<Each extends Statement>(
  records: readonly Each[],
  field: StatedField,
  order: readonly Service[],
  precedence: Precedence,
): Each[] {
  const inOrder = servicesInOrder(field, order, precedence);
  const rank = (service: Service) => inOrder.indexOf(service);
  return records
    .filter((record) => isSaid(record[field]))
    .toSorted((left, right) => rank(left.service) - rank(right.service) || compareIds(left, right));
}

const compareIds = (left: Statement, right: Statement): number =>
  left.externalId < right.externalId ? -1 : Number(left.externalId > right.externalId);

/** The golden value of each field; null where no service says anything. */
export function goldenFields(
  records: readonly Statement[],
  order: readonly Service[],
  precedence: Precedence,
): Record<StatedField, string | null> {
  const values = statedFields.map((field) => [
    field,
    statementsOf(records, field, order, precedence)[0]?.[field] ?? null,
  ]);
  return Object.fromEntries(values) as Record<StatedField, string | null>;
}

/** Fields on which two services say different things. */
export function conflictsOf(
  records: readonly Statement[],
  order: readonly Service[],
  precedence: Precedence,
): { field: StatedField; values: StatedValue[] }[] {
  return statedFields.flatMap((field) => {
    const values = statementsOf(records, field, order, precedence).flatMap((record) => {
      const value = record[field];
      return value === null ? [] : [{ service: record.service, value }];
    });
    return new Set(values.map(({ value }) => value)).size > 1 ? [{ field, values }] : [];
  });
}
