/** How records name an asset: by their service's record of it, and so by the asset that this record tells of now. */
import type { Transaction } from '../../database/database.ts';
import type { DomainRecord } from '../../domain/records.ts';
import { assetEntity } from '../model/asset.ts';
import { assetsOfRecords } from './asset-identity.ts';
import { reference } from './identity.ts';
import type { Origin, SourceUpdate } from './source-records.ts';

export interface AssetReference {
  assetId: string;
  assetRecordId: string;
}

export interface AssetReferences {
  of(externalId: string): AssetReference;
  ofOptional(externalId: string | null): { [Name in keyof AssetReference]: string | null };
}

/** One statement for all of a batch. */
export async function assetReferences(
  tx: Transaction,
  origin: Origin,
  updates: readonly SourceUpdate[],
): Promise<AssetReferences> {
  const named = new Set(updates.flatMap(({ observation }) => assetNamedBy(observation.record) ?? []));
  const recordIds = new Map([...named].map((externalId) => [externalId, reference(origin, assetEntity, externalId)]));
  const assetOf = await assetsOfRecords(tx, origin.tenantId, [...recordIds.values()]);
  const of = (externalId: string) => {
    const assetRecordId = recordIds.get(externalId) ?? reference(origin, assetEntity, externalId);
    return { assetId: assetOf(assetRecordId), assetRecordId };
  };
  const none = { assetId: null, assetRecordId: null };
  return { of, ofOptional: (externalId) => (externalId === null ? none : of(externalId)) };
}

const assetNamedBy = (record: DomainRecord): string | null => ('assetId' in record ? record.assetId : null);
