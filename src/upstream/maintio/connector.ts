import type { Connector, ConnectorSettings } from '../connector.ts';
import type { ConnectorDeps } from '../http/exchange.ts';
import { MaintIoClient } from './client.ts';
import { planOf } from './plans.ts';
import { lookFor } from './look-for.ts';
import { MaintIoReader } from './reader.ts';
import { MaintIoWriter } from './writer.ts';

export interface MaintIoConnector extends Connector {
  readonly service: 'MAINTIO';
  lookFor: NonNullable<Connector['lookFor']>;
  readonly writer: MaintIoWriter;
}

/** Nothing is sent before the first question. */
export function openMaintIo(settings: ConnectorSettings, deps: ConnectorDeps): MaintIoConnector {
  const client = new MaintIoClient(settings, deps);
  const reader = new MaintIoReader(client, settings.currency, deps.clock);
  return {
    service: 'MAINTIO',
    resources: reader.resources,
    read: (resource, position, signal) => reader.read(resource, position, signal),
    readOne: (kind, externalId, signal) => reader.readOne(kind, externalId, signal),
    ledgerPosition: () => null,
    ping: async () => {
      await client.changes(deps.clock.now().toISOString(), 1);
      return { may: ['read changes'], mayNot: [], untold: ['write', 'generate tags'], plan: null };
    },
    lookFor: (trace) => lookFor(client, settings.currency, trace),
    rate: client.rate,
    planOf,
    writer: new MaintIoWriter(client, settings.currency),
  };
}
