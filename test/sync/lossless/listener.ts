/** A tenant that reads a plant's services, and hears of them what a test lets it hear. */
import type { Observation } from '../../../src/domain/records.ts';
import { applyObservations } from '../../../src/replica/apply/apply.ts';
import { serviceDefinitions } from '../../../src/sandbox/services.ts';
import { serviceNames, type ServiceName } from '../../../src/sandbox/service-name.ts';
import type { ServiceConnection } from '../../../src/tenancy/service-connections.ts';
import { ensureTenant } from '../../../src/tenancy/tenants.ts';
import { webhookReaderOf } from '../../../src/upstream/registry.ts';
import { connect } from '../../world/world.ts';
import type { FiveWorld, HistoryPlant } from './plant.ts';

export interface Delivery {
  service: ServiceName;
  event: string;
  body: Buffer;
}

export class Listener {
  readonly tenantId: string;
  readonly #world: FiveWorld;
  readonly #plant: HistoryPlant;
  readonly #connections: ReadonlyMap<ServiceName, ServiceConnection>;

  private constructor(
    world: FiveWorld,
    plant: HistoryPlant,
    tenantId: string,
    connections: ReadonlyMap<ServiceName, ServiceConnection>,
  ) {
    this.#world = world;
    this.#plant = plant;
    this.tenantId = tenantId;
    this.#connections = connections;
  }

  /** Connected, and with its first look taken: what happens from now on is news. */
  static async open(world: FiveWorld, plant: HistoryPlant, slug: string): Promise<Listener> {
    const { gateway, sandbox } = world;
    const tenant = await ensureTenant(gateway.database.prisma, { slug, name: slug });
    const connections = new Map<ServiceName, ServiceConnection>();
    for (const name of serviceNames) {
      connections.set(name, await connect(gateway, tenant, sandbox[name], plant.organizations[name]));
    }
    const listener = new Listener(world, plant, tenant.id, connections);
    for (const name of serviceNames) await listener.sweep(name);
    return listener;
  }

  async sweep(service: ServiceName): Promise<void> {
    await this.#world.gateway.sync.sync(this.#connection(service), { pace: 'swift' });
  }

  /** The ledger, as it is read behind a webhook of stock. */
  async catchUp(): Promise<void> {
    await this.#world.gateway.sync.catchUp(this.#connection('maintainkit'));
  }

  /** Over HTTP, signed as the service signs it; then what the webhook only hints at is read, as a job would. */
  async hear({ service, event, body }: Delivery): Promise<void> {
    const { gateway, url, clock } = this.#world;
    const { webhookSecret: secret } = this.#plant.organizations[service];
    const connection = this.#connection(service);
    const headers = serviceDefinitions[service].delivery?.headers({ event, body, secret, at: clock.now() });
    const response = await fetch(`${url}/webhooks/${service}/${connection.id}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: new Uint8Array(body),
    });
    if (response.status !== 200) throw new Error(`${service} ${event} was answered ${response.status}`);
    const { hints = [] } = webhookReaderOf[connection.service].parse(body, { ...headers }, connection);
    for (const { kind, externalId } of hints) await gateway.sync.reread(connection, kind, externalId);
  }

  /** What the gateway wrote itself, as a command applies it. */
  async wrote(observation: Observation): Promise<void> {
    const { gateway, clock } = this.#world;
    const origin = { tenantId: this.tenantId, service: 'UNIASSET', via: 'WRITE' } as const;
    const request = { ...origin, observations: [observation], now: clock.now() };
    await gateway.database.transaction((tx) => applyObservations(tx, request));
  }

  #connection(service: ServiceName): ServiceConnection {
    const connection = this.#connections.get(service);
    if (!connection) throw new Error(`not connected to ${service}`);
    return connection;
  }
}
