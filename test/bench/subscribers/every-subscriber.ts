/** graphql-ws as it comes: every subscriber's every event executed by itself, in the context it began with. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { useServer } from 'graphql-ws/use/ws';
import { pino } from 'pino';
import { WebSocketServer } from 'ws';
import { openDatabase } from '../../../src/database/database.ts';
import { systemClock } from '../../../src/domain/clock.ts';
import { openEventBus } from '../../../src/events/bus.ts';
import { consistencyOf } from '../../../src/events/consistency.ts';
import { Allowance } from '../../../src/graphql/execution/allowance.ts';
import { buildGraph } from '../../../src/graphql/schema.ts';
import { TenantReplica } from '../../../src/replica/read/tenant-replica.ts';
import { Authenticator } from '../../../src/tenancy/authenticator.ts';
import { answerUsage, type ServerInput } from '../server-process.ts';

async function serve({ databaseUrl }: ServerInput): Promise<void> {
  const logger = pino({ level: 'warn', base: null });
  const database = openDatabase({ url: databaseUrl, logger });
  const { prisma } = database;
  const events = await openEventBus(database, logger);
  const authenticator = new Authenticator(prisma, systemClock);
  const server = createServer();
  useServer(
    {
      schema: buildGraph(),
      context: async ({ connectionParams }) => {
        const viewer = await authenticator.viewerOf(connectionParams?.['authorization'] as string);
        if (!viewer) throw new Error('no such key');
        const { id } = viewer.tenant;
        const replica = new TenantReplica(prisma, id);
        return {
          viewer,
          replica,
          events,
          consistency: consistencyOf(prisma, prisma, id),
          perField: new Map(),
          allowance: new Allowance(),
        };
      },
    },
    new WebSocketServer({ server, path: '/graphql' }),
  );
  server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
}

answerUsage();
process.once('message', (input: ServerInput) => void serve(input));
process.once('disconnect', () => process.exit());
