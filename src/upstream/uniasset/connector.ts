import type { Connector, ConnectorSettings } from '../connector.ts';
import type { ConnectorDeps } from '../http/exchange.ts';
import { UniAssetClient } from './client.ts';
import { UniAssetWriter } from './writer.ts';

export interface UniAssetConnector extends Connector {
  readonly service: 'UNIASSET';
  readonly writer: UniAssetWriter;
}

/** Nothing is sent before the first question, and nothing can be read. */
export function openUniAsset(settings: ConnectorSettings, deps: ConnectorDeps): UniAssetConnector {
  const client = new UniAssetClient(settings, deps);
  return {
    service: 'UNIASSET',
    resources: [],
    read: async ({ name }) => {
      throw new RangeError(`UniAsset has no resource ${name}`);
    },
    ledgerPosition: () => null,
    ping: async () => {
      const mayCreate = await client.tryKey();
      const asked = ['create assets'];
      const untold = ['record maintenance', 'assign', 'report positions', 'send signals (Enterprise alone)'];
      // The plan is checked before the permission.
      return { may: mayCreate ? asked : [], mayNot: mayCreate ? [] : asked, untold, plan: 'Business or higher' };
    },
    rate: client.rate,
    writer: new UniAssetWriter(client, settings.currency),
  };
}
