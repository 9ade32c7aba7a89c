import fc from 'fast-check';
import { allRiskCells, defaultRiskMatrix, rankRisk, riskCell, riskFaults, riskLevels } from '../../src/domain/rbi.ts';
import { notWithin } from './arbitraries.ts';

function rankOf(probabilityOfFailure: number, consequenceOfFailure: number): number {
  return riskLevels.indexOf(rankRisk(defaultRiskMatrix, probabilityOfFailure, consequenceOfFailure).level);
}

describe('the risk matrix', () => {
  test('names a cell by its probability digit and its consequence letter', () => {
    expect(riskCell(4, 3)).toBe('4C');
    expect(riskCell(1, 1)).toBe('1A');
    expect(riskCell(5, 5)).toBe('5E');
  });

  test('has 25 cells, each named once, and the default ranks exactly those', () => {
    const names = allRiskCells.map(({ cell }) => cell);
    expect(new Set(names).size).toBe(25);
    expect(Object.keys(defaultRiskMatrix.levels).toSorted()).toEqual(names.toSorted());
    for (const { cell, probabilityOfFailure, consequenceOfFailure } of allRiskCells) {
      expect(riskCell(probabilityOfFailure, consequenceOfFailure)).toBe(cell);
    }
  });

  test.each([
    [5, 'MH MH MH H H'],
    [4, 'M M MH MH H'],
    [3, 'L L M MH H'],
    [2, 'L L M M MH'],
    [1, 'L L M M MH'],
  ])('ranks probability %i as %s over the consequences A to E', (probabilityOfFailure, expected) => {
    const short = { LOW: 'L', MEDIUM: 'M', MEDIUM_HIGH: 'MH', HIGH: 'H' };
    const row = [1, 2, 3, 4, 5].map((consequence) => rankRisk(defaultRiskMatrix, probabilityOfFailure, consequence));
    expect(row.map(({ level }) => short[level]).join(' ')).toBe(expected);
  });

  test('never ranks a likelier or a graver failure lower', () => {
    const category = fc.integer({ min: 1, max: 5 });
    fc.assert(
      fc.property(category, category, category, category, (probability, consequence, likelier, graver) => {
        fc.pre(likelier >= probability && graver >= consequence);
        expect(rankOf(likelier, graver)).toBeGreaterThanOrEqual(rankOf(probability, consequence));
      }),
      { numRuns: 2000 },
    );
  });

  test("ranks by the tenant's own levels, and tells the cell", () => {
    const flat = {
      version: 'flat-7',
      levels: Object.fromEntries(allRiskCells.map(({ cell }) => [cell, 'LOW' as const])),
    };
    expect(rankRisk(flat, 5, 5)).toEqual({ cell: '5E', level: 'LOW' });
    expect(rankRisk(defaultRiskMatrix, 4, 3)).toEqual({ cell: '4C', level: 'MEDIUM_HIGH' });
  });

  test('that leaves a cell out says which, and by which version', () => {
    expect(() => rankRisk({ version: 'torn-2', levels: {} }, 2, 4)).toThrow(/torn-2.*2D/);
  });

  test('has no place for a category that is no whole number from 1 to 5', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), notWithin(1, 5), (right, wrong) => {
        expect(() => riskCell(wrong, right)).toThrow(/probabilityOfFailure/);
        expect(() => rankRisk(defaultRiskMatrix, right, wrong)).toThrow(RangeError);
        const faults = riskFaults({ probabilityOfFailure: right, consequenceOfFailure: wrong });
        expect(faults).toEqual([
          {
            field: ['consequenceOfFailure'],
            code: 'BAD_USER_INPUT',
            message: `consequenceOfFailure must be a whole number from 1 to 5, not ${wrong}`,
          },
        ]);
        expect(riskFaults({ probabilityOfFailure: wrong, consequenceOfFailure: wrong })).toHaveLength(2);
      }),
    );
  });

  test('takes all of its own categories', () => {
    expect(allRiskCells.flatMap(riskFaults)).toEqual([]);
  });
});
