import Big from 'big.js';
import fc from 'fast-check';
import { ledgerEntries, movementFaults, movementKinds } from '../../src/domain/stock.ts';
import type { LedgerEntry, MovementInput } from '../../src/domain/stock.ts';
import { quantities } from './arbitraries.ts';

const location = fc.constantFrom('yard', 'store', 'van');
const quantity = quantities({ min: -5, max: 50 });

/** Movements as anyone might send them: some too large for the stock, some against the rules. */
const movements: fc.Arbitrary<MovementInput> = fc.oneof(
  fc.record({ kind: fc.constant('RECEIVE' as const), locationId: location, quantity }),
  fc.record({ kind: fc.constant('CONSUME' as const), locationId: location, quantity }),
  fc.record({
    kind: fc.constant('ADJUST' as const),
    locationId: location,
    quantityDelta: quantities({ min: -50, max: 50 }),
  }),
  fc.record({ kind: fc.constant('COUNT' as const), locationId: location, counted: quantity }),
  fc.record({ kind: fc.constant('TRANSFER' as const), fromLocationId: location, toLocationId: location, quantity }),
);

function sum(entries: readonly LedgerEntry[]): Big {
  return entries.reduce((total, entry) => total.plus(entry.quantityDelta), new Big(0));
}

function onHandIn(ledger: readonly LedgerEntry[]): (locationId: string) => Big {
  return (locationId) => sum(ledger.filter((entry) => entry.locationId === locationId));
}

/** What is on hand after a movement, told without a ledger. */
function expectedOnHand(input: MovementInput, locationId: string, before: Big): Big {
  switch (input.kind) {
    case 'RECEIVE':
      return locationId === input.locationId ? before.plus(input.quantity) : before;
    case 'CONSUME':
      return locationId === input.locationId ? before.minus(input.quantity) : before;
    case 'ADJUST':
      return locationId === input.locationId ? before.plus(input.quantityDelta) : before;
    case 'COUNT':
      return locationId === input.locationId ? input.counted : before;
    case 'TRANSFER':
      if (locationId === input.fromLocationId) return before.minus(input.quantity);
      return locationId === input.toLocationId ? before.plus(input.quantity) : before;
  }
}

const shelf = onHandIn([{ locationId: 'store', quantityDelta: new Big(10) }]);

function rowsOf(input: MovementInput): string[] | string {
  const outcome = ledgerEntries(input, shelf);
  if (!outcome.ok) return outcome.faults.map((fault) => `${fault.code} ${fault.field.join('.')}`).join();
  return outcome.entries.map((entry) => `${entry.locationId} ${entry.quantityDelta.toFixed()}`);
}

describe('the stock ledger', () => {
  test('sums to what is on hand under any movements, never below zero', () => {
    fc.assert(
      fc.property(fc.array(movements, { maxLength: 60 }), (story) => {
        const ledger: LedgerEntry[] = [];
        for (const input of story) {
          const before = onHandIn(ledger);
          const expected = new Map(['yard', 'store', 'van'].map((id) => [id, expectedOnHand(input, id, before(id))]));
          const outcome = ledgerEntries(input, before);
          const isPossible = movementFaults(input).length === 0 && [...expected.values()].every((left) => left.gte(0));
          expect(outcome.ok).toBe(isPossible);
          if (!outcome.ok) continue;
          ledger.push(...outcome.entries);
          for (const [id, onHand] of expected) expect(onHandIn(ledger)(id).eq(onHand)).toBe(true);
        }
      }),
    );
  });

  test('gets one row for each movement, and two that cancel out for a transfer', () => {
    fc.assert(
      fc.property(movements, (input) => {
        const outcome = ledgerEntries(input, () => new Big(100));
        fc.pre(outcome.ok);
        expect(outcome.entries).toHaveLength(input.kind === 'TRANSFER' ? 2 : 1);
        if (input.kind === 'TRANSFER') expect(sum(outcome.entries).eq(0)).toBe(true);
      }),
    );
  });

  test('tells each kind of movement by its sign', () => {
    expect(rowsOf({ kind: 'RECEIVE', locationId: 'store', quantity: new Big('2.5') })).toEqual(['store 2.5']);
    expect(rowsOf({ kind: 'CONSUME', locationId: 'store', quantity: new Big(10) })).toEqual(['store -10']);
    expect(rowsOf({ kind: 'ADJUST', locationId: 'store', quantityDelta: new Big('-0.001') })).toEqual(['store -0.001']);
    expect(rowsOf({ kind: 'ADJUST', locationId: 'yard', quantityDelta: new Big(3) })).toEqual(['yard 3']);
    expect(rowsOf({ kind: 'COUNT', locationId: 'store', counted: new Big(7) })).toEqual(['store -3']);
    expect(rowsOf({ kind: 'TRANSFER', fromLocationId: 'store', toLocationId: 'van', quantity: new Big(4) })).toEqual([
      'store -4',
      'van 4',
    ]);
  });

  test('gets a row for a count that found what was expected', () => {
    expect(rowsOf({ kind: 'COUNT', locationId: 'store', counted: new Big(10) })).toEqual(['store 0']);
    expect(rowsOf({ kind: 'COUNT', locationId: 'yard', counted: new Big(0) })).toEqual(['yard 0']);
  });

  test('refuses to go below zero, and points at the quantity', () => {
    const tooMuch = new Big('10.001');
    expect(rowsOf({ kind: 'CONSUME', locationId: 'store', quantity: tooMuch })).toBe(
      'INSUFFICIENT_STOCK consume.quantity',
    );
    expect(rowsOf({ kind: 'ADJUST', locationId: 'store', quantityDelta: tooMuch.neg() })).toBe(
      'INSUFFICIENT_STOCK adjust.quantityDelta',
    );
    expect(rowsOf({ kind: 'TRANSFER', fromLocationId: 'store', toLocationId: 'van', quantity: tooMuch })).toBe(
      'INSUFFICIENT_STOCK transfer.quantity',
    );
    const outcome = ledgerEntries({ kind: 'CONSUME', locationId: 'store', quantity: tooMuch }, shelf);
    expect(outcome).toMatchObject({ faults: [{ message: 'Only 10 on hand, 10.001 asked for' }] });
  });

  test('takes what puts it right where it stands below zero', () => {
    const below = () => new Big(-5);
    expect(ledgerEntries({ kind: 'RECEIVE', locationId: 'store', quantity: new Big(2) }, below).ok).toBe(true);
    expect(ledgerEntries({ kind: 'ADJUST', locationId: 'store', quantityDelta: new Big('0.5') }, below).ok).toBe(true);
    expect(ledgerEntries({ kind: 'COUNT', locationId: 'store', counted: new Big(0) }, below)).toMatchObject({
      ok: true,
    });
    expect(ledgerEntries({ kind: 'CONSUME', locationId: 'store', quantity: new Big(2) }, below).ok).toBe(false);
  });
});

describe('a movement', () => {
  const locationId = 'store';
  const legs = { fromLocationId: 'store', toLocationId: 'van' };

  test.each<[string, MovementInput]>([
    ['receive.quantity', { kind: 'RECEIVE', locationId, quantity: new Big(0) }],
    ['receive.quantity', { kind: 'RECEIVE', locationId, quantity: new Big(-1) }],
    ['receive.quantity', { kind: 'RECEIVE', locationId, quantity: new Big('0.0001') }],
    ['receive.quantity', { kind: 'RECEIVE', locationId, quantity: new Big('1e12') }],
    ['receive.unitCost', costing(-1)],
    ['receive.unitCost', costing(0.5)],
    ['consume.quantity', { kind: 'CONSUME', locationId, quantity: new Big(0) }],
    ['consume.quantity', { kind: 'CONSUME', locationId, quantity: new Big('1.2345') }],
    ['adjust.quantityDelta', { kind: 'ADJUST', locationId, quantityDelta: new Big(0) }],
    ['adjust.quantityDelta', { kind: 'ADJUST', locationId, quantityDelta: new Big('-0.0001') }],
    ['count.counted', { kind: 'COUNT', locationId, counted: new Big('-0.001') }],
    ['count.counted', { kind: 'COUNT', locationId, counted: new Big('0.0001') }],
    ['transfer.quantity', { kind: 'TRANSFER', ...legs, quantity: new Big(0) }],
    ['transfer.toLocationId', { kind: 'TRANSFER', fromLocationId: 'van', toLocationId: 'van', quantity: new Big(1) }],
  ])('is refused at %s', (path, input) => {
    const faults = movementFaults(input);
    expect(faults.map((fault) => fault.field.join('.'))).toEqual([path]);
    expect(faults[0]?.code).toBe('BAD_USER_INPUT');
    expect(faults[0]?.message).toContain(path.split('.')[1]);
    expect(ledgerEntries(input, () => new Big(100))).toEqual({ ok: false, faults });
  });

  test.each<[string, MovementInput]>([
    ['quantity must be above 0; it is -2', { kind: 'CONSUME', locationId, quantity: new Big(-2) }],
    ['quantityDelta must not be 0; it is 0', { kind: 'ADJUST', locationId, quantityDelta: new Big(0) }],
    ['counted must not be negative; it is -2', { kind: 'COUNT', locationId, counted: new Big(-2) }],
    ['unitCost must be a whole number of minor units, 0 or more, not -1', costing(-1)],
    [
      'quantity must have at most 3 decimal places and be below 1000000000000 in size, not 0.0001',
      { kind: 'CONSUME', locationId, quantity: new Big('0.0001') },
    ],
  ])('is told what is allowed: %s', (message, input) => {
    expect(movementFaults(input).map((fault) => fault.message)).toEqual([message]);
  });

  test('is told all that is wrong with it at once', () => {
    const faults = movementFaults({
      kind: 'TRANSFER',
      fromLocationId: 'van',
      toLocationId: 'van',
      quantity: new Big('-0.0001'),
    });
    expect(faults.map((fault) => fault.field.at(-1))).toEqual(['quantity', 'quantity', 'toLocationId']);
  });

  test.each<[string, MovementInput]>([
    ['a receipt that costs nothing', costing(0)],
    ['a receipt with its cost', costing(18_500)],
    ['an adjustment down', { kind: 'ADJUST', locationId, quantityDelta: new Big('-0.001') }],
    ['a count of an empty shelf', { kind: 'COUNT', locationId, counted: new Big(0) }],
    ['a transfer', { kind: 'TRANSFER', ...legs, quantity: new Big('999999999999.999') }],
  ])('may be %s', (_what, input) => {
    expect(movementFaults(input)).toEqual([]);
  });

  test('is one of five kinds', () => {
    expect(movementKinds).toEqual(['RECEIVE', 'CONSUME', 'ADJUST', 'COUNT', 'TRANSFER']);
  });

  function costing(amountMinor: number): MovementInput {
    return { kind: 'RECEIVE', locationId, quantity: new Big(1), unitCost: { amountMinor, currency: 'USD' } };
  }
});
