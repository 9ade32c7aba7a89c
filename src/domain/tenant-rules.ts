/** What of the rules a tenant may set for itself: FMEA thresholds, risk matrix, escalation ladder. */
import { defaultLadder, type EscalationStep } from './escalation.ts';
import type { Fault } from './fault.ts';
import { defaultRpnThresholds, type RpnThresholds } from './fmea.ts';
import { allRiskCells, defaultRiskMatrix, riskLevels, type RiskMatrix } from './rbi.ts';

export interface TenantRules {
  rpnThresholds: RpnThresholds;
  riskMatrix: RiskMatrix;
  /** The first step is level 1. */
  ladder: readonly EscalationStep[];
}

/** Of a tenant that has set none of its own. Source: house rules (domain rules). */
export const houseRules: TenantRules = {
  rpnThresholds: defaultRpnThresholds,
  riskMatrix: defaultRiskMatrix,
  ladder: defaultLadder,
};

const highestRpn = 1000;
/** As many as alerts have levels. */
const mostSteps = 4;
const longestWait = 3650;

/** Everything that is wrong with rules that a tenant would set, each on its field; none when they may hold. */
export function tenantRuleFaults({ rpnThresholds, riskMatrix, ladder }: TenantRules): Fault[] {
  return [...thresholdFaults(rpnThresholds), ...matrixFaults(riskMatrix), ...ladderFaults(ladder)];
}

const fault = (field: readonly string[], message: string): Fault => ({ field, code: 'BAD_USER_INPUT', message });

function thresholdFaults({ medium, high, critical }: RpnThresholds): Fault[] {
  const isRpn = (value: number) => Number.isInteger(value) && value >= 1 && value <= highestRpn;
  if ([medium, high, critical].every(isRpn) && medium < high && high < critical) return [];
  const asked = `must be whole numbers from 1 to ${highestRpn} with medium < high < critical`;
  return [fault(['rpnThresholds'], `rpnThresholds ${asked}, not ${medium}, ${high}, ${critical}`)];
}

/** A risk that is likelier or graver than another can not be ranked below it. Source: API RP 580, risk matrix. */
function matrixFaults(matrix: RiskMatrix): Fault[] {
  const rank = (cell: string) => riskLevels.findIndex((level) => level === matrix.levels[cell]);
  const missing = allRiskCells.filter(({ cell }) => rank(cell) < 0);
  if (missing.length > 0) {
    const names = missing.map(({ cell }) => cell).join(', ');
    return [fault(['riskMatrix'], `riskMatrix must have one of ${riskLevels.join(', ')} in ${names}`)];
  }
  return allRiskCells.flatMap((each) => {
    const worse = allRiskCells.filter(
      ({ cell, probabilityOfFailure, consequenceOfFailure }) =>
        probabilityOfFailure >= each.probabilityOfFailure &&
        consequenceOfFailure >= each.consequenceOfFailure &&
        rank(cell) < rank(each.cell),
    );
    return worse.map(({ cell }) =>
      fault(['riskMatrix'], `riskMatrix must not rank ${cell} below ${each.cell}, which is no likelier and no graver`),
    );
  });
}

function ladderFaults(ladder: readonly EscalationStep[]): Fault[] {
  if (ladder.length < 1 || ladder.length > mostSteps) {
    return [fault(['ladder'], `ladder must have 1 to ${mostSteps} steps, not ${ladder.length}`)];
  }
  return ladder.flatMap(({ level, afterDays }, index) => {
    const before = ladder[index - 1]?.afterDays ?? 0;
    if (level === index + 1 && afterDays > before && afterDays <= longestWait) return [];
    const asked = `must be more than ${before} and at most ${longestWait} days after the due date, not ${afterDays}`;
    return [fault(['ladder', String(index)], `step ${index + 1} of the ladder ${asked}`)];
  });
}

/** Rules as they held from a moment on. */
export interface RulesSince {
  since: Date;
  rules: TenantRules;
}

/** The rules that held at a moment: the house's own before a tenant had set any. */
export function rulesAt(history: readonly RulesSince[], moment: Date): TenantRules {
  const before = history.filter(({ since }) => since <= moment);
  const latest = before.toSorted((left, right) => right.since.getTime() - left.since.getTime())[0];
  return latest?.rules ?? houseRules;
}
