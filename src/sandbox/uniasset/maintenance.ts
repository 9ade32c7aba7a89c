import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { onlyRow } from '../database.ts';
import { callerOf } from '../rest-server.ts';
import type { ServiceContext } from '../service.ts';
import type { Change } from '../webhook-outbox.ts';
import { needs } from './access.ts';
import { announce } from './announce.ts';
import { checkAssetExists } from './assets.ts';
import { newId } from './conventions.ts';
import { created } from './created.ts';
import { parse } from './errors.ts';
import { optionalAmount, optionalInstant, optionalText, text } from './fields.ts';
import { maintenanceColumns, maintenanceData, type MaintenanceRow } from './rows.ts';

const maintenanceBody = z.object({
  assetId: text,
  type: text,
  description: optionalText,
  performedAt: optionalInstant,
  cost: optionalAmount,
});
type MaintenanceBody = z.output<typeof maintenanceBody>;

export function maintenanceRoutes(app: FastifyInstance, context: ServiceContext): void {
  app.post('/assets/maintenance', needs('maintenance:create'), async (request, reply) => {
    const { organizationId } = callerOf(request);
    const body = parse(maintenanceBody, request.body);
    const record = await context.change((change) => createMaintenance(change, organizationId, body));
    return created(reply, record.id);
  });
}

async function createMaintenance(
  change: Change,
  organizationId: string,
  body: MaintenanceBody,
): Promise<MaintenanceRow> {
  await checkAssetExists(change.client, organizationId, body.assetId);
  const now = change.now();
  const inserted = await change.client.query<MaintenanceRow>(
    `insert into sandbox.uniasset_maintenance (organization_id, ${maintenanceColumns})
     values ($1, $2, $3, $4, $5, $6, $7, $8) returning ${maintenanceColumns}`,
    [organizationId, newId(), body.assetId, body.type, body.description, body.performedAt ?? now, body.cost, now],
  );
  const record = onlyRow(inserted);
  await announce(change, organizationId, 'maintenance.created', record.created_at, maintenanceData(record));
  return record;
}
