/** Work orders with the people and parts that they name. */
import type { Transaction } from '../../database/database.ts';
import type { WorkOrderRecord } from '../../domain/work-records.ts';
import type { Entity } from '../model/entity.ts';
import { personEntity } from '../model/person.ts';
import { stockLocationEntity } from '../model/stock.ts';
import { workOrderAssigneeEntity, workOrderEntity, workOrderPartEntity } from '../model/work-order.ts';
import type { AssetReferences } from './asset-references.ts';
import type { Changed } from './changed-records.ts';
import { optionalReference, reference } from './identity.ts';
import type { Origin } from './source-records.ts';
import { touch } from './touched.ts';
import { deleteOthers, deleteRows, upsertRows } from './upsert.ts';

export async function projectWorkOrders(
  tx: Transaction,
  origin: Origin,
  workOrders: readonly Changed<WorkOrderRecord>[],
  assets: AssetReferences,
): Promise<void> {
  if (workOrders.length === 0) return;
  const { tenantId } = origin;
  await upsertRows(tx, workOrderEntity, tenantId, workOrders, (each) => workOrderRow(origin, assets, each));
  const known = workOrders.flatMap(({ id, isNew }) => (isNew ? [] : [id]));
  const assignees = workOrders.flatMap((each) => assigneeRows(origin, each));
  await replaceOwned(tx, tenantId, workOrderAssigneeEntity, known, assignees);
  const parts = workOrders.flatMap((each) => partRows(origin, each));
  await replaceOwned(tx, tenantId, workOrderPartEntity, known, parts);
}

/** Work orders that their service no longer has, with the people and parts that they named. */
export async function removeWorkOrders(tx: Transaction, tenantId: string, ids: readonly string[]): Promise<void> {
  const owned = { ownerColumn: 'work_order_id', owners: ids, kept: [] };
  await deleteOthers(tx, workOrderAssigneeEntity, tenantId, owned);
  await deleteOthers(tx, workOrderPartEntity, tenantId, owned);
  await deleteRows(tx, workOrderEntity, tenantId, ids);
}

/** What stands no longer in a work order that was known leaves it. What changes in it changes the work order. */
async function replaceOwned(
  tx: Transaction,
  tenantId: string,
  target: Entity,
  owners: readonly string[],
  rows: readonly { id: string; workOrderId: string }[],
): Promise<void> {
  const kept = rows.map(({ id }) => id);
  const less = await deleteOthers(tx, target, tenantId, { ownerColumn: 'work_order_id', owners, kept });
  const written = new Set(await upsertRows(tx, target, tenantId, rows, (row) => row));
  const more = rows.filter(({ id }) => written.has(id)).map(({ workOrderId }) => workOrderId);
  touch(tx, workOrderEntity, [...less, ...more]);
}

const workOrderRow = (origin: Origin, assets: AssetReferences, { id, record }: Changed<WorkOrderRecord>) => ({
  id,
  service: origin.service,
  number: record.number,
  title: record.title,
  description: record.description,
  status: record.status,
  priority: record.priority,
  type: record.type,
  ...assets.ofOptional(record.assetId),
  locationId: optionalReference(origin, stockLocationEntity, record.locationId),
  parentId: optionalReference(origin, workOrderEntity, record.parentId),
  dueDate: record.dueAt,
  startedAt: record.startedAt,
  completedAt: record.completedAt,
  createdAt: record.createdAt,
  updatedAt: record.updatedAt,
  estimatedHours: record.estimatedHours?.toFixed() ?? null,
  categories: record.categories,
});

const assigneeRows = (origin: Origin, { id, externalId, record }: Changed<WorkOrderRecord>) =>
  [...new Set(record.assigneeIds)].map((personId) => ({
    id: reference(origin, workOrderAssigneeEntity, `${externalId}:${personId}`),
    workOrderId: id,
    personId: reference(origin, personEntity, personId),
  }));

const partRows = (origin: Origin, { id, externalId, record }: Changed<WorkOrderRecord>) =>
  record.parts.map((part, index) => ({
    id: reference(origin, workOrderPartEntity, `${externalId}:${index}`),
    workOrderId: id,
    name: part.name,
    quantity: part.quantity.toFixed(),
    unitCostMinor: part.unitCost?.amountMinor ?? null,
    currency: part.unitCost?.currency ?? null,
  }));
