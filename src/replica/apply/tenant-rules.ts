/** A tenant's own rules: kept with the moment from which on they hold, so that what came before keeps its own. */
import { isDeepStrictEqual } from 'node:util';
import type { Transaction } from '../../database/database.ts';
import type { Fault } from '../../domain/fault.ts';
import { houseRules, tenantRuleFaults, type TenantRules } from '../../domain/tenant-rules.ts';
import { writtenRules } from '../model/tenant-rules.ts';
import { tenantRulesHistory } from '../read/tenant-rules.ts';

/** @returns what is wrong with them; nothing is set then. */
export async function setTenantRules(
  tx: Transaction,
  tenantId: string,
  rules: TenantRules,
  now: Date,
): Promise<Fault[]> {
  const known = [houseRules, ...(await tenantRulesHistory(tx, tenantId)).map((each) => each.rules)];
  const faults = [...tenantRuleFaults(rules), ...versionFaults(rules, known)];
  if (faults.length > 0) return faults;
  const written = { rules: writtenRules(rules) };
  await tx.tenantRules.upsert({
    where: { tenantId_since: { tenantId, since: now } },
    create: { tenantId, since: now, ...written },
    update: written,
  });
  return [];
}

/** Assessments say by the version which matrix they were ranked with: a version is one matrix for ever. */
function versionFaults({ riskMatrix: { version, levels } }: TenantRules, known: readonly TenantRules[]): Fault[] {
  const isTaken = known.some(
    ({ riskMatrix }) => riskMatrix.version === version && !isDeepStrictEqual(riskMatrix.levels, levels),
  );
  if (!isTaken) return [];
  const message = `riskMatrix.version must be a new one, since ${version} has other levels`;
  return [{ field: ['riskMatrix', 'version'], code: 'CONFLICT', message }];
}
