/** The services the gateway speaks with: a line each. */
import type { Service } from '../domain/records.ts';
import type { Connector, ConnectorSettings, WebhookReader } from './connector.ts';
import type { ConnectorDeps } from './http/exchange.ts';
import { openMaintainKit } from './maintainkit/connector.ts';
import { maintainKitWebhooks } from './maintainkit/webhook.ts';
import { openMaintainX } from './maintainx/connector.ts';
import { maintainXWebhooks } from './maintainx/webhook.ts';
import { openMaintIo } from './maintio/connector.ts';
import { maintIoWebhooks } from './maintio/webhook.ts';
import { openReliatic } from './reliatic/connector.ts';
import { reliaticWebhooks } from './reliatic/webhook.ts';
import { openUniAsset } from './uniasset/connector.ts';
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
