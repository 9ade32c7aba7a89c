/** The gateway as it runs in production, in a process of its own; it tells its parent the port. */
import { pino } from 'pino';
import { startGateway } from '../../src/main.ts';
import { answerUsage, type ServerInput } from './server-process.ts';

/** No service is connected, so nothing is sealed with it. */
const sealingKey = '0'.repeat(64);

async function startCandidate({ databaseUrl }: ServerInput): Promise<void> {
  const logger = pino({ level: 'warn', base: null });
  const gateway = await startGateway({ databaseUrl, sealingKey, host: '127.0.0.1', port: 0, logger });
  process.send?.({ port: Number(new URL(gateway.url).port) });
}

answerUsage();
process.once('message', (input: ServerInput) => void startCandidate(input));
process.once('disconnect', () => process.exit());
