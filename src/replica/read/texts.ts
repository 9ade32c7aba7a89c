/**
 * The statements of the read model for rows that an answer takes in as they are: PostgreSQL writes the JSON, and
 * nothing in between reads it. Every answer is ONE text: a line for each key, the key and its rows between tabs. JSON
 * escapes both characters in strings and has them nowhere else.
 */
import { Prisma, type PrismaClient } from '../../database/generated/client.ts';
import { isStorable } from '../model/conditions.ts';
import type { Entity } from '../model/entity.ts';
import { pageSql, type PageRequest } from './page.ts';
import type { Shape } from './shape.ts';

async function linesOf(prisma: PrismaClient, statement: Prisma.Sql): Promise<string[]> {
  const [row] = await prisma.$queryRaw<[{ text: string | null }]>(statement);
  return row.text === null ? [] : row.text.split('\n');
}

/** PostgreSQL and JavaScript write a string as the same JSON, so a key needs no reading to be found again. */
export const textKey = (key: string): string => JSON.stringify(key);

/** The row's text by the key's JSON. */
export async function textByKey(
  prisma: PrismaClient,
  tenantId: string,
  source: Entity,
  keyColumn: string,
  shape: Shape<string>,
  keys: readonly string[],
  condition: Prisma.Sql = Prisma.empty,
): Promise<Map<string, string>> {
  const table = Prisma.raw(source.table);
  const key = Prisma.raw(`t.${keyColumn}`);
  const lines = await linesOf(
    prisma,
    Prisma.sql`select string_agg(to_json(r."$key")::text || E'\\t' || r."$row", E'\\n') as text from (
      select ${key} as "$key", (select row_to_json(c)::text from (select ${shape.columns}) c) as "$row"
      from ${table} t where t.tenant_id = ${tenantId} and ${key} = any(${keys.filter(isStorable)}::text[]) ${condition}) r`,
  );
  return new Map(lines.map((line) => [line.slice(0, line.indexOf('\t')), line.slice(line.indexOf('\t') + 1)]));
}

/** The texts of one page of all rows of the tenant. */
export function pageOfTexts(
  prisma: PrismaClient,
  tenantId: string,
  source: Entity,
  shape: Shape<string>,
  request: PageRequest,
): Promise<string[]> {
  const { tail } = pageSql(source, request);
  const table = Prisma.raw(source.table);
  return linesOf(
    prisma,
    Prisma.sql`select string_agg(row_to_json(r)::text, E'\\n') as text from (
      select ${shape.columns} from ${table} t where t.tenant_id = ${tenantId} ${tail}) r`,
  );
}

/** The texts of one page for each parent, by the JSON of the parent's id. */
export async function textsByParent(
  prisma: PrismaClient,
  tenantId: string,
  source: Entity,
  parentColumn: string,
  shape: Shape<string>,
  request: PageRequest,
  parents: readonly string[],
): Promise<Map<string, string[]>> {
  const { tail } = pageSql(source, request);
  const table = Prisma.raw(source.table);
  const parent = Prisma.raw(`t.${parentColumn}`);
  const lines = await linesOf(
    prisma,
    Prisma.sql`select string_agg(to_json(k.id)::text || c.rows, E'\\n') as text
      from unnest(${parents}::text[]) as k(id) cross join lateral (
        select coalesce(string_agg(E'\\t' || row_to_json(r)::text, ''), '') as rows from (
          select ${shape.columns} from ${table} t
          where t.tenant_id = ${tenantId} and ${parent} = k.id ${tail}) r) c`,
  );
  return new Map(
    lines.map((line) => {
      const [key, ...texts] = line.split('\t');
      return [key ?? '', texts];
    }),
  );
}
