/** `precedence`: a tenant's own order of services for a field, and the assets by it at once. */
import { changePrecedence } from '../../src/cli/precedence.ts';
import { ConfigError } from '../../src/config/config.ts';
import { asset, observe } from '../world/observe.ts';
import { startWorld, type World } from '../world/world.ts';
import { command } from './command.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ webhooks: false });
  const machine = { ...asset('EXC-A'), name: 'Excavator A', manufacturer: 'Komatsu' };
  const other = await world.other();
  for (const plant of [world, other]) {
    await observe(world, { r1: machine }, { plant });
    await observe(
      world,
      { '7': { ...machine, name: 'PC200 no. 1', manufacturer: null } },
      { plant, service: 'MAINTAINX' },
    );
  }
});
afterAll(() => world[Symbol.asyncDispose]());

/** As the command does it, in this process. */
async function set(field: string, ...services: string[]): Promise<void> {
  const config = { databaseUrl: world.gateway.database.url, tenant: 'plant' };
  await changePrecedence(field, services, { config, print: () => undefined });
}

async function names(): Promise<string[]> {
  const question = '{ assetByTag(tagNumber: "EXC-A") { name manufacturer } }';
  const other = await world.other();
  const [{ data }, { data: others }] = [await world.ask(question), await other.graph.ask(question)];
  return [data.assetByTag.name, data.assetByTag.manufacturer, others.assetByTag.name];
}

test('a field is taken from the service that is set, at once and for that tenant alone, until it is taken back', async () => {
  expect(await names()).toEqual(['Excavator A', 'Komatsu', 'Excavator A']);
  const changed = await command(world, 'precedence', 'set', 'name', 'maintainx');
  expect(changed.stdout).toMatch(/^name +MAINTAINX RELIATIC MAINTAINKIT MAINTIO UNIASSET\n1 assets/);
  expect(await names()).toEqual(['PC200 no. 1', 'Komatsu', 'Excavator A']);

  const { data } = await world.ask(`{ assetByTag(tagNumber: "EXC-A") { provenance { field service }
    conflicts { field values { service value } } } }`);
  expect(data.assetByTag.provenance).toContainEqual({ field: 'name', service: 'MAINTAINX' });
  expect(data.assetByTag.conflicts).toMatchObject([{ field: 'name', values: [{ value: 'PC200 no. 1' }, {}] }]);

  const { stdout } = await command(world, 'precedence', 'show');
  expect(stdout).toMatch(/^tagNumber +RELIATIC .*\(the gateway’s own order\)$/m);
  expect(stdout).toMatch(/^name +MAINTAINX RELIATIC MAINTAINKIT MAINTIO UNIASSET$/m);

  await set('name');
  expect(await names()).toEqual(['Excavator A', 'Komatsu', 'Excavator A']);
}, 60_000);

test('a service that does not state the field leaves it to the next one', async () => {
  await set('manufacturer', 'MAINTAINX', 'RELIATIC');
  expect((await names())[1]).toBe('Komatsu');
});

const refused = [
  { words: ['colour', 'reliatic'], said: /field must be one of tagNumber, name/ },
  { words: ['name', 'sap'], said: /service must be one of reliatic/ },
] as const;

test.each(refused)('set $words is refused with what there is', async ({ words: [field, service], said }) => {
  await expect(set(field, service)).rejects.toThrow(said);
  await expect(set(field, service)).rejects.toThrow(ConfigError);
});

test('the command that is refused says so on stderr, and ends with 2', async () => {
  const [{ words, said }] = refused;
  const { code, stderr } = await command(world, 'precedence', 'set', ...words);
  expect([code, stderr]).toEqual([2, expect.stringMatching(said)]);
});
