import type { Transaction } from '../../database/database.ts';
import { riskAssessmentEntity } from '../model/risk-assessment.ts';
import { touching } from './touched.ts';

/** Marks the latest assessment of each asset: the asset's risk ranking, read without a sort. */
export async function markCurrentAssessments(
  tx: Transaction,
  tenantId: string,
  assetIds: readonly string[],
): Promise<void> {
  if (assetIds.length === 0) return;
  const written = tx.$queryRaw<{ id: string }[]>`
    update risk_assessment r set is_current = (r.id = latest.id)
    from (select distinct on (asset_id) asset_id, id from risk_assessment
      where tenant_id = ${tenantId} and asset_id = any(${[...new Set(assetIds)]}::text[])
      order by asset_id, assessed_at desc, id desc) latest
    where r.tenant_id = ${tenantId} and r.asset_id = latest.asset_id
      and r.is_current is distinct from (r.id = latest.id)
    returning r.id`;
  await touching(tx, riskAssessmentEntity, written);
}
