/** Work orders, maintenance records, tags, people, and what comes from the field: one row a record. */
import type { Transaction } from '../../database/database.ts';
import type { Service } from '../../domain/records.ts';
import type {
  AssignmentRecord,
  MaintenanceRecordRecord,
  PersonRecord,
  PositionRecord,
  SignalRecord,
  TagRecord,
} from '../../domain/work-records.ts';
import { assignmentEntity, positionEntity, signalEntity } from '../model/field-data.ts';
import { maintenanceRecordEntity } from '../model/maintenance-record.ts';
import { personEntity } from '../model/person.ts';
import { tagEntity } from '../model/tag.ts';
import type { AssetReferences } from './asset-references.ts';
import { recordsOf, type Changed } from './changed-records.ts';
import type { Origin, SourceUpdate } from './source-records.ts';
import { upsertRows } from './upsert.ts';
import { projectWorkOrders } from './work-orders.ts';

export async function projectWork(
  tx: Transaction,
  origin: Origin,
  updates: readonly SourceUpdate[],
  assets: AssetReferences,
): Promise<void> {
  const { tenantId, service } = origin;
  await projectWorkOrders(tx, origin, recordsOf(updates, 'workOrder'), assets);
  await upsertRows(tx, personEntity, tenantId, recordsOf(updates, 'person'), personRow);
  const done = recordsOf(updates, 'maintenanceRecord');
  await upsertRows(tx, maintenanceRecordEntity, tenantId, done, (each) => maintenanceRow(service, assets, each));
  await upsertRows(tx, tagEntity, tenantId, recordsOf(updates, 'tag'), (each) => tagRow(assets, each));
  const assignments = recordsOf(updates, 'assignment');
  await upsertRows(tx, assignmentEntity, tenantId, assignments, (each) => assignmentRow(assets, each));
  const positions = recordsOf(updates, 'position');
  await upsertRows(tx, positionEntity, tenantId, positions, (each) => positionRow(assets, each));
  await upsertRows(tx, signalEntity, tenantId, recordsOf(updates, 'signal'), (each) => signalRow(assets, each));
}

const personRow = ({ id, record: { name, email, role } }: Changed<PersonRecord>) => ({ id, name, email, role });

const maintenanceRow = (
  service: Service,
  assets: AssetReferences,
  { id, record }: Changed<MaintenanceRecordRecord>,
) => ({
  id,
  service,
  ...assets.of(record.assetId),
  type: record.type,
  description: record.description,
  performedAt: record.performedAt,
  costMinor: record.cost?.amountMinor ?? null,
  currency: record.cost?.currency ?? null,
});

const tagRow = (assets: AssetReferences, { id, externalId, record }: Changed<TagRecord>) => ({
  id,
  code: externalId,
  state: record.state,
  ...assets.ofOptional(record.assetId),
});

const assignmentRow = (assets: AssetReferences, { id, record }: Changed<AssignmentRecord>) => ({
  id,
  ...assets.of(record.assetId),
  assignedToEmail: record.assignedToEmail,
  place: record.locationId,
  assignedAt: record.assignedAt,
});

const positionRow = (assets: AssetReferences, { id, record }: Changed<PositionRecord>) => ({
  id,
  ...assets.of(record.assetId),
  latitude: record.latitude.toFixed(),
  longitude: record.longitude.toFixed(),
  accuracyMetres: record.accuracyMetres?.toFixed() ?? null,
  reportedAt: record.reportedAt,
});

const signalRow = (assets: AssetReferences, { id, record }: Changed<SignalRecord>) => ({
  id,
  ...assets.ofOptional(record.assetId),
  deviceId: record.deviceId,
  source: record.source,
  signalType: record.signalType,
  severity: record.severity,
  numericValue: record.numericValue?.toFixed() ?? null,
  textValue: record.textValue,
  booleanValue: record.booleanValue,
  receivedAt: record.receivedAt,
});
