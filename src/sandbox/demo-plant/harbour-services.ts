import { createHash } from 'node:crypto';
import { deterministicUuid } from '../deterministic-uuid.ts';
import { tagIdFrom } from '../maintio/tag-id.ts';
import { announceExpiries } from '../uniasset/expiry.ts';
import { opaqueId } from './opaque-id.ts';
import type { PlantTarget } from './plant.ts';
import { insertRows } from './plant-rows.ts';

/** What Maint.io and UniAsset hold of the second plant: a little, and all invented. */

const inventedAt = '2024-01-01T00:00:00Z';
const dayMs = 86_400_000;

const cranes = [
  { tag: 'STS-1', name: 'Ship-to-shore crane 1', serial: 'HT-4401' },
  { tag: 'STS-2', name: 'Ship-to-shore crane 2', serial: 'HT-4402' },
] as const;

export async function fillMaintio({ change, organizationId, plantName }: PlantTarget): Promise<void> {
  const idOf = (kind: string, key: string): string => deterministicUuid(`${plantName} maintio ${kind} ${key}`);
  const times = { created_at: inventedAt, updated_at: inventedAt };
  const assets = cranes.map(({ tag, name }) => ({ id: idOf('asset', tag), name, location: 'Quay', ...times }));
  const tags = ['STS-1', 'STS-2', 'spare'].map((label, index) => ({
    id: tagIdFrom(createHash('sha256').update(`${plantName} maintio tag ${label}`).digest()),
    state: assets[index] === undefined ? 'unlinked' : 'assigned',
    asset_id: assets[index]?.id ?? null,
    ...times,
  }));
  const records = cranes.map(({ tag }) => ({
    id: idOf('record', tag),
    asset_id: idOf('asset', tag),
    record_type: 'Inspection',
    performed_at: inventedAt,
    description: 'Yearly inspection of the wire ropes',
    ...times,
  }));
  await insertRows(change.client, 'maintio_asset', organizationId, assets);
  await insertRows(change.client, 'maintio_tag', organizationId, tags);
  await insertRows(change.client, 'maintio_record', organizationId, records);
}

export async function fillUniasset({ change, organizationId, plantName, loadedAt }: PlantTarget): Promise<void> {
  const idOf = (kind: string, key: string): string => opaqueId(`${plantName} uniasset ${kind} ${key}`);
  const assets = cranes.map(({ tag, name, serial }) => ({
    id: idOf('asset', tag),
    name,
    serial_number: serial,
    category: 'Crane',
    location: 'Quay',
    status: 'Active',
    tag_number: tag,
    created_at: inventedAt,
  }));
  const assignments = cranes.map(({ tag }) => ({
    id: idOf('assignment', tag),
    asset_id: idOf('asset', tag),
    assigned_to_email: 'quay.shift@harbour-terminal.example',
    changed_at: inventedAt,
  }));
  const expiries = cranes.map(({ tag, name }, index) => ({
    id: idOf('document', tag),
    kind: 'document',
    asset_id: idOf('asset', tag),
    name: `Load test certificate, ${name}`,
    expires_at: new Date(loadedAt.getTime() + (20 + 20 * index) * dayMs).toISOString(),
  }));
  await insertRows(change.client, 'uniasset_asset', organizationId, assets);
  await insertRows(change.client, 'uniasset_assignment', organizationId, assignments);
  await insertRows(change.client, 'uniasset_expiry', organizationId, expiries);
  await announceExpiries(change, { isHistoric: true, organizationId });
}
