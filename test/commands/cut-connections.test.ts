import { ask, startCommandPlant, type Asked, type CommandPlant } from './every-command.ts';
import { cuts, startCuttingProxy, type Cut, type CuttingProxy } from './cutting-proxy.ts';

let plant: CommandPlant;
let proxy: CuttingProxy;
beforeAll(async () => {
  proxy = await startCuttingProxy();
  plant = await startCommandPlant({ fetch: proxy.fetch, limits: { breakerPauseMs: 1 } });
  await plant.world.sandbox.pool.query(`
    create function public.refuse() returns trigger language plpgsql as
      $$ begin raise exception 'the disk is full'; end $$;
    create trigger refuse before update on public.command for each row
      when (new.status = 'SUCCEEDED' and new.service is not null) execute function public.refuse();
    alter table public.command disable trigger refuse`);
}, 60_000);
afterAll(async () => {
  await plant.world[Symbol.asyncDispose]();
  await proxy[Symbol.asyncDispose]();
});

let times = 0;

/** The last command's row. */
async function lastRow() {
  const { prisma } = plant.world.gateway.database;
  return prisma.command.findFirstOrThrow({ where: { service: { not: null } }, orderBy: { sequence: 'desc' } });
}

async function settle(service: Asked['service']): Promise<void> {
  const { world } = plant;
  for (const _ of [1, 2]) {
    await world.gateway.seeToCommands(world.connections[service]);
    world.clock.advance({ seconds: 61 });
  }
  await world.gateway.seeToCommands(world.connections[service]);
}

/** What the command and its service have come to, once everything is settled. */
async function outcomeOf({ mutation, input, service }: Asked, breakIt: (isOn: boolean) => Promise<void>) {
  times += 1;
  const given = await input(times);
  await breakIt(true);
  proxy.effects.length = 0;
  const before = (await lastRow()).id;
  await ask(plant.world, mutation, given);
  await breakIt(false);
  const { id, status: first } = await lastRow();
  expect([mutation, id]).not.toEqual([mutation, before]);
  await settle(service);
  return { first, last: await lastRow(), effects: proxy.effects.length };
}

const breakWire = (cut: Cut) => (isOn: boolean) => {
  proxy.cut = isOn ? cut : null;
  return Promise.resolve();
};

const breakCommit = async (isOn: boolean) => {
  await plant.world.sandbox.pool.query(`alter table public.command ${isOn ? 'enable' : 'disable'} trigger refuse`);
};

describe.each(cuts)('a connection that is cut: %s', (cut) => {
  test('every command has one effect or none, and says which', async () => {
    for (const asked of plant.commands) {
      const { first, last, effects } = await outcomeOf(asked, breakWire(cut));
      const said = `${asked.service} ${asked.mutation}: ${last.status} with ${effects} effects`;
      const isRepeated = asked.service === 'maintio' && asked.mutation !== 'generateTags';
      const isDone = isRepeated || cut === 'unanswered' || cut === 'headless' || cut === 'halfway';
      const expected = isDone ? 'SUCCEEDED with 1 effects' : 'REJECTED with 0 effects';
      // What is written to UniAsset can't be read back: it is said to be unknown, and left to a person.
      const isUnknown = asked.service === 'uniasset' && cut !== 'before';
      const outcome = isUnknown ? `UNCERTAIN with ${isDone ? 1 : 0} effects` : expected;
      expect(said).toBe(`${asked.service} ${asked.mutation}: ${outcome}`);
      if (cut !== 'before' && !isRepeated) expect([asked.mutation, first]).toEqual([asked.mutation, 'UNCERTAIN']);
      expect([asked.mutation, last.settledAt === null]).toEqual([asked.mutation, isUnknown]);
      expect([asked.mutation, last.lookAt]).toEqual([asked.mutation, null]);
    }
  }, 120_000);
});

test('an answer that can not be stored is one effect, and found later', async () => {
  for (const asked of plant.commands) {
    const { first, last, effects } = await outcomeOf(asked, breakCommit);
    const expected = asked.service === 'uniasset' ? 'UNCERTAIN' : 'SUCCEEDED';
    expect([asked.service, asked.mutation, first, last.status, effects]).toEqual([
      asked.service,
      asked.mutation,
      'UNCERTAIN',
      expected,
      1,
    ]);
  }
}, 120_000);
