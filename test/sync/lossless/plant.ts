/** One customer's organizations at the five services, with a client for each, and a writer of UniAsset's as the gateway has. */
import type { Organization } from '../../../src/sandbox/organizations.ts';
import { serviceNames, type ServiceName } from '../../../src/sandbox/service-name.ts';
import type { UniAssetWriter } from '../../../src/upstream/uniasset/writer.ts';
import { openUniAsset } from '../../../src/upstream/uniasset/connector.ts';
import {
  MaintainKitClient,
  MaintainXClient,
  MaintIoClient,
  ReliaticClient,
  UniAssetClient,
} from '../../world/service-clients.ts';
import type { World } from '../../world/world.ts';
import { surroundings } from '../../upstream/recorded-service.ts';

export type FiveWorld = World<ServiceName>;

export interface HistoryPlant {
  organizations: Record<ServiceName, Organization>;
  reliatic: ReliaticClient;
  maintainkit: MaintainKitClient;
  maintio: MaintIoClient;
  maintainx: MaintainXClient;
  uniasset: UniAssetClient;
  writer: UniAssetWriter;
}

/** Webhooks are logged by the services as delivered, and reach nobody. */
export const held: typeof fetch = () => Promise.resolve(new Response('held'));

export async function openPlant({ sandbox, clock }: FiveWorld, name: string): Promise<HistoryPlant> {
  const organizations: Partial<Record<ServiceName, Organization>> = {};
  for (const service of serviceNames) {
    const organization = await sandbox.createOrganization(service, { name });
    const { id, webhookSecret: secret } = organization;
    await sandbox.addWebhookEndpoint(service, id, { url: 'http://127.0.0.1:9/held', secret });
    organizations[service] = organization;
  }
  const all = organizations as Record<ServiceName, Organization>;
  const access = (service: ServiceName) => [sandbox[service].url, all[service].keys.readWrite, clock] as const;
  const [baseUrl, apiKey] = access('uniasset');
  const { deps } = surroundings();
  return {
    organizations: all,
    reliatic: new ReliaticClient(...access('reliatic')),
    maintainkit: new MaintainKitClient(...access('maintainkit')),
    maintio: new MaintIoClient(...access('maintio')),
    maintainx: new MaintainXClient(...access('maintainx')),
    uniasset: new UniAssetClient(...access('uniasset')),
    writer: openUniAsset({ baseUrl, apiKey, currency: 'USD' }, { ...deps, clock }).writer,
  };
}
