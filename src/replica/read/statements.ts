/**
 * The three statements of the read model. Each answers with ONE value, the JSON text of all its rows: PostgreSQL
 * builds it faster than a driver reads columns, and one JSON.parse makes all objects.
 */
import { Prisma, type PrismaClient } from '../../database/generated/client.ts';
import { isStorable } from '../model/conditions.ts';
import type { Entity } from '../model/entity.ts';
import { conditionsOf, pageSql, type PageRequest, type Placed } from './page.ts';
import type { Shape } from './shape.ts';

type Answer = [{ json: string }];

async function ask<Result>(prisma: PrismaClient, statement: Prisma.Sql): Promise<Result> {
  const [row] = await prisma.$queryRaw<Answer>(statement);
  return JSON.parse(row.json) as Result;
}

/** Rows by the value of a unique column, in no order. */
export function rowsByKey<Row>(
  prisma: PrismaClient,
  tenantId: string,
  source: Entity,
  keyColumn: string,
  shape: Shape<Row>,
  keys: readonly string[],
  condition: Prisma.Sql = Prisma.empty,
): Promise<Record<string, Row>> {
  const table = Prisma.raw(source.table);
  const key = Prisma.raw(`t.${keyColumn}`);
  return ask(
    prisma,
    Prisma.sql`select coalesce(json_object_agg(r."$key", r."$row"), '{}')::text as json from (
      select ${key} as "$key", (select to_json(c) from (select ${shape.columns}) c) as "$row"
      from ${table} t where t.tenant_id = ${tenantId} and ${key} = any(${keys.filter(isStorable)}::text[]) ${condition}) r`,
  );
}

/** One page of all rows of the tenant. */
export function pageOfAll<Row>(
  prisma: PrismaClient,
  tenantId: string,
  source: Entity,
  shape: Shape<Row>,
  request: PageRequest,
): Promise<Placed<Row>[]> {
  const { cursorColumn, tail } = pageSql(source, request);
  const table = Prisma.raw(source.table);
  return ask(
    prisma,
    Prisma.sql`select coalesce(json_agg(r), '[]')::text as json from (
      select ${shape.columns}${cursorColumn} from ${table} t where t.tenant_id = ${tenantId} ${tail}) r`,
  );
}

/** One page for each parent, by the parent's id: a lateral join, since a limit must count per parent. */
export function pagesByParent<Row>(
  prisma: PrismaClient,
  tenantId: string,
  source: Entity,
  parentColumn: string,
  shape: Shape<Row>,
  request: PageRequest,
  parents: readonly string[],
): Promise<Record<string, Placed<Row>[]>> {
  const { cursorColumn, tail } = pageSql(source, request);
  const table = Prisma.raw(source.table);
  const parent = Prisma.raw(`t.${parentColumn}`);
  return ask(
    prisma,
    Prisma.sql`select coalesce(json_object_agg(k.id, c.rows), '{}')::text as json
      from unnest(${parents}::text[]) as k(id) cross join lateral (
        select coalesce(json_agg(r), '[]') as rows from (
          select ${shape.columns}${cursorColumn} from ${table} t
          where t.tenant_id = ${tenantId} and ${parent} = k.id ${tail}) r) c`,
  );
}

export async function countAll(
  prisma: PrismaClient,
  tenantId: string,
  source: Entity,
  filter: object | null,
): Promise<number> {
  const conditions = [Prisma.sql`t.tenant_id = ${tenantId}`, ...conditionsOf(source, filter)];
  const table = Prisma.raw(source.table);
  return ask(
    prisma,
    Prisma.sql`select count(*)::text as json from ${table} t where ${Prisma.join(conditions, ' and ')}`,
  );
}

export function countsByParent(
  prisma: PrismaClient,
  tenantId: string,
  source: Entity,
  parentColumn: string,
  filter: object | null,
  parents: readonly string[],
): Promise<Record<string, number>> {
  const parent = Prisma.raw(`t.${parentColumn}`);
  const conditions = [
    Prisma.sql`t.tenant_id = ${tenantId} and ${parent} = any(${parents}::text[])`,
    ...conditionsOf(source, filter),
  ];
  const table = Prisma.raw(source.table);
  return ask(
    prisma,
    Prisma.sql`select coalesce(json_object_agg(c.id, c.count), '{}')::text as json from (
      select ${parent} as id, count(*) as count from ${table} t
      where ${Prisma.join(conditions, ' and ')} group by 1) c`,
  );
}
