/** A gateway in a process of its own, which a test can kill. Its first message says where it listens. */
import { once } from 'node:events';
import { pino } from 'pino';
import { startGateway } from '../../../src/main.ts';

/** The first message to the process. */
export interface ServeInput {
  databaseUrl: string;
  sealingKey: string;
}

const [input] = (await once(process, 'message')) as [ServeInput];
const logger = pino({ level: 'error' }, process.stderr);
const gateway = await startGateway({ ...input, host: '127.0.0.1', port: 0, logger });
await gateway.startWork();
process.send?.(gateway.url);
