import type { Connector, ConnectorSettings } from '../connector.ts';
import type { ConnectorDeps } from '../http/exchange.ts';
import { MaintainXClient } from './client.ts';
import { lookFor } from './look-for.ts';
import { MaintainXReader } from './reader.ts';
import { MaintainXWriter } from './writer.ts';

export interface MaintainXConnector extends Connector {
  readonly service: 'MAINTAINX';
  readonly writer: MaintainXWriter;
}

/** Nothing is sent before the first question. */
export function openMaintainX(settings: ConnectorSettings, deps: ConnectorDeps): MaintainXConnector {
  const client = new MaintainXClient(settings, deps);
  const reader = new MaintainXReader(client, settings.currency, deps.clock);
  return {
    service: 'MAINTAINX',
    resources: reader.resources,
    read: (resource, position, signal) => reader.read(resource, position, signal),
    readOne: (kind, externalId, signal) => reader.readOne(kind, externalId, signal),
    ledgerPosition: () => null,
    ping: async () => {
      await client.list('users', { limit: 1 });
      return { may: ['read users'], mayNot: [], untold: ['write'], plan: null };
    },
    lookFor: (trace) => lookFor(client, settings.currency, trace),
    rate: client.rate,
    writer: new MaintainXWriter(client, settings.currency),
  };
}
