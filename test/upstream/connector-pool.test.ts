import { ConnectorPool } from '../../src/upstream/connector-pool.ts';
import { surroundings } from './recorded-service.ts';

const connection = {
  id: 'c1',
  service: 'RELIATIC',
  baseUrl: 'https://reliatic.example/api/v1',
  apiKey: 'rl_live_1',
  currency: 'USD',
} as const;

test('a connection has one connector, so that its rate limit is counted once', () => {
  const pool = new ConnectorPool(surroundings().deps);
  expect(pool.get({ ...connection })).toBe(pool.get({ ...connection }));
  expect(pool.get({ ...connection, id: 'c2' })).not.toBe(pool.get(connection));
});

test.each([{ apiKey: 'rl_live_2' }, { baseUrl: 'https://eu.reliatic.example/api/v1' }, { currency: 'EUR' }])(
  'changed settings %j open it anew',
  (change) => {
    const pool = new ConnectorPool(surroundings().deps);
    const before = pool.get(connection);
    const after = pool.get({ ...connection, ...change });
    expect(after).not.toBe(before);
    expect(pool.get({ ...connection, ...change })).toBe(after);
  },
);

test('a forgotten connection is opened anew', () => {
  const pool = new ConnectorPool(surroundings().deps);
  const before = pool.get(connection);
  pool.forget(connection.id);
  expect(pool.get(connection)).not.toBe(before);
});

test('a connector has the writer of its service', () => {
  const pool = new ConnectorPool(surroundings().deps);
  expect(pool.get(connection).writer.transitionAction).toBeInstanceOf(Function);
  expect(pool.get({ ...connection, id: 'c2', service: 'MAINTAINKIT' }).writer.recordMovement).toBeInstanceOf(Function);
});
