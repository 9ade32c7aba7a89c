/** The filter with its moments as the replica takes them: ISO 8601 text. */
export const withMomentsAsText = (filter: object): object =>
  Object.fromEntries(
    Object.entries(filter).map(([name, value]: [string, unknown]) => [
      name,
      value instanceof Date ? value.toISOString() : value,
    ]),
  );
