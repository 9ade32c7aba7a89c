import { onlyRow } from '../database.ts';
import type { Change } from '../webhook-outbox.ts';
import { announce } from './announce.ts';
import { checkAssetExists } from './assets.ts';
import { isoInstant, newId, type incidentSeverities } from './conventions.ts';

export interface Incident {
  assetId: string;
  title: string;
  severity: (typeof incidentSeverities)[number];
}

/** Reports one, as somebody would in the application: an incident has an event but no endpoint. */
export async function reportIncident(
  change: Change,
  organizationId: string,
  incident: Incident,
): Promise<{ id: string }> {
  await checkAssetExists(change.client, organizationId, incident.assetId);
  const inserted = await change.client.query<{ id: string; reported_at: Date }>(
    `insert into sandbox.uniasset_incident (organization_id, id, asset_id, title, severity, reported_at)
     values ($1, $2, $3, $4, $5, $6) returning id, reported_at`,
    [organizationId, newId(), incident.assetId, incident.title, incident.severity, change.now()],
  );
  const { id, reported_at } = onlyRow(inserted);
  await announce(change, organizationId, 'incident.created', reported_at, {
    id,
    assetId: incident.assetId,
    title: incident.title,
    severity: incident.severity,
    reportedAt: isoInstant(reported_at),
  });
  return { id };
}
