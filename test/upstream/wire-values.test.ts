import { riskLevels } from '../../src/domain/rbi.ts';
import {
  CalendarDate,
  Decimal,
  Instant,
  knownWord,
  moneyOf,
  NativeId,
  Quantity,
  WordOf,
} from '../../src/upstream/wire-values.ts';

test.each<[string | number, string]>([
  [1_780_517_417_000, '2026-06-03T20:10:17.000Z'],
  [1_780_517_417, '2026-06-03T20:10:17.000Z'],
  ['1780517417000', '2026-06-03T20:10:17.000Z'],
  ['2026-04-01T12:00:00Z', '2026-04-01T12:00:00.000Z'],
  ['2026-04-01T12:00:00.250+02:00', '2026-04-01T10:00:00.250Z'],
  ['2026-04-01T12:00:00', '2026-04-01T12:00:00.000Z'],
  ['2026-04-01 12:00', '2026-04-01T12:00:00.000Z'],
  ['2026-04-01', '2026-04-01T00:00:00.000Z'],
])('the moment %s is %s', (raw, iso) => {
  expect(Instant.parse(raw).toISOString()).toBe(iso);
});

const beyondCalendars = ['0000-12-31T00:00:00Z', '0001-01-01T00:00:00+14:00', '9999-12-31T23:00:00-14:00', 1e15, -1e15];

test.each(['', 'soon', '5', '2026-13-01', '01/04/2026', '2026-04-01T25:00:00Z', ...beyondCalendars])(
  '%j is no moment',
  (raw) => {
    expect(Instant.safeParse(raw).success).toBe(false);
  },
);

test.each([
  ['2026-02-11', '2026-02-11'],
  ['2026-02-11T23:30:00-05:00', '2026-02-11'],
  ['2026-02-11 08:00', '2026-02-11'],
])('the date of %s is %s', (raw, date) => {
  expect(CalendarDate.parse(raw)).toBe(date);
});

test.each(['2026-02-30', '11.02.2026', '2026-2-1', '', '0000-12-31'])('%j is no date', (raw) => {
  expect(CalendarDate.safeParse(raw).success).toBe(false);
});

test.each(['MEDIUM_HIGH', 'medium high', 'Medium-High', 'mediumHigh'])('%s is a risk level', (raw) => {
  expect(knownWord(riskLevels, raw)).toBe('MEDIUM_HIGH');
});

test.each(['4C', 'severe', '', null, undefined, 7, {}])('%j is no risk level, and no error', (raw) => {
  expect(knownWord(riskLevels, raw)).toBeNull();
  expect(WordOf(riskLevels).parse(raw)).toBe('UNKNOWN');
});

test('quantities keep every decimal they are written with, and three at most', () => {
  expect(Quantity.parse(0.1).toFixed()).toBe('0.1');
  expect(Quantity.parse('18.250').toFixed()).toBe('18.25');
  for (const raw of [0.0001, '', 'a few', null, true]) expect(Quantity.safeParse(raw).success).toBe(false);
});

test('decimals are read as they are written', () => {
  expect(Decimal.parse('4.666666').toFixed()).toBe('4.666666');
  for (const raw of ['', 'long', null]) expect(Decimal.safeParse(raw).success).toBe(false);
});

test('whole cents are money in the currency of the connection', () => {
  expect(moneyOf(18500, 'USD')).toEqual({ amountMinor: 18500, currency: 'USD' });
  expect(moneyOf(null, 'USD')).toBeNull();
});

test.each<[string | number, string]>([
  [41, '41'],
  ['41', '41'],
  ['0F8FAD5B-D9CB-469F-A165-70867728950E', '0f8fad5b-d9cb-469f-a165-70867728950e'],
  ['CLX9truck', 'CLX9truck'],
])('the id %j is %s', (raw, id) => {
  expect(NativeId.parse(raw)).toBe(id);
});
