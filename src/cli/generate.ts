/** Makes the Prisma client when there is none or its schema is newer: `npm ci` may have held install scripts back. */
import { execFile } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const schemaFolder = join(root, 'prisma/schema');
const client = join(root, 'src/database/generated/client.ts');

if ((await changedAt(client)) < (await newestIn(schemaFolder))) {
  const require = createRequire(import.meta.url);
  const prisma = join(dirname(require.resolve('prisma/package.json')), 'build/index.js');
  try {
    await promisify(execFile)(process.execPath, [prisma, 'generate', '--config', '.config/prisma.ts'], { cwd: root });
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : 'prisma generate failed'}\n`);
    process.exitCode = 1;
  }
}

async function newestIn(folder: string): Promise<number> {
  const names = await readdir(folder);
  return Math.max(...(await Promise.all(names.map((name) => changedAt(join(folder, name))))));
}

/** Milliseconds since the epoch; 0 for what is not there. */
async function changedAt(path: string): Promise<number> {
  try {
    return (await stat(path)).mtimeMs;
  } catch {
    return 0;
  }
}
