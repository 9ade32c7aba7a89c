/** Databases of the test run's PostgreSQL. */
import { randomUUID } from 'node:crypto';
import pg from 'pg';

/** Migrated once a run; a copy of it takes a moment. */
export const templateDatabase = 'maintgraph_template';

export interface TestDatabase extends AsyncDisposable {
  url: string;
}

/** The sandbox's tables alone. */
export const sandboxTemplate = 'maintgraph_sandbox_template';

/** Let go by those who had them, with connections that may still be ending. */
const letGo: string[] = [];

/** A database of the caller's own. @param template null: an empty one. */
export async function testDatabase(template: string | null = templateDatabase): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  // Copying files costs half of what copying pages through the log does, where nothing has to outlive the machine.
  const from = template === null ? '' : ` template ${template} strategy file_copy`;
  await onServer(`create database ${name}${from}`);
  // Whoever let go did so before the copying: no connection has to be waited for any more, nor cut off.
  for (const left of letGo.splice(0)) await onServer(`drop database ${left}`);
  const url = new URL(serverUrl());
  url.pathname = `/${name}`;
  return {
    url: url.href,
    [Symbol.asyncDispose]: () => {
      letGo.push(name);
      return Promise.resolve();
    },
  };
}

/**
 * One connection for everything that a process asks of the server: beginning one costs as much as copying the database.
 * It holds nobody back from ending.
 */
let server: pg.Pool | undefined;

async function onServer(statement: string): Promise<void> {
  server ??= new pg.Pool({ connectionString: serverUrl(), max: 1, idleTimeoutMillis: 0, allowExitOnIdle: true });
  await server.query(statement);
}

function serverUrl(): string {
  const url = process.env['MAINTGRAPH_TEST_DATABASE'];
  if (!url) throw new Error('these tests need the PostgreSQL that npm test starts: run npm test -- PATH');
  return url;
}
