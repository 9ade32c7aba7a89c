/** A tenant's rules as they are written: in the table, and in the file that a person edits. */
import { z } from 'zod';
import type { EscalationStep } from '../../domain/escalation.ts';
import { riskCell, riskLevels, type RiskMatrix } from '../../domain/rbi.ts';
import { services } from '../../domain/records.ts';
import type { TenantRules } from '../../domain/tenant-rules.ts';

const level = z.enum(riskLevels);
/** The consequences A to E of one probability. */
const Row = z.tuple([level, level, level, level, level]);
const probabilities = ['5', '4', '3', '2', '1'] as const;

const name = z.string().trim().min(1).max(200);
const isService = (version: string) => services.some((service) => service.toLowerCase() === version.toLowerCase());

const Thresholds = z.strictObject({ critical: z.number(), high: z.number(), medium: z.number() });
const Matrix = z.strictObject({
  version: name.refine(
    (version) => !isService(version),
    "must not be a service's name, which stands for its own matrix",
  ),
  rows: z.strictObject({ '5': Row, '4': Row, '3': Row, '2': Row, '1': Row }),
});
const Ladder = z.array(z.strictObject({ afterDays: z.number(), escalatesTo: name }));

export const WrittenRules = z.strictObject({ rpnThresholds: Thresholds, riskMatrix: Matrix, escalationLadder: Ladder });
export type WrittenRules = z.infer<typeof WrittenRules>;

export function rulesOfWritten({ rpnThresholds, riskMatrix, escalationLadder }: WrittenRules): TenantRules {
  const levels = probabilities.flatMap((probability) =>
    riskMatrix.rows[probability].map((each, index) => [riskCell(Number(probability), index + 1), each] as const),
  );
  return {
    rpnThresholds,
    riskMatrix: { version: riskMatrix.version, levels: Object.fromEntries(levels) },
    ladder: ladderOfWritten(escalationLadder),
  };
}

export const readLadder = (stored: unknown): EscalationStep[] => ladderOfWritten(Ladder.parse(stored));

/** Their place is their level. */
const ladderOfWritten = (steps: z.infer<typeof Ladder>): EscalationStep[] =>
  steps.map((step, index) => ({ level: index + 1, ...step }));

export function writtenRules({ rpnThresholds, riskMatrix, ladder }: TenantRules): WrittenRules {
  return { rpnThresholds, riskMatrix: writtenMatrix(riskMatrix), escalationLadder: writtenLadder(ladder) };
}

export const writtenLadder = (ladder: readonly EscalationStep[]) =>
  ladder.map(({ afterDays, escalatesTo }) => ({ afterDays, escalatesTo }));

const writtenMatrix = ({ version, levels }: RiskMatrix): z.infer<typeof Matrix> => {
  const row = (probability: number) => Row.parse([1, 2, 3, 4, 5].map((each) => levels[riskCell(probability, each)]));
  return { version, rows: { '5': row(5), '4': row(4), '3': row(3), '2': row(2), '1': row(1) } };
};
