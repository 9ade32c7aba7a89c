import { onlyRow } from '../database.ts';
import type { Change } from '../webhook-outbox.ts';
import { announce } from './announce.ts';
import { notFound } from './errors.ts';

/** A management-of-change request. It has events but no endpoint: only its webhook is documented. */
export interface ManagementOfChange {
  /** Absent for a new one. */
  id?: string;
  assetId?: string;
  title?: string;
  status: string;
}

interface Row {
  id: string;
  asset_id: string | null;
  title: string;
  status: string;
}

const columns = 'id, asset_id, title, status';

/** Starts a management-of-change, or moves one on, as its workflow would. Announces moc.status_changed. */
export async function changeManagementOfChange(
  change: Change,
  organizationId: string,
  request: ManagementOfChange,
): Promise<{ id: string }> {
  const before = request.id === undefined ? null : await findRow(change, organizationId, request.id);
  const after =
    before === null ? await insertRow(change, organizationId, request) : { ...before, status: request.status };
  if (before?.status === after.status) return { id: after.id };
  await change.client.query(`update sandbox.reliatic_moc set status = $3 where organization_id = $1 and id = $2`, [
    organizationId,
    after.id,
    after.status,
  ]);
  await announce(change, organizationId, 'moc.status_changed', after.id, before, after);
  return { id: after.id };
}

async function findRow(change: Change, organizationId: string, id: string): Promise<Row> {
  const found = await change.client.query<Row>(
    `select ${columns} from sandbox.reliatic_moc where organization_id = $1 and id = $2 for update`,
    [organizationId, id],
  );
  const row = found.rows[0];
  if (row === undefined) throw notFound('The management of change');
  return row;
}

async function insertRow(change: Change, organizationId: string, request: ManagementOfChange): Promise<Row> {
  const inserted = await change.client.query<Row>(
    `insert into sandbox.reliatic_moc (organization_id, asset_id, title, status) values ($1, $2, $3, $4)
     returning ${columns}`,
    [organizationId, request.assetId ?? null, request.title ?? 'Management of change', request.status],
  );
  return onlyRow(inserted);
}
