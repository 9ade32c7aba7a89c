import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { callerOf } from '../rest-server.ts';
import type { ServiceContext } from '../service.ts';
import type { Change } from '../webhook-outbox.ts';
import { needs } from './access.ts';
import { checkAssetExists } from './assets.ts';
import { newId } from './conventions.ts';
import { created } from './created.ts';
import { parse } from './errors.ts';
import { number, text } from './fields.ts';

/** Metres: half of the way round the Earth. */
const worstAccuracy = 20_038_000;

const positionBody = z.object({
  assetId: text,
  latitude: number(-90, 90),
  longitude: number(-180, 180),
  accuracy: number(0, worstAccuracy)
    .nullish()
    .transform((value) => value ?? null),
});
type PositionBody = z.output<typeof positionBody>;

export function positionRoutes(app: FastifyInstance, context: ServiceContext): void {
  app.post('/assets/geo-position', needs('asset:location'), async (request, reply) => {
    const { organizationId } = callerOf(request);
    const body = parse(positionBody, request.body);
    return created(reply, await context.change((change) => keepPosition(change, organizationId, body)));
  });
}

async function keepPosition(change: Change, organizationId: string, body: PositionBody): Promise<string> {
  await checkAssetExists(change.client, organizationId, body.assetId);
  const id = newId();
  await change.client.query(
    `insert into sandbox.uniasset_position
       (organization_id, id, asset_id, latitude, longitude, accuracy, received_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [organizationId, id, body.assetId, body.latitude, body.longitude, body.accuracy, change.now()],
  );
  return id;
}
