/**
 * Applies `prisma/migrations` with Prisma's own schema engine in WebAssembly: no binary, no download.
 * Its record is Prisma's `_prisma_migrations`, so Prisma's other tools understand the database.
 */
import { readFile, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PrismaPg } from '@prisma/adapter-pg';
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import * as engineBindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';

const prismaFolder = join(dirname(fileURLToPath(import.meta.url)), '../../prisma');
const migrationsFolder = join(prismaFolder, 'migrations');
const noFilters = { externalTables: [], externalEnums: [] };
/** Two gateways that start at once must not migrate at once: PostgreSQL advisory lock, any number that is ours. */
const migrationLock = 7_240_116;

/**
 * Brings the database to the newest migration; does nothing where it already is.
 * @returns the names of the migrations that were applied.
 */
export async function migrate(databaseUrl: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await migrateOver(client, databaseUrl);
  } finally {
    await client.end();
  }
}

/** @param client keeps others from migrating until its connection ends. */
export async function migrateOver(client: pg.ClientBase, databaseUrl: string): Promise<string[]> {
  await client.query('select pg_advisory_lock($1)', [migrationLock]);
  const names = await migrationNames();
  // Most starts find everything there, and the engine takes its time to say so.
  if (await areApplied(client, names)) return [];
  return withEngine(databaseUrl, undefined, async (engine) => {
    const migrationsList = await readMigrations(names);
    const output = await engine.applyMigrations({ migrationsList, filters: noFilters });
    return output.appliedMigrationNames;
  });
}

/** The SQL that makes the Prisma schema's tables in an empty database: what the migrations together must come to. */
export async function schemaSql(databaseUrl: string): Promise<string> {
  const files = await readSchema();
  return withEngine(databaseUrl, files, async (engine) => {
    const to = { tag: 'schemaDatamodel' as const, files };
    const result = await engine.diff({ from: { tag: 'empty' }, to, script: true, exitCode: null, filters: noFilters });
    return result.stdout ?? '';
  });
}

async function readSchema() {
  const folder = join(prismaFolder, 'schema');
  const names = (await readdir(folder)).toSorted();
  return Promise.all(
    names.map(async (name) => ({ path: join(folder, name), content: await readFile(join(folder, name), 'utf8') })),
  );
}

async function migrationNames(): Promise<string[]> {
  const entries = await readdir(migrationsFolder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted();
}

async function areApplied(client: pg.ClientBase, names: readonly string[]): Promise<boolean> {
  const table = await client.query<{ exists: boolean }>(
    `select to_regclass('public._prisma_migrations') is not null as exists`,
  );
  if (table.rows[0]?.exists !== true) return false;
  const { rows } = await client.query<{ name: string; isApplied: boolean; isBroken: boolean }>(
    `select migration_name as name, finished_at is not null and rolled_back_at is null as "isApplied",
       finished_at is null and rolled_back_at is null as "isBroken" from public._prisma_migrations`,
  );
  const applied = new Set(rows.flatMap(({ name, isApplied }) => (isApplied ? [name] : [])));
  return !rows.some(({ isBroken }) => isBroken) && names.every((name) => applied.has(name));
}

async function readMigrations(names: readonly string[]) {
  const migrationDirectories = await Promise.all(
    names.map(async (name) => ({
      path: name,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok' as const, value: await readFile(join(migrationsFolder, name, 'migration.sql'), 'utf8') },
      },
    })),
  );
  const lockfile = { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' };
  return { baseDir: migrationsFolder, lockfile, shadowDbInitScript: '', migrationDirectories };
}

type SchemaFiles = { path: string; content: string }[];

async function withEngine<Result>(
  databaseUrl: string,
  schema: SchemaFiles | undefined,
  use: (engine: engineBindings.SchemaEngine) => Promise<Result>,
): Promise<Result> {
  await loadEngine();
  const adapters: PrismaPgAdapter[] = [];
  const factory = bindMigrationAwareSqlAdapterFactory(wholeScripts(databaseUrl, adapters));
  const datamodels = schema?.map(({ path, content }): [string, string] => [path, content]);
  const engine = await engineBindings.SchemaEngine.new({ datamodels }, () => undefined, factory);
  try {
    return await use(engine);
  } finally {
    engine.free();
    for (const adapter of adapters) await adapter.dispose();
  }
}

/** Node has it; TypeScript declares it only for browsers. */
declare const WebAssembly: {
  instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: Record<string, unknown> } }>;
};

let engineLoaded: Promise<void> | undefined;

/** The package's own entry imports its `.wasm` as a module, which Node does not do: instantiated by hand instead. */
function loadEngine(): Promise<void> {
  engineLoaded ??= (async () => {
    const bindingsPath = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
    const bytes = await readFile(join(dirname(bindingsPath), 'schema_engine_bg.wasm'));
    const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': engineBindings });
    engineBindings.__wbg_set_wasm(instance.exports);
    (instance.exports['__wbindgen_start'] as () => void)();
  })();
  return engineLoaded;
}

type PrismaPgAdapter = Awaited<ReturnType<PrismaPg['connect']>>;

/**
 * Adapters that send a script whole: Prisma's own cut it at every semicolon, functions and DO blocks included.
 * @param opened gets every adapter, since the engine leaves its connections open.
 */
function wholeScripts(databaseUrl: string, opened: PrismaPgAdapter[]): SqlMigrationAwareDriverAdapterFactory {
  const factory = new PrismaPg({ connectionString: databaseUrl });
  const connect = async () => {
    const adapter = await factory.connect();
    opened.push(adapter);
    adapter.executeScript = async (script) => {
      await adapter.underlyingDriver().query(script);
    };
    return adapter;
  };
  const { provider, adapterName } = factory;
  return { provider, adapterName, connect, connectToShadowDb: () => factory.connectToShadowDb() };
}
