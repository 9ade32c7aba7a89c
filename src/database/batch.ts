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

export interface Batch {
  /** Of the rows: a word that is no other batch's within the transaction. */
  name: string;
  /** SQL types by the names that the rows have. */
  columns: Readonly<Record<string, string>>;
  rows: readonly Readonly<Record<string, unknown>>[];
}

/** From so many rows on, COPY is quicker than JSON, a temporary table included. */
const copiedFrom = 500;
/** Rows that are written as text at once, so that PostgreSQL has work while the next are. */
const chunkRows = 250;

/**
 * @param values `$1` and so on of the statement.
 * @param statement the text, given the relation that stands for the rows in a FROM clause.
 */
export async function runBatch<Row extends pg.QueryResultRow>(
  tx: Transaction,
  batch: Batch,
  values: readonly string[],
  statement: (rows: string) => string,
): Promise<Row[]> {
  const connection = connectionOf(tx);
  if (batch.rows.length >= copiedFrom) {
    const relation = await copyAhead(connection, batch);
    return (await connection.query<Row>(statement(relation), [...values])).rows;
  }
  const columns = Object.entries(batch.columns).map(([name, type]) => `"${name}" ${type}`);
  const relation = `(select * from json_to_recordset($${values.length + 1}::json) as r(${columns.join()}))`;
  const text = statement(relation);
  const { rows } = await connection.query<Row>({
    name: createHash('sha1').update(text).digest('base64url'),
    text,
    values: [...values, JSON.stringify(batch.rows)],
  });
  return rows;
}

/** @returns the temporary table's name. */
async function copyAhead(connection: pg.PoolClient, { name, columns, rows }: Batch): Promise<string> {
  const table = `pg_temp.batch_${name}`;
  const definitions = Object.entries(columns).map(([column, type]) => `"${column}" ${type}`);
  await connection.query(
    `create temporary table if not exists batch_${name} (${definitions.join()}) on commit drop; truncate ${table}`,
  );
  const lines = Readable.from(textChunks(Object.keys(columns), rows));
  await pipeline(lines, connection.query(copyFrom(`copy ${table} from stdin`)));
  return table;
}

function* textChunks(fields: readonly string[], rows: Batch['rows']): Generator<Buffer> {
  for (let start = 0; start < rows.length; start += chunkRows) {
    let text = '';
    for (const row of rows.slice(start, start + chunkRows)) {
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
