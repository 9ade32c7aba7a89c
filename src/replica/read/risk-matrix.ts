import { Prisma, type PrismaClient } from '../../database/generated/client.ts';
import { assetEntity } from '../model/asset.ts';
import { conditionsOf } from './page.ts';

export interface RiskCellCount {
  /** Probability digit and consequence letter: `4C`. */
  cell: string;
  count: number;
}

export async function riskCellCounts(
  prisma: PrismaClient,
  tenantId: string,
  filter: object | null,
): Promise<RiskCellCount[]> {
  const conditions = [Prisma.sql`t.tenant_id = ${tenantId}`, ...conditionsOf(assetEntity, filter)];
  const [row] = await prisma.$queryRaw<[{ json: string }]>`
    select coalesce(json_agg(c), '[]')::text as json from (
      select a.cell, count(*) as count from asset t
      join risk_assessment a on a.tenant_id = t.tenant_id and a.asset_id = t.id and a.is_current
      where ${Prisma.join(conditions, ' and ')} group by a.cell) c`;
  return JSON.parse(row.json) as RiskCellCount[];
}
