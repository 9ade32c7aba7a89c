import { linkAssets } from '../replica/apply/identity-decisions.ts';
import { assetOf } from '../replica/asset-lookup.ts';
import type { Viewer } from '../tenancy/api-keys.ts';
import { requireWriteAccess, type CommandDeps } from './command-context.ts';
import type { UserError } from './failure.ts';
import type { Outcome } from './command-row.ts';

export interface LinkAssetInput {
  assetId: string;
  otherAssetId: string;
}

/** Makes one asset of two, on a person's word. No service is told: it is the gateway's own knowledge. */
export async function linkAsset(
  { database, clock }: CommandDeps,
  viewer: Viewer,
  input: LinkAssetInput,
): Promise<Outcome> {
  requireWriteAccess(viewer);
  const tenantId = viewer.tenant.id;
  const assetId = await assetOf(database.prisma, tenantId, input.assetId);
  const otherAssetId = await assetOf(database.prisma, tenantId, input.otherAssetId);
  const userErrors: UserError[] = [
    ...(assetId === null ? [unknownAsset('assetId')] : []),
    ...(otherAssetId === null ? [unknownAsset('otherAssetId')] : []),
  ];
  if (assetId === null || otherAssetId === null) return { command: null, results: {}, userErrors };
  if (assetId !== otherAssetId) {
    await database.transaction((tx) => linkAssets(tx, tenantId, { assetId, otherAssetId, now: clock.now() }));
  }
  return { command: null, results: { assetId }, userErrors };
}

export const unknownAsset = (field: string): UserError => ({
  field: [field],
  code: 'NOT_FOUND',
  message: `${field} must be the id of one of your assets, such as ast_…`,
});
