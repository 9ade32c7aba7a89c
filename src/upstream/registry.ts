/** The services the gateway speaks with: a line each. */
import type { Service } from '../domain/records.ts';
import type { Connector, ConnectorSettings, WebhookReader } from './connector.ts';
import type { ConnectorDeps } from './http/exchange.ts';
import { openMaintainKit } from './maintainkit/connector.ts';
import { readStored as readMaintainKit } from './maintainkit/to-domain.ts';
import { maintainKitWebhooks } from './maintainkit/webhook.ts';
import { openMaintainX } from './maintainx/connector.ts';
import { readStored as readMaintainX } from './maintainx/to-domain.ts';
import { maintainXWebhooks } from './maintainx/webhook.ts';
import { openMaintIo } from './maintio/connector.ts';
import { readStored as readMaintIo } from './maintio/to-domain.ts';
import { maintIoWebhooks } from './maintio/webhook.ts';
import { openReliatic } from './reliatic/connector.ts';
import { readStored as readReliatic } from './reliatic/to-domain.ts';
import { reliaticWebhooks } from './reliatic/webhook.ts';
import type { StoredReader } from './row-reader.ts';
import { openUniAsset } from './uniasset/connector.ts';
import { readStored as readUniAsset } from './uniasset/to-domain.ts';
import { uniAssetWebhooks } from './uniasset/webhook.ts';

export const connectorOf = {
  RELIATIC: openReliatic,
  MAINTAINKIT: openMaintainKit,
  MAINTIO: openMaintIo,
  MAINTAINX: openMaintainX,
  UNIASSET: openUniAsset,
} as const satisfies { [Name in Service]: (settings: ConnectorSettings, deps: ConnectorDeps) => Connector };

/** The connector of a service, its writer included. */
export type ConnectorOf<Name extends Service> = ReturnType<(typeof connectorOf)[Name]>;

export const webhookReaderOf: Readonly<Record<Service, WebhookReader>> = {
  RELIATIC: reliaticWebhooks,
  MAINTAINKIT: maintainKitWebhooks,
  MAINTIO: maintIoWebhooks,
  MAINTAINX: maintainXWebhooks,
  UNIASSET: uniAssetWebhooks,
};

/** How the rows that the replica keeps are read again. */
export const storedReaderOf: Readonly<Record<Service, StoredReader>> = {
  RELIATIC: readReliatic,
  MAINTAINKIT: readMaintainKit,
  MAINTIO: readMaintIo,
  MAINTAINX: readMaintainX,
  UNIASSET: readUniAsset,
};
