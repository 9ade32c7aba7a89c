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

/** What is written to Maint.io with an id of the gateway's own is simply sent again. */
const isRepeated = ({ service, mutation }: Asked): boolean => service === 'maintio' && mutation !== 'generateTags';

/** What is written to UniAsset can't be read back: it is said to be unknown, and left to a person. */
const isUnknown = ({ service }: Asked, cut: Cut): boolean => service === 'uniasset' && cut !== 'before';

function expected(asked: Asked, cut: Cut) {
  const isDone = isRepeated(asked) || (cut !== 'before' && cut !== 'swallowed');
  const status = isDone ? 'SUCCEEDED' : 'REJECTED';
  return { status: isUnknown(asked, cut) ? 'UNCERTAIN' : status, effects: isDone ? 1 : 0 };
}

describe.each(cuts)('a connection that is cut: %s', (cut) => {
  test('every command has one effect or none, and says which', async () => {
    for (const asked of plant.commands) {
      const { mutation, service } = asked;
      const { first, last, effects } = await outcomeOf(asked, breakWire(cut));
      const { status, lookAt, settledAt } = last;
      expect({ service, mutation, status, effects }).toEqual({ service, mutation, ...expected(asked, cut) });
      if (cut !== 'before' && !isRepeated(asked)) expect([mutation, first]).toEqual([mutation, 'UNCERTAIN']);
      expect([mutation, lookAt, settledAt === null]).toEqual([mutation, null, isUnknown(asked, cut)]);
    }
  }, 120_000);
});

test('an answer that can not be stored is one effect, and found later', async () => {
  for (const asked of plant.commands) {
    const { first, last, effects } = await outcomeOf(asked, breakCommit);
    const { service, mutation } = asked;
    const status = service === 'uniasset' ? 'UNCERTAIN' : 'SUCCEEDED';
    const outcome = { service, mutation, first, status: last.status, effects };
    expect(outcome).toEqual({ service, mutation, first: 'UNCERTAIN', status, effects: 1 });
  }
}, 120_000);
