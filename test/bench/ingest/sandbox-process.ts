/** MaintainX's sandbox with a great many work orders, in a process of its own; it tells its parent where it is. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { loadDemoPlant } from '../../../src/sandbox/demo-plant/load.ts';
import { startSandbox } from '../../../src/sandbox/sandbox.ts';

interface SandboxInput {
  databaseUrl: string;
  workOrders: number;
}

export interface BusySandbox {
  url: string;
  key: string;
}

export interface SandboxProcess extends BusySandbox {
  close(): Promise<void>;
}

export async function startSandboxProcess(input: SandboxInput): Promise<SandboxProcess> {
  const child = fork(fileURLToPath(import.meta.url), {
    execArgv: ['--import', 'tsx'],
    // What the sandbox says is no part of the report on stdout.
    stdio: ['ignore', 2, 2, 'ipc'],
  });
  child.send(input);
  const sandbox = await new Promise<BusySandbox>((resolve, reject) => {
    child.once('message', (message: BusySandbox) => resolve(message));
    child.once('exit', (code) => reject(new Error(`the sandbox ended with code ${code} before it served`)));
  });
  return {
    ...sandbox,
    async close() {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** The demo plant's own work orders, again and again, each copy with numbers of its own and a millisecond later. */
const copies = `insert into sandbox.maintainx_work_order (organization_id, sequential_id, title, description, status, priority,
    type, asset_id, location_id, due_date, start_date, completed_at, created_at, updated_at, estimated_time, categories,
    assigned_users, assigned_teams, parts)
  select organization_id, sequential_id + copy * 1000000, title, description, status, priority, type, asset_id, location_id,
    due_date, start_date, completed_at, created_at, updated_at + copy * interval '1 millisecond', estimated_time, categories,
    assigned_users, assigned_teams, parts
  from sandbox.maintainx_work_order, generate_series(1, ceil($2::numeric / $3)::int) copy
  where organization_id = $1 order by copy, id limit $2`;

async function serve({ databaseUrl, workOrders }: SandboxInput): Promise<void> {
  const sandbox = await startSandbox({ databaseUrl, clock: { now: () => new Date() }, requestsPerMinute: null });
  const { demo } = await loadDemoPlant(sandbox);
  const { id, keys } = demo.organizations.maintainx;
  const known = demo.counts.workOrders;
  await sandbox.pool.query(copies, [id, workOrders - known, known]);
  await sandbox.pool.query('vacuum analyze sandbox.maintainx_work_order');
  process.send?.({ url: sandbox.maintainx.url, key: keys.readWrite } satisfies BusySandbox);
}

if (process.send) {
  process.once('message', (input: SandboxInput) => void serve(input));
  process.once('disconnect', () => process.exit());
}
