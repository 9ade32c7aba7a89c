/** The end of a connection, and a reading that somebody asks for. */
import { startWorld } from '../world/world.ts';
import { BreakableWire } from './breakable-wire.ts';
import { allConnected, connect, inputFor, intervals, startOver, until, type AnyWorld } from './connecting-world.ts';
import { everything, faultsOf, mutate, payloadOf } from './mutating.ts';

const disconnected = (world: AnyWorld, service: string, input: object = {}) =>
  payloadOf(world, 'disconnectService', 'serviceConnectionId', { service, ...input }, world.keys.admin);

const tagNumbers = async (world: Pick<AnyWorld, 'ask'>) => {
  const { data } = await world.ask('{ assets { nodes { tagNumber } } }');
  return data.assets.nodes.map(({ tagNumber }: { tagNumber: string }) => tagNumber).toSorted() as string[];
};

describe('disconnectService', () => {
  test('nothing is left of the connection but what was read over it, and it can be connected again', async () => {
    await using world = await startOver({ services: ['reliatic', 'maintainkit'] });
    const { prisma } = world.gateway.database;
    await world.reliatic.createAsset({ tag_number: 'EXC-A' });
    await world.sync();
    const { id } = world.connections.reliatic;
    const mine = { where: { tenantId: world.tenant.id, service: 'RELIATIC' } };
    const ended = await disconnected(world, 'RELIATIC');
    expect(ended).toEqual({ serviceConnectionId: id, userErrors: [], command: null });
    expect(await prisma.serviceConnection.count(mine)).toBe(0);
    expect(await prisma.connectionHealth.count({ where: { connectionId: id } })).toBe(0);
    const { data } = await world.ask('{ serviceConnections { nodes { service } } }');
    expect(data.serviceConnections.nodes).toEqual([{ service: 'MAINTAINKIT' }]);
    expect(await tagNumbers(world)).toEqual(['EXC-A']);

    // Neither its webhooks nor its jobs bring anything any more.
    await world.reliatic.createAsset({ tag_number: 'PMP-1' });
    await world.sandbox.deliverDueWebhooks();
    for (const name of ['sweep', 'read-now', 'escalate', 'catch-up']) {
      await world.gateway.jobs.handlers[name]!({ connectionId: id }, new AbortController().signal);
    }
    expect(await tagNumbers(world)).toEqual(['EXC-A']);
    expect(await disconnected(world, 'RELIATIC')).toMatchObject({ serviceConnectionId: null, userErrors: [] });

    await world.gateway.startWork();
    await connect(world, inputFor(world, 'reliatic'));
    expect(
      await until(
        () => tagNumbers(world),
        (all) => all.length === 2,
      ),
    ).toEqual(['EXC-A', 'PMP-1']);
  });

  test('what waits for the service is rejected, and not sent to whatever is connected next', async () => {
    const wire = new BreakableWire();
    await using world = await startOver({ services: ['maintio'], gateway: { fetch: wire.fetch } });
    wire.breaks = 'unreachable';
    const input = { count: 1, whenUnavailable: 'QUEUE', idempotencyKey: 'waits' };
    const queued = await payloadOf(world, 'generateTags', '', input);
    expect(queued.command).toMatchObject({ status: 'PENDING' });
    await disconnected(world, 'MAINTIO');
    wire.breaks = null;
    wire.writes.length = 0;
    await world.gateway.startWork();
    await connect(world, inputFor(world, 'maintio'));
    await allConnected(world, 1);
    expect(await payloadOf(world, 'generateTags', '', input)).toMatchObject({
      command: { status: 'REJECTED' },
      userErrors: [{ message: expect.stringContaining('disconnected') }],
    });
    expect(wire.writes).toEqual([]);
  });

  test('it takes an admin key, and leaves other tenants alone', async () => {
    await using world = await startOver({ services: ['reliatic'] });
    for (const key of [world.keys.read, world.keys.write]) {
      const { errors } = await mutate(world, 'disconnectService', '', { service: 'RELIATIC' }, key);
      expect(errors[0]).toMatchObject({ path: ['disconnectService'], extensions: { code: 'FORBIDDEN' } });
    }
    const { tenant } = await world.other();
    const before = await everything(world);
    const refused = await disconnected(world, 'RELIATIC', { idempotencyKey: '' });
    expect(faultsOf(refused)).toEqual({ idempotencyKey: 'BAD_USER_INPUT' });
    expect(await everything(world)).toEqual(before);
    await disconnected(world, 'RELIATIC');
    const left = await world.gateway.database.prisma.serviceConnection.findMany();
    expect(left.map(({ tenantId }) => tenantId)).toEqual([tenant.id]);
  });
});

describe('syncService', () => {
  const shown = 'serviceConnection { service status }';

  test('reads the service at once, though its turn is far away', async () => {
    await using world = await startWorld({ webhooks: false, gateway: { intervals } });
    await world.sync();
    await world.gateway.startWork();
    await world.reliatic.createAsset({ tag_number: 'EXC-A' });
    const asked = await payloadOf(world, 'syncService', shown, { service: 'RELIATIC' });
    expect(asked).toEqual({
      serviceConnection: { service: 'RELIATIC', status: 'CONNECTED' },
      userErrors: [],
      command: null,
    });
    expect(
      await until(
        () => tagNumbers(world),
        (all) => all.length === 1,
      ),
    ).toEqual(['EXC-A']);
    expect(world.warnings).toEqual([]);
  });

  test('a service that fails meanwhile is a matter of its health', async () => {
    await using world = await startWorld({ webhooks: false, gateway: { intervals } });
    await world.sandbox.revokeKey('reliatic', world.organizations.reliatic.keys.readWrite);
    const { id } = world.connections.reliatic;
    await world.gateway.jobs.handlers['read-now']!({ connectionId: id }, new AbortController().signal);
    const { data } = await world.ask('{ serviceConnections { nodes { service status } } }');
    expect(data.serviceConnections.nodes).toContainEqual({ service: 'RELIATIC', status: 'UNAUTHORIZED' });
  });

  test('it takes a key that may write, and a connection', async () => {
    await using world = await startWorld();
    const reading = await mutate(world, 'syncService', '', { service: 'RELIATIC' }, world.keys.read);
    expect(reading.errors[0]).toMatchObject({ path: ['syncService'], extensions: { code: 'FORBIDDEN' } });
    const unconnected = await mutate(world, 'syncService', '', { service: 'MAINTIO' });
    expect(unconnected.errors[0]).toMatchObject({
      message: 'MAINTIO is not connected',
      extensions: { code: 'UPSTREAM_UNAVAILABLE' },
    });
    const refused = await payloadOf(world, 'syncService', shown, { service: 'RELIATIC', idempotencyKey: '' });
    expect(faultsOf(refused)).toEqual({ idempotencyKey: 'BAD_USER_INPUT' });
    expect(refused.serviceConnection).toBeNull();
  });
});
