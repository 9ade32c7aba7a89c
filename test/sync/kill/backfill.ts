/** A process of its own that reads everything from a plant's services as `maintgraph demo` does, and goes on where one before it was killed. */
import { once } from 'node:events';
import { pino } from 'pino';
import { startGateway } from '../../../src/main.ts';
import type { ConnectionSettings } from '../../../src/tenancy/service-connections.ts';
import { ensureTenant } from '../../../src/tenancy/tenants.ts';

/** The first message to the process. */
export interface BackfillInput {
  databaseUrl: string;
  sealingKey: string;
  tenant: string;
  connections: readonly Omit<ConnectionSettings, 'tenantId'>[];
}

const [input] = (await once(process, 'message')) as [BackfillInput];
const { databaseUrl, sealingKey, tenant: slug } = input;
const gateway = await startGateway({
  databaseUrl,
  sealingKey,
  host: '127.0.0.1',
  port: 0,
  logger: pino({ level: 'warn' }, process.stderr),
});
const tenant = await ensureTenant(gateway.database.prisma, { slug, name: slug });
for (const settings of input.connections) {
  const connection = await gateway.connections.connect({ ...settings, tenantId: tenant.id });
  if (!(await gateway.sync.hasBaseline(connection))) await gateway.sync.sync(connection, { pace: 'swift' });
}
await gateway.close();
process.disconnect();
