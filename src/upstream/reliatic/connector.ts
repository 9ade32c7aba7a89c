import type { Connector, ConnectorSettings } from '../connector.ts';
import type { ConnectorDeps } from '../http/exchange.ts';
import { ReliaticClient } from './client.ts';
import { lookFor } from './look-for.ts';
import { ReliaticReader } from './reader.ts';
import { ReliaticWriter } from './writer.ts';

export interface ReliaticConnector extends Connector {
  readonly service: 'RELIATIC';
  readonly writer: ReliaticWriter;
}

/** Nothing is sent before the first question. */
export function openReliatic(settings: ConnectorSettings, deps: ConnectorDeps): ReliaticConnector {
  const client = new ReliaticClient(settings, deps);
  const reader = new ReliaticReader(client, settings.currency);
  return {
    service: 'RELIATIC',
    resources: reader.resources,
    read: (resource, position, signal) => reader.read(resource, position, signal),
    ledgerPosition: () => reader.ledgerPosition(),
    ping: async () => {
      await client.list('assets', 1, { per_page: 1 });
      return { may: ['read assets'], mayNot: [], untold: ['write'], plan: null };
    },
    lookFor: (trace) => lookFor(client, settings.currency, trace),
    rate: client.rate,
    writer: new ReliaticWriter(client, settings.currency),
  };
}
