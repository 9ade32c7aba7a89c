import { z } from 'zod';
import { addLocation } from '../../src/sandbox/maintainx/locations.ts';
import { addUser } from '../../src/sandbox/maintainx/users.ts';
import type { Databases } from './databases.ts';
import {
  startSandboxWorld,
  type Answer,
  type RestClient,
  type SandboxWorld,
  type SandboxWorldOptions,
} from './sandbox-world.ts';

export type Fields = Record<string, unknown>;
const fields = z.record(z.string(), z.unknown());

/** The resource that an answer names by its kind: `{workOrder: {…}}`. */
export const resourceOf = (answer: Answer, kind: 'workOrder' | 'asset'): Fields =>
  fields.parse(fields.parse(answer.body)[kind]);

export type MaintainxList = 'workOrders' | 'assets' | 'locations' | 'users';

/** The rows of a list. */
export const listOf = (answer: Answer, kind: MaintainxList): Fields[] =>
  z.array(fields).parse(fields.parse(answer.body)[kind]);

/** The id that a POST answers. */
export const newId = (answer: Answer): number => z.object({ id: z.int() }).parse(answer.body).id;

export const titlesOf = (answer: Answer): unknown[] => listOf(answer, 'workOrders').map((row) => row['title']);

/** A new work order's id. */
export const createOrder = async (client: RestClient, body: object): Promise<number> =>
  newId(await client.post('/workorders', body));

export interface MaintainxWorld extends SandboxWorld<'maintainx'> {
  /** MaintainX's id of the organization. */
  organizationId: string;
  place: { id: number };
  alice: { id: number };
  bruno: { id: number };
}

/** A sandbox whose MaintainX organization has a location and two people. */
export async function startMaintainxWorld(
  database: Databases,
  options: SandboxWorldOptions<'maintainx'> = {},
): Promise<MaintainxWorld> {
  const world = await startSandboxWorld(database, { services: ['maintainx'], ...options });
  const organizationId = world.tenants.maintainx.id;
  return world.sandbox.change('maintainx', async (change) => ({
    ...world,
    organizationId,
    place: await addLocation(change, organizationId, { name: 'Pit', address: 'Ruta 27' }),
    alice: await addUser(change, organizationId, {
      firstName: 'Alice',
      lastName: 'Ferreira',
      email: 'alice@pit.example',
      role: 'MEMBER',
    }),
    bruno: await addUser(change, organizationId, { firstName: 'Bruno', lastName: 'Costa', role: 'ADMIN' }),
  }));
}
