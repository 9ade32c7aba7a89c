import type pg from 'pg';

/** Tables the demo plant fills, past the REST services: history tells nobody. */
type Table =
  | 'reliatic_asset'
  | 'reliatic_inspection'
  | 'reliatic_failure_mode'
  | 'reliatic_action'
  | 'reliatic_risk_assessment'
  | 'maintainkit_part'
  | 'maintainkit_location'
  | 'maintainkit_movement'
  | 'maintainx_location'
  | 'maintainx_user'
  | 'maintainx_asset'
  | 'maintainx_work_order'
  | 'maintio_asset'
  | 'maintio_tag'
  | 'maintio_record'
  | 'uniasset_asset'
  | 'uniasset_assignment'
  | 'uniasset_maintenance'
  | 'uniasset_position'
  | 'uniasset_signal'
  | 'uniasset_expiry';

/** The column by which the plants know a row, where the database numbers the table. */
const nameColumns = {
  maintainkit_part: 'sku',
  maintainkit_location: 'name',
  maintainx_location: 'name',
  maintainx_user: 'email',
  maintainx_asset: 'serial_number',
} as const;

/** Inserts the rows in their order with one statement. Every row has the columns of the first. */
export async function insertRows(
  client: pg.PoolClient,
  table: Table,
  organizationId: string,
  rows: readonly object[],
): Promise<void> {
  const columns = Object.keys(rows[0] ?? {}).join(', ');
  if (columns === '') return;
  await client.query(
    `insert into sandbox.${table} (organization_id, ${columns})
     select $1, ${columns} from jsonb_populate_recordset(null::sandbox.${table}, $2::jsonb)`,
    [organizationId, JSON.stringify(rows)],
  );
}

/** The ids that the database gave, by the column that names the row. */
export async function idsByName(
  client: pg.PoolClient,
  table: keyof typeof nameColumns,
  organizationId: string,
): Promise<Map<string, number>> {
  const found = await client.query<{ name: string; id: number }>(
    `select ${nameColumns[table]} as name, id from sandbox.${table} where organization_id = $1`,
    [organizationId],
  );
  return new Map(found.rows.map((row) => [row.name, row.id]));
}
