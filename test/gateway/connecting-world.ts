/** A plant whose services are connected through the graph. */
import type { Service } from '../../src/domain/records.ts';
import { serviceNames, type ServiceName } from '../../src/sandbox/service-name.ts';
import { startWorld, type Plant, type World, type WorldOptions } from '../world/world.ts';

const never = 3_600_000;
export const intervals = { sweepMs: never, escalationMs: never, catchUpMs: never };
export const connectService = `mutation ($input: ConnectServiceInput!) { connectService(input: $input) {
  serviceConnection { id service baseUrl status lastError } userErrors { field code message }
  command { id status service } } }`;
const connections = '{ serviceConnections { nodes { id service baseUrl status } } }';

export interface UserError {
  field: string[];
  code: string;
  message: string;
}

export type AnyWorld = World<ServiceName>;

export const serviceOf = (name: ServiceName) => name.toUpperCase() as Service;

/** What connects the plant to a service of the sandbox. */
export function inputFor(world: AnyWorld, name: ServiceName, plant: Plant<ServiceName> = world) {
  const { keys, webhookSecret } = plant.organizations[name];
  const secret = name === 'maintio' ? {} : { webhookSecret };
  return { service: serviceOf(name), baseUrl: world.sandbox[name].url, apiKey: keys.readWrite, ...secret };
}

export const startOver = (options: WorldOptions<ServiceName> = {}) =>
  startWorld<ServiceName>({ services: serviceNames, ...options, gateway: { intervals, ...options.gateway } });

/** A tenant that is connected to nothing: what the world has connected is taken away. */
export async function disconnect({ gateway }: AnyWorld, plant: Plant<ServiceName>): Promise<void> {
  await gateway.database.prisma.serviceConnection.deleteMany({ where: { tenantId: plant.tenant.id } });
}

export async function connect(world: AnyWorld, input: object, key?: string) {
  const answer = await world.ask(connectService, { input }, key);
  return { ...answer, payload: answer.data?.connectService };
}

export async function refused(world: AnyWorld, input: object): Promise<UserError[]> {
  const { payload, errors } = await connect(world, input);
  expect(errors).toEqual([]);
  expect(payload.serviceConnection).toBeNull();
  return payload.userErrors;
}

/** Asks until it is so: the jobs of the gateway tell nobody when they are done. */
export async function until<Value>(ask: () => Promise<Value>, isSo: (value: Value) => boolean): Promise<Value> {
  for (;;) {
    const value = await ask();
    if (isSo(value)) return value;
  }
}

export const statusesOf = async (world: AnyWorld) => {
  const { data } = await world.ask(connections);
  return data.serviceConnections.nodes as { id: string; service: Service; status: string; baseUrl: string }[];
};
export const allConnected = (world: AnyWorld, count: number) =>
  until(
    () => statusesOf(world),
    (nodes) => nodes.length === count && nodes.every(({ status }) => status === 'CONNECTED'),
  );
