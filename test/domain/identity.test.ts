import fc from 'fast-check';
import { assetIdByRecordId, comparable, type IdentityDecision, type RecordKeys } from '../../src/domain/identity.ts';
import { services, type Service } from '../../src/domain/records.ts';

const record = (id: string, keys: Partial<RecordKeys> = {}): RecordKeys => ({
  id,
  service: 'RELIATIC',
  externalId: id,
  tagKey: null,
  serialKey: null,
  barcodeKey: null,
  ...keys,
});

const together = (records: readonly RecordKeys[], decisions: readonly IdentityDecision[] = []) =>
  Object.fromEntries(assetIdByRecordId(records, decisions, services));

const linked = (recordId: string, otherId: string): IdentityDecision => ({ recordId, otherId, verdict: 'LINKED' });
const apart = (recordId: string, otherId: string): IdentityDecision => ({ recordId, otherId, verdict: 'APART' });

describe('keys are compared', () => {
  test.each([
    ['exc-a', 'EXCA'],
    [' EXC A ', 'EXCA'],
    ['ＥＸＣ－Ａ', 'EXCA'],
    ['Ñandú 7', 'ÑANDÚ7'],
    ['--', null],
    [null, null],
  ])('%p as %p', (text, key) => {
    expect(comparable(text)).toBe(key);
  });
});

test('an equal tag number, serial number or barcode of one candidate makes one asset, named after the first service', () => {
  for (const key of ['tagKey', 'serialKey', 'barcodeKey'] as const) {
    const records = [record('k', { service: 'MAINTAINKIT', [key]: 'X' }), record('r', { [key]: 'X' })];
    expect(together(records)).toEqual({ r: 'r', k: 'r' });
  }
});

test('two candidates in one service are none, and neither are two records of one service', () => {
  const records = [
    record('r', { tagKey: 'X' }),
    record('k1', { service: 'MAINTAINKIT', tagKey: 'X' }),
    record('k2', { service: 'MAINTAINKIT', tagKey: 'X' }),
  ];
  expect(together(records)).toEqual({ r: 'r', k1: 'k1', k2: 'k2' });
});

test('a weaker key never joins what a stronger one has given to another record of the same service', () => {
  const records = [
    record('r1', { tagKey: 'X' }),
    record('r2', { serialKey: 'S' }),
    record('k', { service: 'MAINTAINKIT', tagKey: 'X', serialKey: 'S' }),
  ];
  expect(together(records)).toEqual({ r1: 'r1', k: 'r1', r2: 'r2' });
});

test('a person links what has nothing in common, and separates what is equal', () => {
  const records = [record('r', { tagKey: 'X' }), record('k', { service: 'MAINTAINKIT', tagKey: 'X' }), record('r2')];
  expect(together(records, [apart('k', 'r')])).toEqual({ r: 'r', k: 'k', r2: 'r2' });
  expect(together(records, [linked('k', 'r2')])).toMatchObject({ r: 'r', k: 'r2', r2: 'r2' });
});

const anyKey = fc.option(fc.constantFrom('A', 'B', 'C'), { nil: null });
const anyRecords = fc
  .array(
    fc.record({
      service: fc.constantFrom<Service>(...services),
      tagKey: anyKey,
      serialKey: anyKey,
      barcodeKey: anyKey,
    }),
    { maxLength: 12 },
  )
  .map((all) => all.map((keys, index) => ({ ...keys, id: `id${index}`, externalId: `ext${(index * 7) % 13}` })));
const anyDecisions = fc.array(
  fc.record({
    recordId: fc.constantFrom('id0', 'id1', 'id2', 'id3'),
    otherId: fc.constantFrom('id4', 'id5', 'id6', 'id7'),
    verdict: fc.constantFrom('LINKED' as const, 'APART' as const),
  }),
  { maxLength: 4 },
);

test('which records are one asset does not depend on the order in which they came', () => {
  fc.assert(
    fc.property(anyRecords, anyDecisions, fc.infiniteStream(fc.nat()), (records, decisions, numbers) => {
      const shuffled = <Item>(items: readonly Item[]) =>
        items
          .map((item) => ({ item, place: numbers.next().value }))
          .toSorted((left, right) => left.place - right.place)
          .map(({ item }) => item);
      // Two decisions about one pair are one row in the table.
      const once = [...new Map(decisions.map((each) => [`${each.recordId} ${each.otherId}`, each])).values()];
      expect(together(shuffled(records), shuffled(once))).toEqual(together(records, once));
    }),
  );
});

test('every asset is one of its own records, and what a person separated stands never together', () => {
  fc.assert(
    fc.property(anyRecords, anyDecisions, (records, decisions) => {
      const assets = assetIdByRecordId(records, decisions, services);
      for (const assetId of assets.values()) expect(assets.get(assetId)).toBe(assetId);
      for (const { recordId, otherId, verdict } of decisions) {
        const isKnown = assets.has(recordId) && assets.has(otherId);
        const isAlsoLinked = decisions.some(
          (each) => each.recordId === recordId && each.otherId === otherId && each.verdict !== verdict,
        );
        if (isKnown && !isAlsoLinked && verdict === 'APART') expect(assets.get(recordId)).not.toBe(assets.get(otherId));
      }
    }),
  );
});
