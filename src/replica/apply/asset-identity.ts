/** Which asset each record tells of, and what hangs on a record following it from one asset to another. */
import { Prisma } from '../../database/generated/client.ts';
import type { Transaction } from '../../database/database.ts';
import { assetIdByRecordId } from '../../domain/identity.ts';
import { services } from '../../domain/records.ts';
import { actionEntity } from '../model/action.ts';
import { alertEntity } from '../model/alert.ts';
import { assetEntity } from '../model/asset.ts';
import type { Entity } from '../model/entity.ts';
import { failureModeEntity } from '../model/failure-mode.ts';
import { assignmentEntity, positionEntity, signalEntity } from '../model/field-data.ts';
import { inspectionEntity } from '../model/inspection.ts';
import { maintenanceRecordEntity } from '../model/maintenance-record.ts';
import { riskAssessmentEntity } from '../model/risk-assessment.ts';
import { tagEntity } from '../model/tag.ts';
import { workOrderEntity } from '../model/work-order.ts';
import type { Neighbourhood } from './asset-neighbourhood.ts';
import { touching } from './touched.ts';

/** What names an asset, by the record that its service named. */
const children: readonly Entity[] = [
  inspectionEntity,
  failureModeEntity,
  actionEntity,
  riskAssessmentEntity,
  alertEntity,
  workOrderEntity,
  maintenanceRecordEntity,
  tagEntity,
  assignmentEntity,
  positionEntity,
  signalEntity,
];

/** A record that now tells of another asset; `from` is null where it told of none. */
export interface Moved {
  recordId: string;
  from: string | null;
  to: string;
}

export async function assignRecords(
  tx: Transaction,
  tenantId: string,
  { records, decisions }: Neighbourhood,
): Promise<{ assetIdOf: Map<string, string>; moved: Moved[] }> {
  const assetIdOf = assetIdByRecordId(records, decisions, services);
  const moved = records.flatMap(({ id, assetId }) => {
    const to = assetIdOf.get(id) ?? id;
    return to === assetId ? [] : [{ recordId: id, from: assetId, to }];
  });
  if (moved.length > 0) {
    await tx.$executeRaw`
      insert into asset_identity (record_id, tenant_id, asset_id)
      select m.id, ${tenantId}, m.asset from unnest(${moved.map(({ recordId }) => recordId)}::text[],
        ${moved.map(({ to }) => to)}::text[]) as m(id, asset)
      on conflict (record_id) do update set asset_id = excluded.asset_id`;
  }
  return { assetIdOf, moved };
}

/** Everything that was stated of these records goes to the assets they tell of now. */
export async function moveChildren(tx: Transaction, tenantId: string, recordIds: readonly string[]): Promise<void> {
  for (const child of children) await follow(tx, tenantId, recordIds, child, 'asset_id', 'asset_record_id');
  await follow(tx, tenantId, recordIds, assetEntity, 'parent_id', 'parent_record_id');
}

async function follow(
  tx: Transaction,
  tenantId: string,
  recordIds: readonly string[],
  entity: Entity,
  asset: string,
  record: string,
): Promise<void> {
  const [target, assetColumn, recordColumn] = [Prisma.raw(entity.table), Prisma.raw(asset), Prisma.raw(record)];
  const written = tx.$queryRaw<{ id: string }[]>`
    update ${target} c set ${assetColumn} = coalesce(i.asset_id, k.id)
    from unnest(${recordIds as string[]}::text[]) as k(id) left join asset_identity i on i.record_id = k.id
    where c.tenant_id = ${tenantId} and c.${recordColumn} = k.id
      and c.${assetColumn} is distinct from coalesce(i.asset_id, k.id)
    returning c.id`;
  await touching(tx, entity, written);
}

/** The asset that each of these records tells of; a record that is not there yet will be its own asset. */
export async function assetsOfRecords(
  tx: Transaction,
  tenantId: string,
  recordIds: Iterable<string | null>,
): Promise<(recordId: string) => string> {
  const wanted = [...new Set(recordIds)].filter((id) => id !== null);
  if (wanted.length === 0) return (recordId) => recordId;
  const rows = await tx.assetIdentity.findMany({
    where: { tenantId, recordId: { in: wanted } },
    select: { recordId: true, assetId: true },
  });
  const assetIds = new Map(rows.map(({ recordId, assetId }) => [recordId, assetId]));
  return (recordId) => assetIds.get(recordId) ?? recordId;
}
