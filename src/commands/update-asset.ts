import type { AssetRecord, AssetType } from '../domain/records.ts';
import { assetEntity } from '../replica/model/asset.ts';
import { objectId } from '../replica/object-id.ts';
import { overwrittenBy, type AssetReplacement } from '../upstream/reliatic/overwritten.ts';
import type { AssetFields } from '../upstream/reliatic/writer.ts';
import { assetReference, resolveReferences } from './command-context.ts';
import type { CommandInput, Place } from './definition.ts';
import { changeFaults, fieldByKind, inputFaults, wordFaults, refusal, textFaults } from './explain.ts';
import type { UserError } from './failure.ts';
import { lastSeen } from './look-up.ts';
import { recordCommand } from './record-command.ts';

/** What is left out stays as it is; null empties it. */
export interface UpdateAssetInput extends CommandInput {
  assetId: string;
  /** As `sources.updatedAt` of Reliatic gave it: another state than that is not overwritten. */
  expectedUpdatedAt?: Date | null;
  tagNumber?: string | null;
  name?: string | null;
  type?: AssetType | 'UNKNOWN' | null;
  description?: string | null;
  manufacturer?: string | null;
  model?: string | null;
  serialNumber?: string | null;
  location?: string | null;
  parentId?: string | null;
}

interface Call {
  assetId: string;
  changes: AssetFields;
  /** How the caller has seen it; null: it may be however it is. */
  seen: AssetRecord | null;
}

/** What an asset can't be without. */
const needed = ['tagNumber', 'name', 'type'] as const;
const changeable = [...needed, 'description', 'manufacturer', 'model', 'serialNumber', 'location', 'parentId'] as const;

/** Changes an asset's record in Reliatic, and keeps what it is not told of. */
export const updateAsset = recordCommand<'RELIATIC', UpdateAssetInput, Call, AssetRecord>({
  name: 'updateAsset',
  service: 'RELIATIC',
  result: { field: 'assetId', prefix: assetEntity.prefix },
  prepare: async (place, input) => {
    const { assetId, parentId, expectedUpdatedAt } = input;
    const parents = typeof parentId === 'string' ? [assetReference(parentId, 'parentId')] : [];
    const { externalIds, userErrors } = await resolveReferences(place, [assetReference(assetId), ...parents]);
    const texts = (['tagNumber', 'name'] as const).filter((field) => input[field] !== undefined);
    const faults = [
      ...userErrors,
      ...inputFaults(input),
      ...textFaults(input, texts),
      ...wordFaults(input, input.type === undefined ? [] : ['type'], { isNeeded: true }),
      ...changeFaults(input, changeable),
    ];
    if (faults.length > 0) return { userErrors: faults };
    const given = changeable.filter((field) => input[field] !== undefined);
    const changes = Object.fromEntries(given.map((field) => [field, input[field]])) as AssetFields;
    if (typeof parentId === 'string') changes.parentId = externalIds.get(parentId) ?? '';
    const theirs = externalIds.get(assetId) ?? '';
    const seen = expectedUpdatedAt ? await seenAt(place, theirs, expectedUpdatedAt) : null;
    if (seen === 'changed since') return { userErrors: [staleAsset], results: { assetId } };
    return { call: { assetId: theirs, changes, seen }, subject: `asset/${theirs}` };
  },
  send: async ({ writer }, { assetId, changes, seen }, note) => {
    const replacement = await writer.prepareReplacement(assetId, changes, seen);
    await note(replacement);
    return writer.replaceAsset(assetId, replacement);
  },
  overwritten: ({ tenantId }, basis, changes) => {
    const inTheGraph = (theirs: string | null) =>
      theirs === null ? null : objectId(assetEntity.prefix, tenantId, 'RELIATIC', theirs);
    return overwrittenBy(basis as AssetReplacement, changes).map(({ field, value }) => ({
      field,
      value: field === 'parentId' ? inTheGraph(value) : value,
    }));
  },
  seek: ({ assetId, changes }) => ({
    trace: { kind: 'asset', externalId: assetId },
    shows: (record) => Object.entries(changes).every(([field, value]) => record[field as keyof AssetFields] === value),
  }),
  explain: (failure) =>
    refusal(failure, fieldByKind(failure, { notFound: 'assetId', staleWrite: 'expectedUpdatedAt' })),
});

const staleAsset: UserError = {
  field: ['expectedUpdatedAt'],
  code: 'STALE_WRITE',
  message: 'the asset has been changed since: read it again and repeat',
};

/** The record as it was seen, when it has not changed since: Reliatic counts no versions to compare. */
async function seenAt(place: Place, externalId: string, expected: Date): Promise<AssetRecord | 'changed since'> {
  const seen = await lastSeen(place, 'RELIATIC', 'asset', externalId);
  if (seen?.changedAt.getTime() !== expected.getTime() || seen.record.kind !== 'asset') return 'changed since';
  return seen.record;
}
