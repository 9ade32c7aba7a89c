import { serviceNames } from '../../src/sandbox/service-name.ts';
import { rebuildReplica } from '../../src/sync/rebuild.ts';
import { replicaState } from '../world/replica-state.ts';
import { startWorld } from '../world/world.ts';
import { History } from './lossless/history.ts';
import { Listener } from './lossless/listener.ts';
import { held, openPlant, type FiveWorld } from './lossless/plant.ts';

/** A tenant that has read what happened at five services. */
async function wellRead(world: FiveWorld): Promise<Listener> {
  const plant = await openPlant(world, 'Well read');
  const listener = await Listener.open(world, plant, 'well-read');
  let turn = 0;
  const history = new History(world, plant, (among) => among[(turn += 7) % among.length]);
  await history.begin();
  for (const move of [...Object.values(history.moves), ...Object.values(history.moves)]) {
    const written = await move();
    if (written) await listener.wrote(written);
  }
  for (const service of serviceNames) await listener.sweep(service);
  return listener;
}

const rebuild = ({ gateway, clock }: FiveWorld, tenantId: string) =>
  rebuildReplica({ database: gateway.database, connections: gateway.connections, clock }, tenantId);

test('a replica that is made anew from what was read is the same to the last row, and nothing of it was written again', async () => {
  await using world = await startWorld({ services: serviceNames, webhooks: false, sandbox: { fetch: held } });
  const { tenantId } = await wellRead(world);
  const { pool } = world.sandbox;
  const before = await replicaState(pool, tenantId);
  const versions = () => pool.query('select id, xmin::text from asset union all select id, xmin::text from work_order');
  const written = (await versions()).rows;
  const { services, pruned } = await rebuild(world, tenantId);
  expect(await replicaState(pool, tenantId)).toEqual(before);
  expect((await versions()).rows).toEqual(written);
  expect(pruned).toBe(0);
  expect(services.map(({ service, unread }) => [service, unread])).toEqual([
    ['RELIATIC', 0],
    ['MAINTAINKIT', 0],
    ['MAINTIO', 0],
    ['MAINTAINX', 0],
    ['UNIASSET', 0],
  ]);
  expect(services.every(({ rows }) => rows > 0)).toBe(true);
}, 120_000);

test('what was spoilt, lost and made up in the tables is put right', async () => {
  await using world = await startWorld({ services: serviceNames, webhooks: false, sandbox: { fetch: held } });
  const { tenantId } = await wellRead(world);
  const { pool } = world.sandbox;
  const before = await replicaState(pool, tenantId);
  for (const statement of [
    `update asset set name = 'spoilt', tag_number = null`,
    `delete from asset_identity where record_id = (select min(record_id) from asset_identity)`,
    `update work_order set title = 'spoilt', asset_id = null`,
    `delete from inspection`,
    `delete from work_order_assignee`,
    `update failure_mode set rpn = 1`,
    `update risk_assessment set is_current = not is_current`,
    `update part set on_hand = 7, is_low = not is_low`,
    `update stock_level set on_hand = 99`,
    `update stock_movement set quantity = quantity + 1`,
    `update stock_watch set total = 5, confirmed = 0`,
    `insert into person (id, tenant_id, name) values ('per_00000000000000000000000000', '${tenantId}', 'Nobody')`,
    `insert into asset_record (id, tenant_id, service, external_id, name, type, lifecycle, operational)
       values ('ast_00000000000000000000000000', '${tenantId}', 'RELIATIC', 'none', 'None', 'UNKNOWN', 'ACTIVE', 'RUNNING')`,
  ]) {
    await pool.query(`set search_path = public; ${statement}; reset search_path`);
  }
  expect(await replicaState(pool, tenantId)).not.toEqual(before);
  const { pruned } = await rebuild(world, tenantId);
  expect(await replicaState(pool, tenantId)).toEqual(before);
  expect(pruned).toBe(2);
}, 120_000);
