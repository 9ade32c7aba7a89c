/** Search over the view `search_document`: by words and their beginnings, and by what is written nearly so. */
import { Prisma, type PrismaClient } from '../../database/generated/client.ts';
import { decodeCursor, type PageRequest, type Placed } from './page.ts';

export interface SearchRequest {
  query: SearchQuery;
  /** Words of `SearchType`. */
  types: readonly string[];
}

export interface SearchHit {
  id: string;
  /** The fields that match, in the order of the type. */
  matchedIn: string[];
  /** The text of the first of them. */
  excerpt: string;
}

export interface SearchQuery {
  words: readonly string[];
}

const longestQuery = 200;
const mostWords = 12;

/** The words that are looked for, or null where there are none: letters and digits, so that nothing is an operator. */
export function searchQueryOf(text: string): SearchQuery | null {
  const words =
    text
      .slice(0, longestQuery)
      .match(/[\p{L}\p{N}]+/gu)
      ?.slice(0, mostWords) ?? [];
  return words.length === 0 ? null : { words };
}

/** Each in its beginning; or all of them as one number, which people write with and without what stands between. */
const tsqueryOf = ({ words }: SearchQuery): string =>
  `(${words.map((word) => `'${word}':*`).join(' & ')}) | '${words.join('')}':*`;

/** Words like `the` count only where there are no others. */
const parsed = (text: string): Prisma.Sql => Prisma.sql`(select case
    when numnode(to_tsquery('pg_catalog.english'::regconfig, ${text})) = 0
    then to_tsquery('pg_catalog.simple'::regconfig, ${text})
    else to_tsquery('pg_catalog.english'::regconfig, ${text}) end)`;

function candidates(tenantId: string, { query, types }: SearchRequest): Prisma.Sql {
  const text = query.words.join(' ');
  const number = query.words.join('').toLowerCase();
  const words = parsed(tsqueryOf(query));
  const inLabel = query.words.map((word) => `%${word.toLowerCase()}%`);
  // First who has this number, then whose number begins so, whose label has all the words, whose text has; then the rest.
  return Prisma.sql`
    select t.id, (case
        when ${number} = any(n.numbers) then 4
        when exists (select from unnest(n.numbers) as own(number) where starts_with(own.number, ${number})) then 3
        when lower(t.label) like all(${inLabel}::text[]) then 2
        when t.words @@ ${words} then 1 else 0 end
      + 0.9 * word_similarity(${text}, t.label))::numeric(6, 4) as score
    from search_document t,
      lateral (select string_to_array(lower(translate(t.numbers, '-_/.', '')), ' ') as numbers) n
    where t.tenant_id = ${tenantId} and t.type = any(${types}::text[])
      and (t.words @@ ${words} or ${text} <% t.label)`;
}

/** The best first. @throws MalformedCursor */
export async function searchPage(
  prisma: PrismaClient,
  tenantId: string,
  search: SearchRequest,
  { size, cursor }: PageRequest,
): Promise<Placed<SearchHit>[]> {
  const key = cursor === null ? null : decodeCursor(cursor, [{ type: 'numeric' }, { type: 'text' }]);
  const behind = key
    ? Prisma.sql`where c.score < ${key[0]}::text::numeric or (c.score = ${key[0]}::text::numeric and c.id > ${key[1]})`
    : Prisma.empty;
  const anyWord = [...search.query.words, search.query.words.join('')].map((word) => `'${word}':*`).join(' | ');
  const text = search.query.words.join(' ');
  const [row] = await prisma.$queryRaw<[{ json: string }]>`
    with hit as materialized (
      select c.id, c.score from (${candidates(tenantId, search)}) c ${behind}
      order by c.score desc, c.id limit ${size + 1})
    select coalesce(json_agg(json_build_object('id', h.id, 'matchedIn', m.names,
      'excerpt', coalesce(m.excerpt, d.label), '$cursor', json_build_array(h.score::text, h.id))
      order by h.score desc, h.id), '[]')::text as json
    from hit h join search_document d on d.tenant_id = ${tenantId} and d.id = h.id
    cross join lateral (
      select coalesce(json_agg(f.key order by f.place), '[]') as names, (array_agg(f.value order by f.place))[1] as excerpt
      from json_each_text(d.fields) with ordinality as f(key, value, place)
      where search_words(f.value, f.value) @@ ${parsed(anyWord)} or ${text} <% f.value) m`;
  return JSON.parse(row.json) as Placed<SearchHit>[];
}

export async function searchCount(prisma: PrismaClient, tenantId: string, search: SearchRequest): Promise<number> {
  const [row] = await prisma.$queryRaw<[{ count: number }]>`
    select count(*)::int as count from (${candidates(tenantId, search)}) c`;
  return row.count;
}
