/**
 * `npm run bench`: how many requests a second the gateway serves, as a share of the least a server could do, and
 * `npm run bench -- ingest`: how many rows a second it takes in, as a share of what COPY would, and
 * `npm run bench -- subscribers`: what an event costs that many wait for, beside graphql-ws as it comes.
 */
import { Command, Option } from 'commander';
import { pino } from 'pino';
import { RunningProcess } from '../../src/cli/until-stopped.ts';
import { migrate } from '../../src/database/migrate.ts';
import { assertAgreement } from './agreement.ts';
import { generateData } from './data.ts';
import { measureIngest } from './ingest/ingest.ts';
import { ingestRows, ingestTable } from './ingest/report.ts';
import { startPostgres } from './postgres.ts';
import { queryNames, type QueryName } from './queries.ts';
import { reportRows, reportTable } from './report.ts';
import { requestRotation } from './requests.ts';
import { runRounds } from './rounds.ts';
import { subscribersRows, subscribersTable } from './subscribers/report.ts';
import { measureSubscribers } from './subscribers/subscribers.ts';
import { startServerProcess } from './server-process.ts';

interface Options {
  json?: true;
  query?: QueryName;
  rounds: number;
}

const floorName = 'FLOOR';
const running = new RunningProcess(pino({ level: 'silent' }));
const say = (sentence: string) => process.stderr.write(`${sentence}\n`);

async function bench({ json, query, rounds }: Options): Promise<void> {
  say('Starting PostgreSQL and filling it');
  const postgres = await startPostgres(say);
  running.closing(() => postgres.close());
  await migrate(postgres.url);
  const tenants = await generateData(postgres.url, { tenants: 20, assetsPerTenant: 2000, partsPerTenant: 500 });
  const input = { databaseUrl: postgres.url, tenants };
  const floor = await startServerProcess('floor.ts', input);
  running.closing(() => floor.close());
  const candidate = await startServerProcess('candidate.ts', input);
  running.closing(() => candidate.close());

  const queries = query ? [query] : queryNames;
  const rotations = new Map(queries.map((name) => [name, requestRotation(name, tenants)]));
  for (const rotation of rotations.values()) await assertAgreement([floor.url, candidate.url], rotation);

  say('Both answer the same. Warming up');
  const series = await runRounds({
    rotations,
    contestants: [
      { name: floorName, url: floor.url },
      { name: 'Maintgraph', url: candidate.url },
    ],
    rounds,
    secondsPerSlice: 1.5,
    warmUpSeconds: 2,
    onRound: (round) => say(`Round ${round} of ${rounds}`),
  });
  const rows = reportRows(series, floorName);
  process.stdout.write(json ? `${JSON.stringify(rows, null, 2)}\n` : reportTable(rows, new Date()));
}

interface IngestCommandOptions {
  json?: true;
  rounds: number;
  workOrders: number;
}

async function benchIngest({ json, rounds, workOrders }: IngestCommandOptions): Promise<void> {
  say('Starting PostgreSQL');
  const postgres = await startPostgres(say);
  running.closing(() => postgres.close());
  const closing = running.closing.bind(running);
  const seconds = await measureIngest({ databaseUrl: postgres.url, workOrders, rounds, say, closing });
  const rows = ingestRows(seconds, workOrders);
  process.stdout.write(json ? `${JSON.stringify(rows, null, 2)}\n` : ingestTable(rows, workOrders, new Date()));
}

interface SubscribersCommandOptions {
  json?: true;
  rounds: number;
  subscribers: number;
}

async function benchSubscribers({ json, rounds, subscribers }: SubscribersCommandOptions): Promise<void> {
  say('Starting PostgreSQL and filling it');
  const postgres = await startPostgres(say);
  running.closing(() => postgres.close());
  await migrate(postgres.url);
  const tenants = await generateData(postgres.url, { tenants: 2, assetsPerTenant: 100, partsPerTenant: 100 });
  const closing = running.closing.bind(running);
  const costs = await measureSubscribers({ databaseUrl: postgres.url, tenants, subscribers, rounds, say, closing });
  const rows = subscribersRows(costs);
  process.stdout.write(json ? `${JSON.stringify(rows, null, 2)}\n` : subscribersTable(rows, subscribers, new Date()));
}

const command = new Command('bench')
  .enablePositionalOptions()
  .description('Measures the gateway against one hand-written SQL statement a query.')
  .option('--json', 'print rows as JSON')
  .addOption(new Option('--query <name>', 'only this query').choices(queryNames))
  .addOption(new Option('--rounds <count>', 'how many rounds to take').default(12).argParser(Number))
  .action(bench);
command
  .command('ingest')
  .description('Measures the sync of work orders against COPY of the same rows.')
  .option('--json', 'print rows as JSON')
  .addOption(new Option('--rounds <count>', 'how many rounds to take').default(5).argParser(Number))
  .addOption(new Option('--work-orders <count>', 'how many there are').default(100_000).argParser(Number))
  .action(benchIngest);
command
  .command('subscribers')
  .description('Measures one event that many subscribers wait for against graphql-ws as it comes.')
  .option('--json', 'print rows as JSON')
  .addOption(new Option('--rounds <count>', 'how many events to tell').default(15).argParser(Number))
  .addOption(new Option('--subscribers <count>', 'how many wait for each').default(5000).argParser(Number))
  .action(benchSubscribers);
try {
  await command.parseAsync();
} finally {
  await running.stop();
}
