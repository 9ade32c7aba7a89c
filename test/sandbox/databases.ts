import { sandboxTemplate, testDatabase, type TestDatabase } from '../world/database.ts';

/** The databases of one test file, with nothing in the sandbox's tables, each test's its own; all gone when the file is done. */
export interface Databases extends AsyncDisposable {
  /** The URL of a new one. @param template null: without the sandbox's tables. */
  createDatabase(template?: string | null): Promise<string>;
}

export function openDatabases(): Databases {
  const opened: TestDatabase[] = [];
  return {
    async createDatabase(template = sandboxTemplate) {
      const database = await testDatabase(template);
      opened.push(database);
      return database.url;
    },
    async [Symbol.asyncDispose]() {
      for (const database of opened) await database[Symbol.asyncDispose]();
    },
  };
}
