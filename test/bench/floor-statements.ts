/** One statement a query, whose value is the whole answer's text. $1 is the tenant; of Q3, $2 is the asset. */
import type { QueryName } from './queries.ts';

/** A connection of children: the page of 50 that a connection answers with when no size is given. */
const nodes = (columns: string, fromWhereOrder: string) =>
  `json_build_object('nodes', (select coalesce(json_agg(c), '[]') from (
      select ${columns} ${fromWhereOrder} limit 50) c))`;

const ofAsset = (table: string) => `from ${table} x where x.tenant_id = t.tenant_id and x.asset_id = t.id`;

const assetWithChildren = `t.id, t.tag_number as "tagNumber", t.name,
  (select row_to_json(c) from (
    select x.cell, x.level, x.probability_of_failure as "probabilityOfFailure",
      x.consequence_of_failure as "consequenceOfFailure" ${ofAsset('risk_assessment')} and x.is_current) c) as "riskRanking",
  ${nodes(
    'x.id, x.description, x.severity, x.occurrence, x.detection, x.rpn, x.priority',
    `${ofAsset('failure_mode')} order by x.rpn desc, x.id desc`,
  )} as "failureModes",
  ${nodes(
    'x.id, x.type, x.date, x.inspector_name as "inspectorName", x.effectiveness',
    `${ofAsset('inspection')} order by x.date desc, x.id desc`,
  )} as "inspections",
  ${nodes(
    'x.id, x.title, x.status, x.priority, x.due_date as "dueDate"',
    `${ofAsset('action')} order by x.due_date, x.id`,
  )} as "actions"`;

const page = (field: string, columns: string, fromWhereOrder: string) =>
  `select '{"data":{"${field}":{"nodes":' || coalesce(json_agg(r)::text, '[]') || '}}}' as answer
   from (select ${columns} ${fromWhereOrder}) r`;

const firstAssets = 'from asset t where t.tenant_id = $1 order by t.tag_number, t.id limit 50';

export const floorStatements: Readonly<Record<QueryName, string>> = {
  Q1: page('assets', 't.id, t.tag_number as "tagNumber", t.name', firstAssets),
  Q2: page('assets', assetWithChildren, firstAssets),
  Q3: `select '{"data":{"asset":' || coalesce(row_to_json(r)::text, 'null') || '}}' as answer
   from (select $2::text as id) k left join lateral (
     select ${assetWithChildren} from asset t where t.tenant_id = $1 and t.id = k.id) r on true`,
  Q4: page(
    'parts',
    `t.sku, t.name, ${nodes(
      `json_build_object('name', l.name) as location, x.on_hand as "onHand"`,
      `from stock_level x join stock_location l on l.tenant_id = x.tenant_id and l.id = x.location_id
      where x.tenant_id = t.tenant_id and x.part_id = t.id order by x.location_id, x.id`,
    )} as "stockLevels"`,
    'from part t where t.tenant_id = $1 order by t.sku, t.id limit 100',
  ),
};
