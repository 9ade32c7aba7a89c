/** The conditions that filters are made of. `t` is the row's table in every statement. */
import { Prisma } from '../../database/generated/client.ts';

/** PostgreSQL has no NUL in text, and a statement that asks for one fails: nothing is equal to such a value. */
export const isStorable = (value: string): boolean => !value.includes('\0');

/** The column's value is one of the list; an empty list matches nothing. */
export const oneOf =
  (column: string) =>
  (values: readonly string[]): Prisma.Sql =>
    Prisma.sql`t.${Prisma.raw(column)} = any(${values.filter(isStorable)}::text[])`;

export const is =
  (column: string) =>
  (value: boolean): Prisma.Sql =>
    Prisma.sql`t.${Prisma.raw(column)} = ${value}`;

export const atLeast =
  (column: string, type: 'int4' | 'date' | 'timestamptz' = 'int4') =>
  (value: number | string): Prisma.Sql =>
    Prisma.sql`t.${Prisma.raw(column)} >= ${value}::${Prisma.raw(type)}`;

export const atMost =
  (column: string, type: 'int4' | 'date' | 'timestamptz' = 'int4') =>
  (value: number | string): Prisma.Sql =>
    Prisma.sql`t.${Prisma.raw(column)} <= ${value}::${Prisma.raw(type)}`;

/** Every word of the phrase stands somewhere in one of the columns, whatever its case. */
export const mentions =
  (...columns: readonly string[]) =>
  (phrase: string): Prisma.Sql => {
    const words = phrase.trim().split(/\s+/).filter(Boolean);
    if (words.length === 0) return Prisma.sql`true`;
    if (!isStorable(phrase)) return Prisma.sql`false`;
    const haystack = Prisma.raw(`concat_ws(' ', ${columns.map((column) => `t.${column}`).join(', ')})`);
    const each = words.map(
      (word) => Prisma.sql`${haystack} ilike ${`%${word.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`}`,
    );
    return Prisma.join(each, ' and ');
  };
