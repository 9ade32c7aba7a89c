import type { Service } from '../domain/records.ts';
import { separateRecord } from '../replica/apply/identity-decisions.ts';
import { assetOf } from '../replica/asset-lookup.ts';
import { assetEntity } from '../replica/model/asset.ts';
import { objectId } from '../replica/object-id.ts';
import type { Viewer } from '../tenancy/api-keys.ts';
import { requireWriteAccess, type CommandDeps } from './command-context.ts';
import { unknownAsset } from './link-asset.ts';
import type { Outcome } from './command-row.ts';

export interface UnlinkAssetInput {
  assetId: string;
  service: Service;
  externalId: string;
}

/** Says that a service's record is not this asset. No service is told: it is the gateway's own knowledge. */
export async function unlinkAsset(
  { database, clock }: CommandDeps,
  viewer: Viewer,
  input: UnlinkAssetInput,
): Promise<Outcome> {
  requireWriteAccess(viewer);
  const tenantId = viewer.tenant.id;
  const assetId = await assetOf(database.prisma, tenantId, input.assetId);
  const recordId = objectId(assetEntity.prefix, tenantId, input.service, input.externalId);
  const isKnown = (await assetOf(database.prisma, tenantId, recordId)) !== null;
  if (assetId === null || !isKnown) {
    const unknownRecord = {
      field: ['externalId'],
      code: 'NOT_FOUND',
      message: `externalId: ${input.service} has no asset with this id, as sources give it`,
    } as const;
    const userErrors = [...(assetId === null ? [unknownAsset('assetId')] : []), ...(isKnown ? [] : [unknownRecord])];
    return { command: null, results: {}, userErrors };
  }
  await database.transaction((tx) => separateRecord(tx, tenantId, { assetId, recordId, now: clock.now() }));
  return { command: null, results: { assetId: input.assetId, separatedId: recordId }, userErrors: [] };
}
