/**
 * Statements that carry a batch of rows, on the transaction's own connection: Prisma would write the values as JSON and
 * read them again on their way, which for megabytes costs as much as the statement itself. A few rows travel as one JSON
 * text with the statement; many go ahead of it by COPY, which is what PostgreSQL takes in quickest.
 */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { connectionOf, type Transaction } from './database.ts';

export type Row = Readonly<Record<string, unknown>>;

export interface Batch<Item> {
  /** SQL types by the names that the rows have. */
  columns: Readonly<Record<string, string>>;
  /** Of columns that are sent as text and meant as something else: what COPY makes of it at once. */
  meant?: Readonly<Record<string, string>>;
  items: readonly Item[];
  /** Made as it is written: thousands of rows that are there at once would cost their collection as garbage. */
  rowOf: (item: Item) => Row;
}

/** From so many rows on, COPY is quicker than JSON, a temporary table included. */
const copiedFrom = 500;
/** Rows that are written as text at once, so that PostgreSQL has work while the next are. */
const chunkRows = 250;

/**
 * Carries a statement out over rows that are on the server's side by now.
 * @param values `$1` and so on of the statement.
 * @param statement the text, given the relation that stands for the rows in a FROM clause.
 */
export type StagedBatch = <Result extends pg.QueryResultRow>(
  values: readonly string[],
  statement: (rows: string) => string,
) => Promise<Result[]>;

/** Brings the rows to the server's side, which needs no lock on what they are meant for. */
export async function stageBatch<Item>(tx: Transaction, batch: Batch<Item>): Promise<StagedBatch> {
  const connection = connectionOf(tx);
  if (batch.items.length < copiedFrom) return (values, statement) => runWithJson(connection, batch, values, statement);
  const relation = await copyAhead(tx, batch);
  return async (values, statement) => (await connection.query(statement(relation), [...values])).rows;
}

async function runWithJson<Item, Result extends pg.QueryResultRow>(
  connection: pg.PoolClient,
  { columns, items, rowOf }: Batch<Item>,
  values: readonly string[],
  statement: (rows: string) => string,
): Promise<Result[]> {
  const definitions = Object.entries(columns).map(([name, type]) => `"${name}" ${type}`);
  const relation = `(select * from json_to_recordset($${values.length + 1}::json) as r(${definitions.join()}))`;
  const text = statement(relation);
  const name = createHash('sha1').update(text).digest('base64url');
  const rows = JSON.stringify(items.map(rowOf));
  return (await connection.query<Result>({ name, text, values: [...values, rows] })).rows;
}

/** How many tables of a form a transaction has filled: none is emptied before it ends. */
const filled = new WeakMap<Transaction, Map<string, number>>();

/**
 * The tables stay with the connection, empty between its transactions: making one writes as much into the server's
 * catalogues as a hundred rows.
 * @returns the temporary table's name.
 */
async function copyAhead<Item>(tx: Transaction, batch: Batch<Item>): Promise<string> {
  const columns = { ...batch.columns, ...batch.meant };
  const definitions = Object.entries(columns).map(([column, type]) => `"${column}" ${type}`);
  const form = createHash('sha1').update(definitions.join()).digest('hex').slice(0, 16);
  const table = `batch_${form}_${countUp(tx, form)}`;
  const create = `create temporary table if not exists ${table} (${definitions.join()}) on commit delete rows`;
  const copy = copyFrom(`${create}; copy pg_temp.${table} from stdin`);
  await pipeline(Readable.from(textChunks(batch)), connectionOf(tx).query(copy));
  return `pg_temp.${table}`;
}

function countUp(tx: Transaction, form: string): number {
  let counts = filled.get(tx);
  if (!counts) filled.set(tx, (counts = new Map()));
  const count = (counts.get(form) ?? 0) + 1;
  counts.set(form, count);
  return count;
}

function* textChunks<Item>({ columns, items, rowOf }: Batch<Item>): Generator<Buffer> {
  const fields = Object.keys(columns);
  for (let start = 0; start < items.length; start += chunkRows) {
    let text = '';
    for (const item of items.slice(start, start + chunkRows)) {
      const row = rowOf(item);
      text += `${fields.map((field) => fieldText(row[field])).join('\t')}\n`;
    }
    yield Buffer.from(text);
  }
}

/** A value as COPY's text format has it; null is written \N, and a backslash is no backslash by itself. */
function fieldText(value: unknown): string {
  if (value === null || value === undefined) return '\\N';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const text = typeof value === 'string' ? value : value instanceof Date ? value.toISOString() : JSON.stringify(value);
  return /[\\\n\r\t]/.test(text) ? text.replace(/[\\\n\r\t]/g, (character) => escapes[character] ?? character) : text;
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
