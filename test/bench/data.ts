/** The benchmark's data, straight into the canonical tables: the same rows with the same ids on every run. */
import pg from 'pg';
import { pino } from 'pino';
import { openDatabase } from '../../src/database/database.ts';
import { createApiKey } from '../../src/tenancy/api-keys.ts';
import { ensureTenant } from '../../src/tenancy/tenants.ts';

export interface DataSize {
  tenants: number;
  assetsPerTenant: number;
  partsPerTenant: number;
}

export interface BenchTenant {
  id: string;
  apiKey: string;
  /** In the order of their tag numbers. */
  assetIds: string[];
}

export async function generateData(databaseUrl: string, size: DataSize): Promise<BenchTenant[]> {
  const tenants = await createTenants(databaseUrl, size.tenants);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(functions);
    for (const statement of assetStatements) await client.query(statement, [size.assetsPerTenant]);
    for (const statement of partStatements) await client.query(statement, [size.partsPerTenant]);
    await client.query('vacuum analyze');
    const { rows } = await client.query<{ tenantId: string; assetIds: string[] }>(
      `select tenant_id as "tenantId", array_agg(id order by tag_number) as "assetIds" from asset group by 1`,
    );
    const assetIdsByTenant = new Map(rows.map(({ tenantId, assetIds }) => [tenantId, assetIds]));
    return tenants.map((tenant) => ({ ...tenant, assetIds: assetIdsByTenant.get(tenant.id) ?? [] }));
  } finally {
    await client.end();
  }
}

async function createTenants(databaseUrl: string, count: number): Promise<{ id: string; apiKey: string }[]> {
  await using database = openDatabase({ url: databaseUrl, logger: pino({ level: 'silent' }) });
  const tenants = [];
  for (let number = 1; number <= count; number += 1) {
    const { id } = await ensureTenant(database.prisma, { slug: `bench-${number}`, name: `Plant ${number}` });
    const key = `mg_${String(number).padStart(43, '0')}`;
    await createApiKey(database.prisma, { tenantId: id, name: 'benchmark', access: 'read', key });
    tenants.push({ id, apiKey: key });
  }
  return tenants;
}

/** `bench_id` has the form of the graph's ids; `pick` takes the element that a number falls on. */
const functions = `
  create function pg_temp.bench_id(prefix text, tenant text, number int) returns text language sql immutable
    return prefix || '_' || substr(md5(prefix || tenant || number), 1, 26);
  create function pg_temp.pick(words text[], number int) returns text language sql immutable
    return words[1 + number % array_length(words, 1)];`;

/** $1: assets a tenant. n counts the assets of a tenant, k the children of an asset, m all children of a tenant. */
const assetStatements = [
  `insert into asset (id, tenant_id, tag_number, name, description, type, lifecycle, operational, manufacturer, model,
     serial_number, location, parent_id, remaining_life_years)
   select pg_temp.bench_id('ast', t.id, n), t.id, 'EQ-' || lpad(n::text, 5, '0'),
     pg_temp.pick('{Pump,Compressor,Heat exchanger,Vessel,Conveyor drive,Gearbox,Boiler feed line}', n) || ' ' || n,
     'Line ' || n % 12 || ', bay ' || n % 31, pg_temp.pick('{ROTATING,VESSEL,HEAT_EXCHANGER,PIPING,TANK}', n),
     'ACTIVE', pg_temp.pick('{RUNNING,RUNNING,RUNNING,DOWN}', n), pg_temp.pick('{Atlas,Norden,Kestrel}', n),
     'M' || n % 40, 'SN-' || n, 'Hall ' || n % 6,
     case when n > 50 then pg_temp.bench_id('ast', t.id, 1 + n % 50) end, (n % 300) / 10.0
   from tenant t, generate_series(1, $1::int) n`,

  `insert into failure_mode (id, tenant_id, asset_id, description, effect, cause, severity, occurrence, detection, rpn,
     stated_rpn, priority)
   select pg_temp.bench_id('fmo', t.id, m), t.id, pg_temp.bench_id('ast', t.id, n),
     pg_temp.pick('{Seal leaks,Bearing seizes,Tube fouls,Wall thins,Coupling shears,Motor overheats}', m) || ' (' || k || ')',
     'Production stops', 'Wear', s, o, d, s * o * d, s * o * d,
     case when s * o * d >= 200 then 'CRITICAL' when s * o * d >= 125 or s >= 9 then 'HIGH'
       when s * o * d >= 60 then 'MEDIUM' else 'LOW' end
   from tenant t, generate_series(1, $1::int) n, generate_series(1, 5) k, lateral (
     select n * 5 + k as m, 1 + (n * 7 + k * 3) % 10 as s, 1 + (n * 3 + k) % 10 as o, 1 + (n + k * 7) % 10 as d) r`,

  `insert into inspection (id, tenant_id, asset_id, type, date, inspector_name, effectiveness, coverage_percent, thickness_mm)
   select pg_temp.bench_id('ins', t.id, m), t.id, pg_temp.bench_id('ast', t.id, n),
     pg_temp.pick('{VISUAL_EXTERNAL,ULTRASONIC_MANUAL,RADIOGRAPHY,DYE_PENETRANT}', m), date '2020-01-01' + (m * 37) % 2000,
     pg_temp.pick('{Ana Ruiz,Bo Lindqvist,Chidi Okafor,Dana Weiss}', n + k), pg_temp.pick('{A,B,C,D,E}', m),
     m % 101, 5 + (m % 200) / 10.0
   from tenant t, generate_series(1, $1::int) n, generate_series(1, 4) k, lateral (select n * 4 + k as m) r`,

  `insert into action (id, tenant_id, asset_id, title, status, priority, due_date)
   select pg_temp.bench_id('act', t.id, m), t.id, pg_temp.bench_id('ast', t.id, n),
     pg_temp.pick('{Replace the seal,Realign the coupling,Clean the tubes,Measure the wall again}', m) || ' (' || k || ')',
     pg_temp.pick('{DRAFT,PROPOSED,APPROVED,IN_PROGRESS,COMPLETED,CANCELLED}', m),
     pg_temp.pick('{LOW,MEDIUM,HIGH,CRITICAL}', n + k), case when m % 10 > 0 then date '2025-01-01' + (m * 41) % 900 end
   from tenant t, generate_series(1, $1::int) n, generate_series(1, 3) k, lateral (select n * 3 + k as m) r`,

  `insert into risk_assessment (id, tenant_id, asset_id, probability_of_failure, consequence_of_failure, cell, level,
     matrix_version, assessed_at, is_current)
   select pg_temp.bench_id('rsk', t.id, n * 2 + k), t.id, pg_temp.bench_id('ast', t.id, n), p, c,
     p || substr('ABCDE', c, 1), pg_temp.pick('{LOW,MEDIUM,MEDIUM_HIGH,HIGH}', p + c), 'API 581',
     timestamptz '2024-01-01T00:00Z' + make_interval(days => n % 300 + k * 100), k = 2
   from tenant t, generate_series(1, $1::int) n, generate_series(1, 2) k, lateral (
     select 1 + (n + k) % 5 as p, 1 + (n * 3 + k) % 5 as c) r`,
];

/** $1: parts a tenant. */
const partStatements = [
  `insert into part (id, tenant_id, sku, name, unit, reorder_point, unit_cost_minor, currency, on_hand, is_low)
   select pg_temp.bench_id('prt', t.id, n), t.id, 'SKU-' || lpad(n::text, 5, '0'),
     pg_temp.pick('{Seal kit,Bearing,Filter,Gasket,Belt}', n) || ' ' || n, 'each', 20, 1000 + n, 'USD', 3 * (n % 40), false
   from tenant t, generate_series(1, $1::int) n`,

  `insert into stock_location (id, tenant_id, name)
   select pg_temp.bench_id('loc', t.id, k), t.id, 'Store ' || k from tenant t, generate_series(1, 3) k
   where $1::int > 0`,

  `insert into stock_level (id, tenant_id, part_id, location_id, on_hand, reported_on_hand)
   select pg_temp.bench_id('lvl', t.id, n * 3 + k), t.id, pg_temp.bench_id('prt', t.id, n),
     pg_temp.bench_id('loc', t.id, k), (n * k % 800) / 8.0, (n * k % 800) / 8.0
   from tenant t, generate_series(1, $1::int) n, generate_series(1, 3) k`,
];
