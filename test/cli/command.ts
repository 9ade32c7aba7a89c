/** The command line as a person at the plant's machine runs it, in a process of its own. */
import { execFile } from 'node:child_process';
import { environmentWith } from '../world/environment.ts';
import type { World } from '../world/world.ts';

interface CommandResult {
  /** Undefined where all went well. */
  code: unknown;
  stdout: string;
  stderr: string;
}

export function command(world: World, ...words: string[]): Promise<CommandResult> {
  const env = environmentWith({
    DATABASE_URL: world.gateway.database.url,
    MAINTGRAPH_SEALING_KEY: 'ab'.repeat(32),
    MAINTGRAPH_TENANT: 'plant',
  });
  const all = ['--import', 'tsx', 'src/cli/main.ts', ...words];
  return new Promise((resolve) => {
    execFile(process.execPath, all, { env }, (error, stdout, stderr) => resolve({ code: error?.code, stdout, stderr }));
  });
}
