import type { Change } from '../webhook-outbox.ts';
import { announce } from './announce.ts';
import {
  assetColumns,
  assetData,
  assignmentColumns,
  assignmentData,
  maintenanceColumns,
  maintenanceData,
  type AssetRow,
  type AssignmentRow,
  type MaintenanceRow,
} from './rows.ts';

/**
 * Announces all assets, assignments and maintenance records once more, oldest first and with the times at which they
 * came, as the resend of a webhook settings page would. Nothing can be read from UniAsset, so this is how a receiver
 * that came late learns what is there. Answers how much that was.
 */
export async function announceEverything(change: Change, organizationId: string): Promise<number> {
  const rowsOf = async <Row extends object>(table: string, columns: string): Promise<Row[]> => {
    const found = await change.client.query<Row>(
      `select ${columns} from sandbox.${table} where organization_id = $1 order by position`,
      [organizationId],
    );
    return found.rows;
  };
  const assets = await rowsOf<AssetRow>('uniasset_asset', assetColumns);
  const assignments = await rowsOf<AssignmentRow>('uniasset_assignment', assignmentColumns);
  const records = await rowsOf<MaintenanceRow>('uniasset_maintenance', maintenanceColumns);
  for (const row of assets) await announce(change, organizationId, 'asset.created', row.created_at, assetData(row));
  for (const row of assignments) {
    await announce(change, organizationId, 'assignment.changed', row.changed_at, assignmentData(row));
  }
  for (const row of records) {
    await announce(change, organizationId, 'maintenance.created', row.created_at, maintenanceData(row));
  }
  return assets.length + assignments.length + records.length;
}
