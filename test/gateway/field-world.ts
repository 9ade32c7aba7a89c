/** A plant with two assets in UniAsset, whose way there a test can break. */
import { startWorld, type World } from '../world/world.ts';
import { BreakableWire } from './breakable-wire.ts';
import { everything, faultsOf } from './mutating.ts';

export interface FieldWorld {
  world: World<'uniasset' | 'reliatic'>;
  wire: BreakableWire;
  /** The graph's ids of the assets, by name. */
  ids: Readonly<Record<string, string>>;
  /** UniAsset's webhooks arrive at once: what an answer shows would be theirs as often as its own. Null: all. */
  tellOnly(events: string[] | null): Promise<unknown>;
  /** The faults of an input, of which nothing may have been written anywhere. */
  refused(work: () => Promise<{ command: unknown; userErrors: never[] }>): Promise<Record<string, string>>;
  /** What UniAsset has taken, in its order. */
  written(table: 'assignment' | 'position' | 'signal'): Promise<object[]>;
}

export async function startFieldWorld(): Promise<FieldWorld> {
  const wire = new BreakableWire();
  const world = await startWorld({ services: ['uniasset', 'reliatic'], gateway: { fetch: wire.fetch } });
  const tellOnly = (events: string[] | null) =>
    world.sandbox.pool.query(`update sandbox.webhook_endpoint set events = $1 where service = 'uniasset'`, [events]);
  await world.uniasset.createAsset('Truck');
  await world.uniasset.createAsset('Crane');
  await world.reliatic.createAsset({ tag_number: 'TNK-1' });
  await world.sandbox.deliverDueWebhooks();
  await world.sync();
  await tellOnly(['asset.created']);
  const { data } = await world.ask('{ assets { nodes { id name } } }');
  return {
    world,
    wire,
    ids: Object.fromEntries(data.assets.nodes.map(({ id, name }: { id: string; name: string }) => [name, id])),
    tellOnly,
    async refused(work) {
      const before = await everything(world);
      const payload = await work();
      expect(payload.command).toBeNull();
      expect(wire.writes).toEqual([]);
      expect(await everything(world)).toEqual(before);
      return faultsOf(payload);
    },
    async written(table) {
      return (await world.sandbox.pool.query(`select * from sandbox.uniasset_${table} order by position`)).rows;
    },
  };
}
