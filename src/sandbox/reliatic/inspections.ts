import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { inspectionEffectiveness, inspectionTypes, type InspectionType } from '../../domain/inspection.ts';
import { onlyRow } from '../database.ts';
import { callerOf } from '../rest-server.ts';
import type { ServiceContext } from '../service.ts';
import type { Change } from '../webhook-outbox.ts';
import { Where } from '../where.ts';
import { announce } from './announce.ts';
import { checkAssetExists } from './assets.ts';
import { lower } from './conventions.ts';
import { collection, pageParameters, single } from './envelope.ts';
import { parse } from './errors.ts';
import { date, oneOf, optionalDecimal, text, uuid } from './fields.ts';
import { inspectionColumns, inspectionWire, type InspectionRow } from './wire.ts';

const types = lower(inspectionTypes);

const listParameters = pageParameters.extend({
  asset_id: uuid.optional(),
  inspection_type: oneOf(types).optional(),
  date_from: date.optional(),
  date_to: date.optional(),
});

const inspectionBody = z.object({
  asset_id: uuid,
  inspection_type: oneOf(types),
  inspection_date: date,
  inspector_name: text,
  coverage_percent: optionalDecimal(0, 100),
  thickness_mm: optionalDecimal(0, 10_000),
});
type InspectionBody = z.output<typeof inspectionBody>;

export function inspectionRoutes(app: FastifyInstance, context: ServiceContext): void {
  app.get('/inspections', async (request) => {
    const filter = parse(listParameters, request.query);
    const where = new Where()
      .and(callerOf(request).organizationId, (value) => `organization_id = ${value}`)
      .and(filter.asset_id, (value) => `asset_id = ${value}`)
      .and(filter.inspection_type, (value) => `inspection_type = ${value}`)
      .and(filter.date_from, (value) => `inspection_date >= ${value}`)
      .and(filter.date_to, (value) => `inspection_date <= ${value}`);
    const source = { table: 'reliatic_inspection', columns: inspectionColumns, where, page: filter };
    return collection<InspectionRow>(context, source, inspectionWire);
  });

  app.post('/inspections', async (request, reply) => {
    const { organizationId } = callerOf(request);
    const body = parse(inspectionBody, request.body);
    const inspection = await context.change((change) => createInspection(change, organizationId, body));
    return reply.status(201).send(single(context, inspectionWire(inspection)));
  });
}

async function createInspection(change: Change, organizationId: string, body: InspectionBody): Promise<InspectionRow> {
  await checkAssetExists(change.client, organizationId, body.asset_id);
  const effectiveness = inspectionEffectiveness({
    type: domainType(body.inspection_type),
    coveragePercent: body.coverage_percent,
  });
  const inserted = await change.client.query<InspectionRow>(
    `insert into sandbox.reliatic_inspection
       (organization_id, asset_id, inspection_type, inspection_date, inspector_name, coverage_percent, thickness_mm,
        effectiveness, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning ${inspectionColumns}`,
    [
      organizationId,
      body.asset_id,
      body.inspection_type,
      body.inspection_date,
      body.inspector_name,
      body.coverage_percent,
      body.thickness_mm,
      effectiveness,
      change.now(),
    ],
  );
  const inspection = onlyRow(inserted);
  await announce(change, organizationId, 'inspection.completed', inspection.id, null, inspectionWire(inspection));
  return inspection;
}

/** The domain's word for a wire type. */
function domainType(type: Lowercase<InspectionType>): InspectionType | 'UNKNOWN' {
  return inspectionTypes.find((known) => known.toLowerCase() === type) ?? 'UNKNOWN';
}
