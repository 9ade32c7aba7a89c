import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../src/database/embedded.ts';

export interface BenchDatabase {
  readonly url: string;
  close(): Promise<void>;
}

/** A PostgreSQL with its own settings but for durability, which no query of the benchmark asks for. */
export async function startPostgres(report: (sentence: string) => void): Promise<BenchDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'maintgraph-bench-'));
  const options = { folder: join(folder, 'data'), database: 'bench', report, isThrowaway: true };
  const server = await startEmbeddedPostgres(options);
  return {
    url: server.url,
    async close() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
