/** Requests that no client sends on purpose: each is told what is wrong, and nobody else notices. */
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { startWorld, type World } from '../world/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const upgrade = (path: string) =>
  [
    `GET ${path} HTTP/1.1`,
    'Host: localhost',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    '\r\n',
  ].join('\r\n');

test.each(['//', '/\\', '/nowhere', '//graphql'])(
  'a socket at %s is hung up on, and the gateway lives',
  async (path) => {
    const socket = connect(Number(new URL(world.url).port), '127.0.0.1');
    socket.write(upgrade(path));
    expect(await text(socket)).toBe('');
    expect((await world.ask('{ viewer { tenant } }')).status).toBe(200);
  },
);

async function post(body: object, headers: object = {}): Promise<{ status: number; errors: object[] }> {
  const response = await fetch(`${world.url}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${world.keys.read}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const { errors } = (await response.json()) as { errors: object[] };
  return { status: response.status, errors };
}

test('the name of an operation that the document has not is BAD_USER_INPUT', async () => {
  const refused = {
    status: 400,
    errors: [{ message: 'Unknown operation named "B".', extensions: { code: 'BAD_USER_INPUT' } }],
  };
  expect(await post({ query: 'query A { viewer { tenant } }', operationName: 'B' })).toEqual(refused);
  const { errors } = await post({ query: 'query A { viewer { tenant } } query B { viewer { tenant } }' });
  expect(errors).toEqual([
    { message: expect.stringContaining('operation name'), extensions: { code: 'BAD_USER_INPUT' } },
  ]);
});

test.each(['{ stockLow { onHand } }', '{ alertEscalated { level } }', '{ commandSettled { command { id } } }'])(
  'subscription %s over HTTP is told where subscriptions are heard',
  async (selection) => {
    const { status, errors } = await post({ query: `subscription ${selection}` });
    expect(status).toBe(400);
    expect(errors).toEqual([{ message: expect.stringContaining('WebSocket'), extensions: { code: 'BAD_USER_INPUT' } }]);
  },
);

test.each([
  ['too large a body', { query: '#'.repeat(1_100_000) }, {}, 413],
  ['a content type that is none', { query: '{ viewer { tenant } }' }, { 'content-type': '%' }, 415],
])('%s is refused as everything else is', async (_, body, headers, status) => {
  expect(await post(body, headers)).toEqual({
    status,
    errors: [{ message: expect.any(String), extensions: { code: 'BAD_USER_INPUT' } }],
  });
});

test.each([
  ['of wrong syntax', '{ viewer {', 'Syntax Error'],
  ['too long', `{ viewer { ${'tenant '.repeat(16_000)} } }`, 'tokens'],
  ['nested too deeply', `{ assets { nodes ${'{ parent '.repeat(7000)}`, 'stack'],
])('over a WebSocket a document that is %s ends its own operation alone', async (_, document, said) => {
  const sockets = createClient({
    url: `${world.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${world.keys.read}` },
    retryAttempts: 0,
    lazyCloseTimeout: 60_000,
  });
  const closings: unknown[] = [];
  sockets.on('closed', (event) => closings.push(event));
  const ask = async (query: string) => {
    for await (const item of sockets.iterate({ query })) return item;
    return null;
  };
  await expect(ask(document)).rejects.toMatchObject([
    { message: expect.stringContaining(said), extensions: { code: 'BAD_USER_INPUT' } },
  ]);
  expect(await ask('{ viewer { tenant } }')).toMatchObject({ data: { viewer: { tenant: 'Plant plant' } } });
  expect(closings).toEqual([]);
  await sockets.dispose();
});

test('none of this was a fault of the gateway', () => {
  expect(world.warnings).toEqual([]);
});
