/** Columns for an insert or an update, each with its value. Names come from the code, values are parameters. */
export type ColumnValues = Readonly<Record<string, unknown>>;

/** `(a, b) values ($1, $2)`, with the values in that order. */
export function insertSql(columns: ColumnValues): { sql: string; values: unknown[] } {
  const names = Object.keys(columns);
  const places = names.map((_, index) => `$${index + 1}`);
  return { sql: `(${names.join(', ')}) values (${places.join(', ')})`, values: Object.values(columns) };
}

/** `a = $2, b = $3`, with the values in that order, behind the id as the first parameter. */
export function updateSql(id: number, columns: ColumnValues): { sql: string; values: unknown[] } {
  const assignments = Object.keys(columns).map((name, index) => `${name} = $${index + 2}`);
  return { sql: assignments.join(', '), values: [id, ...Object.values(columns)] };
}

/** What a body states, under the names of its columns. */
export function namedColumns(body: object, columnOf: Readonly<Record<string, string>>): Record<string, unknown> {
  const stated = new Map<string, unknown>(Object.entries(body));
  return Object.fromEntries(
    Object.entries(columnOf).flatMap(([field, column]) => {
      const value = stated.get(field);
      return value === undefined ? [] : [[column, value] as const];
    }),
  );
}
