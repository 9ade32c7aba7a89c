import { LedgerShifted, type Resource } from '../../src/upstream/connector.ts';
import { ConnectorPool } from '../../src/upstream/connector-pool.ts';
import { settings } from './contracts/contract.ts';
import { startService, surroundings, type Received, type Recorded } from './recorded-service.ts';
import * as recorded from './recordings.ts';

const movements: Resource = { name: 'movements', kind: 'stockMovement', mode: 'ledger' };

/** A service that keeps its ledger in this order, and answers no page longer than `cap`. */
async function startWorld(rows: Record<string, unknown>[], cap = 500) {
  const around = surroundings();
  const service = await startService(around.clock.now);
  const answer = ({ query }: Received): Recorded => {
    const offset = Number(query['offset']);
    return recorded.data(rows.slice(offset, offset + Math.min(cap, Number(query['limit']))));
  };
  service.answer('GET /movements', answer);
  const pool = new ConnectorPool(around.deps);
  const connector = pool.get({ id: '1', service: 'MAINTAINKIT', ...settings, baseUrl: service.url });
  const readFrom = async (position: string | null): Promise<string[]> => {
    const found: string[] = [];
    let next = position;
    do {
      const page = await connector.read(movements, next);
      found.push(...page.observations.map(({ externalId }) => externalId));
      next = page.next;
    } while (next !== null);
    return found;
  };
  return { service, connector, readFrom, [Symbol.asyncDispose]: service.stop };
}

const rowsTo = (last: number) => Array.from({ length: last }, (_, index) => recorded.movement(index + 1));
const idsTo = (last: number) => rowsTo(last).map(({ id }) => String(id));

test('a ledger goes on behind the rows known, beginning with the last of them', async () => {
  const rows = rowsTo(7);
  await using world = await startWorld(rows);
  expect(await world.readFrom(null)).toEqual(idsTo(7));
  rows.push(recorded.movement(8), recorded.movement(9));
  expect(await world.readFrom(world.connector.ledgerPosition(7, '7'))).toEqual(['7', '8', '9']);
  expect(world.service.received.map(({ query }) => query)).toEqual([
    { limit: '500', offset: '0' },
    { limit: '500', offset: '6' },
  ]);
});

test('a ledger with nothing known is read from the start', async () => {
  await using world = await startWorld([]);
  expect(world.connector.ledgerPosition(0, null)).toBeNull();
  expect(await world.readFrom(null)).toEqual([]);
});

test.each([20, 100, 499])('a ledger is read to its end although its pages are capped at %i rows', async (cap) => {
  await using world = await startWorld(rowsTo(1200), cap);
  expect([...new Set(await world.readFrom(null))]).toEqual(idsTo(1200));
});

test('a ledger that ignores limit and offset is read whole', async () => {
  await using world = await startWorld([]);
  world.service.answer('GET /movements', recorded.data(rowsTo(600)));
  expect(await world.readFrom(null)).toEqual(idsTo(600));
});

test('a ledger whose order is not the one assumed says so', async () => {
  const newestFirst = rowsTo(7).toReversed();
  await using world = await startWorld(newestFirst);
  await expect(world.readFrom(world.connector.ledgerPosition(5, '5'))).rejects.toThrow(LedgerShifted);
  await expect(world.readFrom(world.connector.ledgerPosition(9, '1'))).rejects.toThrow(LedgerShifted);
});

test('a row without an id does not end the ledger', async () => {
  const rows = rowsTo(60);
  rows[19] = { kind: 'consume' };
  await using world = await startWorld(rows, 20);
  expect(new Set(await world.readFrom(null)).size).toBe(59);
});

test('a position that is none is a fault of the program', async () => {
  await using world = await startWorld([]);
  await expect(world.readFrom('somewhere')).rejects.toThrow(RangeError);
});
