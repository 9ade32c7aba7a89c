/** Work orders, maintenance records, tags, people, and what comes from the field: one row a record. */
import type { Transaction } from '../../database/database.ts';
import type {
  AssignmentRecord,
  MaintenanceRecordRecord,
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
  const people = recordsOf(updates, 'person').map(({ id, record: { name, email, role } }) => ({
    id,
    name,
    email,
    role,
  }));
  await upsertRows(tx, personEntity, tenantId, people);
  const done = recordsOf(updates, 'maintenanceRecord').map((each) => ({ service, ...maintenanceRow(assets, each) }));
  await upsertRows(tx, maintenanceRecordEntity, tenantId, done);
  const tags = recordsOf(updates, 'tag').map((each) => tagRow(assets, each));
  await upsertRows(tx, tagEntity, tenantId, tags);
  const assignments = recordsOf(updates, 'assignment').map((each) => assignmentRow(assets, each));
  await upsertRows(tx, assignmentEntity, tenantId, assignments);
  const positions = recordsOf(updates, 'position').map((each) => positionRow(assets, each));
  await upsertRows(tx, positionEntity, tenantId, positions);
  const signals = recordsOf(updates, 'signal').map((each) => signalRow(assets, each));
  await upsertRows(tx, signalEntity, tenantId, signals);
}

const maintenanceRow = (assets: AssetReferences, { id, record }: Changed<MaintenanceRecordRecord>) => ({
  id,
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
