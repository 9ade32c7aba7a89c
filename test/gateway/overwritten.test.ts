import { pino } from 'pino';
import { startGateway } from '../../src/main.ts';
import { WebhookReceiver, type ReceivedWebhook } from '../sandbox/webhook-receiver.ts';
import { startWorld, type World } from '../world/world.ts';
import { CrowdedWire } from './crowded-wire.ts';
import { payloadOf } from './mutating.ts';

let world: World<'reliatic'>;
let sent: WebhookReceiver;
const wire = new CrowdedWire();
beforeAll(async () => {
  // Reliatic's webhooks come when the test passes them on, and not before.
  world = await startWorld({ services: ['reliatic'], webhooks: false, gateway: { fetch: wire.fetch } });
  sent = await WebhookReceiver.start();
  const { id, webhookSecret } = world.organizations.reliatic;
  const events = ['asset.updated', 'asset.decommissioned'];
  await world.sandbox.addWebhookEndpoint('reliatic', id, { url: sent.url, secret: webhookSecret, events });
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await sent[Symbol.asyncDispose]();
});
beforeEach(() => {
  Object.assign(wire, { beforePut: null, beforeAnswer: null, isLost: false });
  sent.received.length = 0;
});

interface Asset {
  /** The graph's, and Reliatic's own. */
  id: string;
  theirs: string;
  tagNumber: string;
}

let assets = 0;
async function newAsset(): Promise<Asset> {
  const tagNumber = `P-${(assets += 1)}`;
  const fields = { tag_number: tagNumber, name: 'Pump', manufacturer: 'KSB', location: 'Hall 1' };
  const { id: theirs } = await world.reliatic.createAsset(fields);
  await world.sync();
  const { data } = await world.ask('query ($tag: String!) { assetByTag(tagNumber: $tag) { id } }', { tag: tagNumber });
  return { id: data.assetByTag.id, theirs, tagNumber };
}

/** Somebody else's PUT, on Reliatic's own pages. */
const byAnother = ({ theirs, tagNumber }: Asset, changes: object) =>
  world.reliatic.send('PUT', `/assets/${theirs}`, {
    tag_number: tagNumber,
    name: 'Pump',
    manufacturer: 'KSB',
    location: 'Hall 1',
    asset_type: 'rotating',
    ...changes,
  });

async function passOn({ raw, headers }: ReceivedWebhook, to = world.url): Promise<void> {
  const response = await fetch(`${to}/webhooks/reliatic/${world.connections.reliatic.id}`, {
    method: 'POST',
    headers: { 'x-reliatic-signature': String(headers['x-reliatic-signature']) },
    body: new Uint8Array(raw),
  });
  expect(response.status).toBe(200);
}

const update = ({ id }: Asset, changes: object) =>
  payloadOf(world, 'updateAsset', 'asset { name manufacturer location }', { assetId: id, ...changes });

async function commandOf(id: string) {
  const query = 'query ($id: ID!) { command(id: $id) { status overwritten { field value } } }';
  return (await world.ask(query, { id })).data.command;
}

const look = () => world.gateway.seeToCommands(world.connections.reliatic);

const lost = [{ field: 'manufacturer', value: 'Sulzer' }];

/**
 * Somebody else has another manufacturer written down while a change of the name is under way. `theirs` and `own` pass
 * on the webhook of each change; `answer` is where the gateway gets its answer, or finds out what became of it.
 */
async function play(order: string, isAnswered: boolean): Promise<string> {
  const asset = await newAsset();
  wire.beforePut = () => byAnother(asset, { manufacturer: 'Sulzer' });
  wire.isLost = !isAnswered;
  const [before = [], after = []] = order.split('answer').map((part) => part.split(' ').filter((step) => step !== ''));
  const take = async (steps: readonly string[]) => {
    const [theirs, own] = await sent.atLeast(2);
    for (const step of steps) await passOn((step === 'own' ? own : theirs) as ReceivedWebhook);
  };
  wire.beforeAnswer = () => take(before);
  const { command } = await update(asset, { name: 'Feed pump' });
  expect(command.status).toBe(isAnswered ? 'SUCCEEDED' : 'UNCERTAIN');
  if (!isAnswered) await look();
  await take(after);
  return command.id;
}

const orders = [
  'answer own theirs',
  'answer theirs own',
  'own answer theirs',
  'theirs answer own',
  'own theirs answer',
  'theirs own answer',
  'own own answer own theirs theirs',
];
/** Where the webhook of the own change never comes, the other one tells of it; and the other way round. */
const withLosses = ['answer own', 'own answer', 'answer theirs', 'theirs answer'];

describe.each([
  ['answered', true],
  ['answered in vain, and found by its effect', false],
] as const)('a change written over by an update that is %s', (_, isAnswered) => {
  test.each([...orders, ...withLosses])('is reported when it is told in this order: %s', async (order) => {
    const id = await play(order, isAnswered);
    expect(await commandOf(id)).toEqual({ status: 'SUCCEEDED', overwritten: lost });
  });

  test('is not when no webhook of it comes: nothing is claimed', async () => {
    const id = await play('answer', isAnswered);
    expect(await commandOf(id)).toEqual({ status: 'SUCCEEDED', overwritten: [] });
  });
});

test('who was told of the end is told again when the loss is known, once', async () => {
  const told = 'subscription { commandSettled { command { status overwritten { field value } } } }';
  const listening = await world.subscribe(told);
  const id = await play('answer own own theirs', true);
  expect(await listening.next()).toMatchObject({ commandSettled: { command: { status: 'SUCCEEDED' } } });
  const known = { commandSettled: { command: { status: 'SUCCEEDED', overwritten: lost } } };
  expect(await listening.next()).toEqual(known);
  expect(listening.waiting()).toBe(0);
  await listening.stop();
  const late = await world.subscribe(
    'subscription ($ids: [ID!]) { commandSettled(ids: $ids) { command { status overwritten { field value } } } }',
    { ids: [id] },
  );
  expect(await late.next()).toEqual(known);
  await late.stop();
});

test('the other gateway on the database may be the one that hears of it', async () => {
  await using other = await startGateway({
    databaseUrl: world.gateway.database.url,
    sealingKey: 'ab'.repeat(32),
    host: '127.0.0.1',
    port: 0,
    logger: pino({ level: 'silent' }),
    clock: world.clock,
  });
  const asset = await newAsset();
  wire.beforePut = () => byAnother(asset, { manufacturer: 'Sulzer' });
  const { command } = await update(asset, { name: 'Feed pump' });
  const [, own] = await sent.atLeast(2);
  await passOn(own as ReceivedWebhook, other.url);
  expect(await commandOf(command.id)).toEqual({ status: 'SUCCEEDED', overwritten: lost });
});

test('every field that was lost is named, and what both wrote alike is not lost', async () => {
  const asset = await newAsset();
  const parent = await newAsset();
  sent.received.length = 0;
  wire.beforePut = () =>
    byAnother(asset, {
      name: 'Their pump',
      location: null,
      model: 'CPK',
      parent_id: parent.theirs,
      required_thickness_mm: 4.5,
    });
  const { command } = await update(asset, { name: 'My pump', model: 'CPK' });
  for (const each of await sent.atLeast(2)) await passOn(each);
  const { overwritten } = await commandOf(command.id);
  expect(new Map(overwritten.map(({ field, value }: { field: string; value: string }) => [field, value]))).toEqual(
    new Map([
      ['name', 'Their pump'],
      ['location', null],
      ['parentId', parent.id],
      ['requiredThicknessMm', '4.5'],
    ]),
  );
});

test('an asset that somebody took out of service meanwhile is in service again, and that is said', async () => {
  const asset = await newAsset();
  wire.beforePut = () => world.reliatic.send('DELETE', `/assets/${asset.theirs}`);
  const { command } = await update(asset, { name: 'Feed pump' });
  for (const each of await sent.atLeast(2)) await passOn(each);
  expect(await commandOf(command.id)).toMatchObject({ overwritten: [{ field: 'lifecycle', value: 'DECOMMISSIONED' }] });
});

test('what was changed before the reading or after the writing is not written over', async () => {
  const asset = await newAsset();
  await byAnother(asset, { location: 'Hall 2' });
  const { command } = await update(asset, { name: 'Feed pump' });
  world.clock.advance({ seconds: 5 });
  await byAnother(asset, { name: 'Their pump', location: 'Hall 2' });
  await byAnother(asset, { name: 'Feed pump', location: 'Hall 2' });
  const changes = await sent.atLeast(4);
  for (const each of changes.toReversed()) await passOn(each);
  expect(await commandOf(command.id)).toEqual({ status: 'SUCCEEDED', overwritten: [] });
});

test('an update that meets nobody else says so', async () => {
  const asset = await newAsset();
  const { command } = await update(asset, { name: 'Feed pump' });
  for (const each of await sent.atLeast(1)) await passOn(each);
  expect(await commandOf(command.id)).toEqual({ status: 'SUCCEEDED', overwritten: [] });
});
