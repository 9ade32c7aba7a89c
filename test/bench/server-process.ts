import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { BenchTenant } from './data.ts';

/** The first message to a server's process. It answers with its port and serves until it is killed. */
export interface ServerInput {
  databaseUrl: string;
  tenants: readonly BenchTenant[];
}

export interface ServerProcess {
  readonly url: string;
  /** Processor time that it has used so far, in milliseconds. */
  cpuMs(): Promise<number>;
  close(): Promise<void>;
}

const usageQuestion = 'usage';

/** Called by a server's process: it tells its parent what it has used, when it is asked. */
export function answerUsage(): void {
  process.on('message', (message) => {
    if (message === usageQuestion) process.send?.(process.cpuUsage());
  });
}

/** @param module name of a file in this folder, which runs as a process of its own. */
export async function startServerProcess(module: string, input: ServerInput): Promise<ServerProcess> {
  const child = fork(fileURLToPath(new URL(module, import.meta.url)), {
    execArgv: ['--max-semi-space-size=128', '--import', 'tsx'],
    env: { NODE_ENV: 'production' },
    // What a server says is no part of the report on stdout.
    stdio: ['ignore', 2, 2, 'ipc'],
  });
  child.send(input);
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (message: { port: number }) => resolve(message.port));
    child.once('exit', (code) => reject(new Error(`${module} ended with code ${code} before it served`)));
  });
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    async cpuMs() {
      child.send(usageQuestion);
      const [{ user, system }] = (await once(child, 'message')) as [NodeJS.CpuUsage];
      return (user + system) / 1000;
    },
    async close() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}
