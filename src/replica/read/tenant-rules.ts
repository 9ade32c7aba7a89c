/** The rules that a tenant has set. */
import type { PrismaClient } from '../../database/generated/client.ts';
import { houseRules, type RulesSince, type TenantRules } from '../../domain/tenant-rules.ts';
import { rulesOfWritten, WrittenRules } from '../model/tenant-rules.ts';

type Reader = Pick<PrismaClient, 'tenantRules'>;

/** As they hold now. */
export async function tenantRulesOf(prisma: Reader, tenantId: string): Promise<TenantRules> {
  const row = await prisma.tenantRules.findFirst({ where: { tenantId }, orderBy: { since: 'desc' } });
  return row ? rulesOfWritten(WrittenRules.parse(row.rules)) : houseRules;
}

/** As they have held, in no order. */
export async function tenantRulesHistory(prisma: Reader, tenantId: string): Promise<RulesSince[]> {
  const rows = await prisma.tenantRules.findMany({ where: { tenantId } });
  return rows.map(({ since, rules }) => ({ since, rules: rulesOfWritten(WrittenRules.parse(rules)) }));
}
