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
  | 'maintio_asset'
  | 'maintio_tag'
  | 'maintio_record'
  | 'uniasset_asset'
  | 'uniasset_assignment'
  | 'uniasset_maintenance'
  | 'uniasset_position'
  | 'uniasset_signal'
  | 'uniasset_expiry';

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
  table: 'maintainkit_part' | 'maintainkit_location',
  organizationId: string,
): Promise<Map<string, number>> {
  const name = table === 'maintainkit_part' ? 'sku' : 'name';
  const found = await client.query<{ name: string; id: number }>(
    `select ${name} as name, id from sandbox.${table} where organization_id = $1`,
    [organizationId],
  );
  return new Map(found.rows.map((row) => [row.name, row.id]));
}
