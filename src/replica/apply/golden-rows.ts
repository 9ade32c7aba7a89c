/** The rows of assets, out of what their records state. */
import type { Transaction } from '../../database/database.ts';
import { goldenFields } from '../../domain/golden-record.ts';
import { services } from '../../domain/records.ts';
import { precedenceOf } from '../read/asset-records.ts';
import { assetsOfRecords } from './asset-identity.ts';
import type { NearRecord } from './asset-neighbourhood.ts';

export async function goldenRows(
  tx: Transaction,
  tenantId: string,
  membersOf: ReadonlyMap<string, readonly NearRecord[]>,
): Promise<Record<string, string | null>[]> {
  if (membersOf.size === 0) return [];
  const precedence = await precedenceOf(tx, tenantId);
  const parents = [...membersOf].map(([id, members]) => ({ id, parentRecordId: parentOf(members) }));
  const assetOf = await assetsOfRecords(
    tx,
    tenantId,
    parents.map(({ parentRecordId }) => parentRecordId),
  );
  return parents.map(({ id, parentRecordId }) => {
    const members = membersOf.get(id) ?? [];
    const fields = goldenFields(members, services, precedence);
    return {
      id,
      ...fields,
      name: fields.name ?? '',
      type: fields.type ?? 'UNKNOWN',
      lifecycle: fields.lifecycle ?? 'UNKNOWN',
      operational: fields.operational ?? 'UNKNOWN',
      remainingLifeYears:
        members.find(({ remainingLifeYears }) => remainingLifeYears !== null)?.remainingLifeYears ?? null,
      parentRecordId,
      parentId: parentRecordId === null ? null : assetOf(parentRecordId),
    };
  });
}

/** What the first service says that knows of a whole it is a part of. */
function parentOf(members: readonly NearRecord[]): string | null {
  const inOrder = members.toSorted((left, right) => services.indexOf(left.service) - services.indexOf(right.service));
  return inOrder.find(({ parentRecordId }) => parentRecordId !== null)?.parentRecordId ?? null;
}
