/**
 * `npm test`: one embedded PostgreSQL for the whole run, then jest. Every test file takes databases of its own from it.
 * Arguments are jest's.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres, stopLeftOver } from '../../src/database/embedded.ts';
import { prepareDatabase } from '../../src/database/prepare.ts';
import { systemClock } from '../../src/domain/clock.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { sandboxTemplate, templateDatabase } from './database.ts';

const report = (sentence: string) => process.stderr.write(`${sentence}\n`);
const place = await roomyFolder();
await clearLeftOvers(place);
const folder = await mkdtemp(join(place, `maintgraph-test-${process.pid}-`));
const server = await startEmbeddedPostgres({
  folder: join(folder, 'postgres'),
  database: 'maintgraph',
  report,
  isThrowaway: true,
});
try {
  const template = await server.database(templateDatabase);
  await prepareDatabase(template);
  for (const url of [template, await server.database(sandboxTemplate)]) {
    await (await startSandbox({ databaseUrl: url, clock: systemClock })).stop();
  }
  process.exitCode = await jest(server.url);
} finally {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}

/** Memory, where there is plenty: databases come and go by the hundred, each of 400 files. */
async function roomyFolder(): Promise<string> {
  const memory = '/dev/shm';
  const { bavail, bsize } = await statfs(memory).catch(() => ({ bavail: 0, bsize: 0 }));
  return bavail * bsize > 4 * 2 ** 30 ? memory : tmpdir();
}

/** Runs that were killed leave their server and its data behind. */
async function clearLeftOvers(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const pid = /^maintgraph-test-(\d+)-/.exec(name)?.[1];
    if (pid === undefined || isAlive(Number(pid))) continue;
    await stopLeftOver(join(parent, name, 'postgres'), report);
    await rm(join(parent, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function jest(databaseUrl: string): Promise<number> {
  // Jest's workers are started with the same flags.
  const flags = ['--import', 'tsx', 'node_modules/jest/bin/jest.js'];
  const child = spawn(process.execPath, [...flags, ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, MAINTGRAPH_TEST_DATABASE: databaseUrl },
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)));
}
