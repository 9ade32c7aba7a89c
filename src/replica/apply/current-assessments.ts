import type { Transaction } from '../../database/database.ts';

/** Marks the latest assessment of each asset: the asset's risk ranking, read without a sort. */
export async function markCurrentAssessments(
  tx: Transaction,
  tenantId: string,
  assetIds: readonly string[],
): Promise<void> {
  if (assetIds.length === 0) return;
  await tx.$executeRaw`
    update risk_assessment r set is_current = (r.id = latest.id)
    from (select distinct on (asset_id) asset_id, id from risk_assessment
      where tenant_id = ${tenantId} and asset_id = any(${[...new Set(assetIds)]}::text[])
      order by asset_id, assessed_at desc, id desc) latest
    where r.tenant_id = ${tenantId} and r.asset_id = latest.asset_id
      and r.is_current is distinct from (r.id = latest.id)`;
}
