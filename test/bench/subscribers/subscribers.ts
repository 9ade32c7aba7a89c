/** What one event costs that many subscribers wait for: the gateway, and graphql-ws as it comes. */
import { setTimeout } from 'node:timers/promises';
import { pino } from 'pino';
import { openDatabase, type Database } from '../../../src/database/database.ts';
import { appendEvents } from '../../../src/events/log.ts';
import type { BenchTenant } from '../data.ts';
import { startServerProcess, type ServerProcess } from '../server-process.ts';
import { openSockets, type Sockets } from './sockets.ts';

/** What is measured, and in which words it is reported. */
export const contestants = {
  DEFAULT: { module: 'subscribers/every-subscriber.ts', words: 'graphql-ws as it comes' },
  GATEWAY: { module: 'candidate.ts', words: 'Maintgraph' },
} as const;
export type Contestant = keyof typeof contestants;

/** One event at all of its subscribers. */
export interface EventCost {
  /** Processor time of the server, in milliseconds. */
  cpuMs: number;
  /** From its commit to each subscriber, in milliseconds. */
  latencies: readonly number[];
}

export type EventCosts = Record<Contestant, EventCost[]>;

export interface SubscribersBench {
  databaseUrl: string;
  /** One for each contestant: an event is for the subscribers of one of them. */
  tenants: readonly BenchTenant[];
  subscribers: number;
  rounds: number;
  say: (sentence: string) => void;
  closing: (close: () => Promise<unknown>) => void;
}

interface Audience {
  server: ServerProcess;
  sockets: Sockets;
  tell: () => Promise<void>;
}

export async function measureSubscribers(bench: SubscribersBench): Promise<EventCosts> {
  const { databaseUrl, subscribers, rounds, say, closing } = bench;
  const database = openDatabase({ url: databaseUrl, logger: pino({ level: 'silent' }) });
  closing(() => database.close());
  const audiences = new Map<Contestant, Audience>();
  for (const [index, name] of (Object.keys(contestants) as Contestant[]).entries()) {
    say(`${contestants[name].words}: ${subscribers} subscribers`);
    audiences.set(name, await gather(bench, database, name, bench.tenants[index]!));
  }
  const costs: EventCosts = { DEFAULT: [], GATEWAY: [] };
  for (let round = 1; round <= rounds; round += 1) {
    say(`Event ${round} of ${rounds}`);
    for (const [name, audience] of audiences) costs[name].push(await costOf(audience));
  }
  return costs;
}

async function gather(
  { databaseUrl, tenants, subscribers, closing }: SubscribersBench,
  database: Database,
  name: Contestant,
  { id, apiKey }: BenchTenant,
): Promise<Audience> {
  const server = await startServerProcess(contestants[name].module, { databaseUrl, tenants });
  closing(() => server.close());
  const sockets = await openSockets(server.url, apiKey, subscribers);
  closing(() => sockets.close());
  const tell = await teller(database, id);
  // Nobody says when a subscription listens: it does when it has heard of something.
  while (sockets.listening() < subscribers) {
    await tell();
    await setTimeout(500);
  }
  return { server, sockets, tell };
}

/** Tells of the tenant's first part that it is low, another time with each call. */
async function teller(database: Database, tenantId: string): Promise<() => Promise<void>> {
  const { id: partId } = await database.prisma.part.findFirstOrThrow({ where: { tenantId }, orderBy: { sku: 'asc' } });
  let times = 0;
  return async () => {
    times += 1;
    const payload = { partId, onHand: '8', reorderPoint: '10' };
    const event = { type: 'stock.low', subjectId: partId, occurredAt: new Date(), payload } as const;
    await database.transaction((tx) => appendEvents(tx, tenantId, [{ ...event, dedupeKey: `bench/${times}` }]));
  };
}

async function costOf({ server, sockets, tell }: Audience): Promise<EventCost> {
  const before = await server.cpuMs();
  const heard = sockets.heard();
  await tell();
  const committed = performance.now();
  const latencies = (await heard).map((time) => time - committed);
  return { cpuMs: (await server.cpuMs()) - before, latencies };
}
