import type { Connector, ConnectorSettings } from '../connector.ts';
import type { ConnectorDeps } from '../http/exchange.ts';
import { MaintainKitClient } from './client.ts';
import { lookFor } from './look-for.ts';
import { MaintainKitReader } from './reader.ts';
import { MaintainKitWriter } from './writer.ts';

export interface MaintainKitConnector extends Connector {
  readonly service: 'MAINTAINKIT';
  readonly writer: MaintainKitWriter;
}

/** Nothing is sent before the first question. */
export function openMaintainKit(settings: ConnectorSettings, deps: ConnectorDeps): MaintainKitConnector {
  const client = new MaintainKitClient(settings, deps);
  const reader = new MaintainKitReader(client, settings.currency);
  return {
    service: 'MAINTAINKIT',
    resources: reader.resources,
    read: (resource, position, signal) => reader.read(resource, position, signal),
    ledgerPosition: (count, lastExternalId) => reader.ledgerPosition(count, lastExternalId),
    ping: async () => {
      await client.tryKey();
      return { may: ['read locations'], mayNot: [], untold: ['write'], plan: null };
    },
    lookFor: (trace) => lookFor(client, settings.currency, trace),
    rate: client.rate,
    writer: new MaintainKitWriter(client, settings.currency),
  };
}
