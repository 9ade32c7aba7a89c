import type { Change } from '../webhook-outbox.ts';
import { announce } from './announce.ts';
import { checkAssetExists } from './assets.ts';
import { expiringWithinDays, isoInstant, newId } from './conventions.ts';

/** What runs out: an asset's warranty, or one of its documents. */
export interface Expiry {
  kind: 'warranty' | 'document';
  assetId: string;
  name: string;
  expiresAt: Date;
}

interface ExpiryRow {
  organization_id: string;
  id: string;
  kind: Expiry['kind'];
  asset_id: string;
  name: string;
  expires_at: Date;
}

const dayMs = 86_400_000;

/** Adds one, as its owner would in the application: no endpoint for it is documented. */
export async function addExpiry(change: Change, organizationId: string, expiry: Expiry): Promise<{ id: string }> {
  await checkAssetExists(change.client, organizationId, expiry.assetId);
  const id = newId();
  await change.client.query(
    `insert into sandbox.uniasset_expiry (organization_id, id, kind, asset_id, name, expires_at)
     values ($1, $2, $3, $4, $5, $6)`,
    [organizationId, id, expiry.kind, expiry.assetId, expiry.name, expiry.expiresAt],
  );
  return { id };
}

/**
 * Announces what has come near enough to its end, each once, unless `isHistoric`; answers how much that was. The
 * update itself claims the rows, so that two sandboxes on one database never announce the same one.
 */
export async function announceExpiries(
  change: Change,
  options: { isHistoric: boolean; organizationId?: string },
): Promise<number> {
  const now = change.now();
  const claimed = await change.client.query<ExpiryRow>(
    `update sandbox.uniasset_expiry set announced_at = $1
     where announced_at is null and expires_at <= $2 and ($3::text is null or organization_id = $3)
     returning organization_id, id, kind, asset_id, name, expires_at`,
    [now, new Date(now.getTime() + expiringWithinDays * dayMs), options.organizationId ?? null],
  );
  const soonestFirst = claimed.rows.toSorted((left, right) => left.expires_at.getTime() - right.expires_at.getTime());
  for (const row of options.isHistoric ? [] : soonestFirst) {
    await announce(change, row.organization_id, `${row.kind}.expiring`, now, {
      id: row.id,
      assetId: row.asset_id,
      name: row.name,
      expiresAt: isoInstant(row.expires_at),
    });
  }
  return claimed.rows.length;
}
