/** The wire shapes of MaintainX's API, as its public OpenAPI states them; unknown fields are let pass, unknown words accepted. */
import * as z from 'zod';
import { workOrderStatuses } from '../../domain/work-records.ts';
import { Decimal, Instant, NativeId, nullable, Text, WordOf } from '../wire-values.ts';

export type WireRecord = Record<string, unknown>;
const Rows = z.array(z.unknown());
const NextCursor = nullable(z.string().min(1));

/** Rows are read one by one later, so that a bad one does not spoil the others. */
export const pageSchemas = {
  workorders: z.looseObject({ workOrders: Rows, nextCursor: NextCursor }),
  assets: z.looseObject({ assets: Rows, nextCursor: NextCursor }),
  locations: z.looseObject({ locations: Rows, nextCursor: NextCursor }),
  users: z.looseObject({ users: Rows, nextCursor: NextCursor }),
} as const;

const One = z.record(z.string(), z.unknown());
export const OneWorkOrder = z.looseObject({ workOrder: One });
export const OneAsset = z.looseObject({ asset: One });
export const Created = z.looseObject({ id: NativeId });

/** Reads say `{error}`, writes `{errors:[…]}`; a refused key has no body at all. */
export const ErrorBody = z.union([
  z.looseObject({ errors: z.array(z.looseObject({ error: z.string(), fieldPath: z.unknown().optional() })).min(1) }),
  z.looseObject({ error: z.string() }),
]);

const record = {
  id: NativeId,
  createdAt: nullable(Instant),
  updatedAt: nullable(Instant),
  deletedAt: nullable(Instant),
};

const People = z.array(z.object({ type: z.string(), id: NativeId }));

const Categories = z.array(z.unknown()).transform((words) => words.filter((word) => typeof word === 'string'));

const Parts = z.array(
  z.object({ id: nullable(NativeId), name: Text, unitCost: nullable(z.int()), quantityUsed: nullable(Decimal) }),
);

export const WorkOrderWire = z.object({
  ...record,
  sequentialId: nullable(NativeId),
  title: z.string(),
  description: Text,
  status: WordOf([...workOrderStatuses, 'CANCELED']),
  priority: WordOf(['NONE', 'LOW', 'MEDIUM', 'HIGH']),
  type: WordOf(['PREVENTIVE', 'REACTIVE', 'CYCLE_COUNT', 'OTHER']),
  assetId: nullable(NativeId),
  locationId: nullable(NativeId),
  parentId: nullable(NativeId),
  dueDate: nullable(Instant),
  startDate: nullable(Instant),
  completedAt: nullable(Instant),
  /** Seconds. */
  estimatedTime: nullable(Decimal),
  categories: nullable(Categories),
  assignees: nullable(People),
  parts: nullable(Parts),
});

export const AssetWire = z.object({
  ...record,
  name: z.string(),
  description: Text,
  parentId: nullable(NativeId),
  serialNumber: Text,
  barcode: Text,
  manufacturer: Text,
  model: Text,
  status: nullable(z.object({ status: WordOf(['ONLINE', 'OFFLINE', 'IGNORE']) })),
});

export const LocationWire = z.object({
  ...record,
  name: z.string(),
  description: Text,
  address: Text,
  parentId: nullable(NativeId),
  barcode: Text,
});

export const UserWire = z.object({ ...record, firstName: Text, lastName: Text, email: Text, role: Text });

const Deleted = z.looseObject({ id: NativeId, deletedAt: Instant });

/** What tells of a row that it is deleted; null for one that is not. */
export function readDeleted(row: unknown): z.infer<typeof Deleted> | null {
  const isMarked = typeof row === 'object' && row !== null && Reflect.get(row, 'deletedAt') != null;
  return isMarked ? (Deleted.safeParse(row).data ?? null) : null;
}
