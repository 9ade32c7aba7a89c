/** A plant with two parts and two places, whose way from the gateway to the services a test can break. */
import type { GatewayOptions } from '../../src/main.ts';
import type { Answer } from '../world/graph-client.ts';
import { startWorld, type World } from '../world/world.ts';
import { BreakableWire } from './breakable-wire.ts';

const mutation = `mutation ($input: RecordStockMovementInput!) {
  recordStockMovement(input: $input) {
    part { onHand isLow averageCost { amountMinor currency } stockLevels(orderBy: [{ field: ON_HAND, direction: DESC }]) { nodes { onHand } } }
    movement { kind quantity location { name } unitCost { amountMinor } sources { via externalId } }
    userErrors { field code message }
    command { id status service attempts upstreamId }
  }
}`;

export interface MovementWorld {
  world: World;
  wire: BreakableWire;
  /** The graph's ids. */
  ids: Record<'oil' | 'seal' | 'store' | 'van', string>;
  record(input: object, key?: string): Promise<Answer>;
  /** The payload of a movement that meets no error. */
  // The shape is the mutation's.
  // oxlint-disable-next-line typescript/no-explicit-any
  recorded(input: object): Promise<any>;
  /** Everything that a movement would change. */
  everything(): Promise<unknown>;
}

export async function startMovementWorld(gateway: Partial<GatewayOptions> = {}): Promise<MovementWorld> {
  const wire = new BreakableWire();
  const world = await startWorld({ gateway: { fetch: wire.fetch, ...gateway } });
  const { maintainkit } = world;
  await maintainkit.createLocation('Store');
  await maintainkit.createLocation('Van');
  await maintainkit.createPart('OIL', { reorderPoint: 5 });
  await maintainkit.createPart('SEAL');
  await world.sync();
  const { data } = await world.ask('{ parts { nodes { id } } locations { nodes { id } } }');
  const [oil, seal, store, van] = [...data.parts.nodes, ...data.locations.nodes].map(({ id }: { id: string }) => id);
  const record = (input: object, key = world.keys.write) => world.ask(mutation, { input }, key);
  return {
    world,
    wire,
    ids: { oil, seal, store, van } as MovementWorld['ids'],
    record,
    async recorded(input) {
      const answer = await record(input);
      expect(answer.errors).toEqual([]);
      return answer.data.recordStockMovement;
    },
    everything: () => everything(world),
  };
}

async function everything({ gateway, maintainkit }: World): Promise<unknown> {
  const { prisma } = gateway.database;
  return {
    ledger: await maintainkit.send('GET', '/movements'),
    movements: await prisma.stockMovement.count(),
    notices: await prisma.stockNotice.count(),
    events: await prisma.event.count({ where: { type: { not: 'command.settled' } } }),
    onHand: await prisma.part.findMany({ orderBy: { id: 'asc' }, select: { onHand: true, averageCostMinor: true } }),
    levels: await prisma.stockLevel.findMany({ orderBy: { id: 'asc' } }),
  };
}
