import fc from 'fast-check';
import { allRiskCells, defaultRiskMatrix, riskLevels } from '../../src/domain/rbi.ts';
import { houseRules, rulesAt, tenantRuleFaults, type TenantRules } from '../../src/domain/tenant-rules.ts';

const messagesOf = (rules: Partial<TenantRules>) =>
  tenantRuleFaults({ ...houseRules, ...rules }).map(({ message }) => message);

test("the house's own rules have no fault", () => {
  expect(tenantRuleFaults(houseRules)).toEqual([]);
});

describe('thresholds', () => {
  test('may be any three rising RPN', () => {
    const three = fc.uniqueArray(fc.integer({ min: 1, max: 1000 }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(three, (drawn) => {
        const [medium = 0, high = 0, critical = 0] = drawn.toSorted((left, right) => left - right);
        expect(messagesOf({ rpnThresholds: { medium, high, critical } })).toEqual([]);
      }),
    );
  });

  test.each([
    [{ medium: 125, high: 125, critical: 200 }],
    [{ medium: 200, high: 125, critical: 60 }],
    [{ medium: 0, high: 125, critical: 200 }],
    [{ medium: 60, high: 125, critical: 1001 }],
    [{ medium: 60.5, high: 125, critical: 200 }],
    [{ medium: 60, high: Number.NaN, critical: 200 }],
  ])('%j are none', (rpnThresholds) => {
    expect(messagesOf({ rpnThresholds })).toEqual([expect.stringMatching(/^rpnThresholds must be whole numbers/)]);
  });
});

describe('a risk matrix', () => {
  const withLevel = (cell: string, level: (typeof riskLevels)[number]) => ({
    riskMatrix: { version: 'site-1', levels: { ...defaultRiskMatrix.levels, [cell]: level } },
  });

  test('must not fall where a risk gets likelier or graver, and says in which cells it does', () => {
    expect(messagesOf(withLevel('4C', 'LOW'))).toEqual(
      expect.arrayContaining([expect.stringContaining('must not rank 4C below 3C')]),
    );
    expect(messagesOf(withLevel('1A', 'HIGH')).length).toBeGreaterThan(10);
    expect(messagesOf(withLevel('1A', 'LOW'))).toEqual([]);
  });

  test('of any levels is taken exactly when it never falls', () => {
    const index = fc.integer({ min: 0, max: 3 });
    const steps = fc.array(index, { minLength: 25, maxLength: 25 });
    fc.assert(
      fc.property(steps, (drawn) => {
        const rank = (cell: string) => drawn[allRiskCells.findIndex((each) => each.cell === cell)] ?? 0;
        const levels = Object.fromEntries(allRiskCells.map(({ cell }) => [cell, riskLevels[rank(cell)] ?? 'LOW']));
        const falls = allRiskCells.some((one) =>
          allRiskCells.some(
            (other) =>
              other.probabilityOfFailure >= one.probabilityOfFailure &&
              other.consequenceOfFailure >= one.consequenceOfFailure &&
              rank(other.cell) < rank(one.cell),
          ),
        );
        expect(messagesOf({ riskMatrix: { version: 'drawn', levels } }).length > 0).toBe(falls);
      }),
    );
  });

  test('must have a level in each of its cells', () => {
    const { '2D': _, ...levels } = defaultRiskMatrix.levels;
    expect(messagesOf({ riskMatrix: { version: 'torn', levels } })).toEqual([expect.stringMatching(/ in 2D$/)]);
  });
});

describe('a ladder', () => {
  const ladder = (...days: number[]) => ({
    ladder: days.map((afterDays, index) => ({ level: index + 1, afterDays, escalatesTo: 'owner' })),
  });

  test.each([[[0.5]], [[1, 2, 3, 4]], [[30, 3650]]])('of %j days is one', (days) => {
    expect(messagesOf(ladder(...days))).toEqual([]);
  });

  test.each([
    [[0], /^step 1 .*more than 0/],
    [[1, 1], /^step 2 .*more than 1/],
    [[3, 2], /^step 2 .*more than 3/],
    [[1, 3651], /^step 2 .*at most 3650/],
    [[Number.NaN], /^step 1/],
    [[], /1 to 4 steps, not 0/],
    [[1, 2, 3, 4, 5], /not 5/],
  ])('of %j days is none', (days, message) => {
    expect(messagesOf(ladder(...days))).toEqual([expect.stringMatching(message)]);
  });
});

test('rules hold from their moment on, until the next ones, whatever order they are read in', () => {
  const rules = (version: string): TenantRules => ({ ...houseRules, riskMatrix: { ...defaultRiskMatrix, version } });
  const history = [
    { since: new Date('2026-03-01T00:00:00Z'), rules: rules('b') },
    { since: new Date('2026-02-01T00:00:00Z'), rules: rules('a') },
  ];
  const versionAt = (moment: string) => rulesAt(history, new Date(moment)).riskMatrix.version;
  expect(versionAt('2026-01-31T23:59:59Z')).toBe(defaultRiskMatrix.version);
  expect(versionAt('2026-02-01T00:00:00Z')).toBe('a');
  expect(versionAt('2026-02-28T00:00:00Z')).toBe('a');
  expect(versionAt('2026-03-02T00:00:00Z')).toBe('b');
});
