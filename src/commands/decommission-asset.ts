import type { AssetRecord } from '../domain/records.ts';
import { assetEntity } from '../replica/model/asset.ts';
import { assetReference, resolveReferences } from './command-context.ts';
import type { CommandInput } from './definition.ts';
import { inputFaults } from './explain.ts';
import { recordCommand } from './record-command.ts';

export interface DecommissionAssetInput extends CommandInput {
  assetId: string;
}

interface Call {
  assetId: string;
}

/** Takes an asset out of service, in Reliatic, where its record stays. */
export const decommissionAsset = recordCommand<'RELIATIC', DecommissionAssetInput, Call, AssetRecord>({
  name: 'decommissionAsset',
  service: 'RELIATIC',
  result: { field: 'assetId', prefix: assetEntity.prefix },
  prepare: async (place, input) => {
    const { externalIds, userErrors } = await resolveReferences(place, [assetReference(input.assetId)]);
    const faults = [...userErrors, ...inputFaults(input)];
    if (faults.length > 0) return { userErrors: faults };
    const assetId = externalIds.get(input.assetId) ?? '';
    return { call: { assetId }, subject: `asset/${assetId}` };
  },
  send: ({ writer }, { assetId }) => writer.decommissionAsset(assetId),
  seek: ({ assetId }) => ({
    trace: { kind: 'asset', externalId: assetId },
    shows: ({ lifecycle }) => lifecycle === 'DECOMMISSIONED',
  }),
});
