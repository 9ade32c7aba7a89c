import { testDatabase, type TestDatabase } from '../world/database.ts';

/** The empty databases of one test file, each test's its own; all gone when the file is done. */
export interface Databases extends AsyncDisposable {
  /** The URL of a new one. */
  createDatabase(): Promise<string>;
}

export function openDatabases(): Databases {
  const opened: TestDatabase[] = [];
  return {
    async createDatabase() {
      const database = await testDatabase(null);
      opened.push(database);
      return database.url;
    },
    async [Symbol.asyncDispose]() {
      for (const database of opened) await database[Symbol.asyncDispose]();
    },
  };
}
