import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { callerOf } from '../rest-server.ts';
import type { ServiceContext } from '../service.ts';
import type { Change } from '../webhook-outbox.ts';
import { needs } from './access.ts';
import { checkAssetExists } from './assets.ts';
import { newId, signalSeverities } from './conventions.ts';
import { created } from './created.ts';
import { parse } from './errors.ts';
import { oneOf, optionalText, text } from './fields.ts';

const signalBody = z
  .object({
    assetId: optionalText,
    deviceId: optionalText,
    source: text,
    signalType: text,
    severity: oneOf(signalSeverities),
    numericValue: z.number({ error: 'must be a number or null' }).nullish(),
    textValue: optionalText,
    booleanValue: z.boolean({ error: 'must be true, false or null' }).nullish(),
    payload: z.record(z.string(), z.json(), { error: 'must be an object' }).default({}),
  })
  .refine(
    (body) => [body.numericValue, body.textValue, body.booleanValue].filter((value) => value != null).length === 1,
    {
      path: ['numericValue'],
      message: 'or textValue or booleanValue is required, one of the three',
    },
  );
type SignalBody = z.output<typeof signalBody>;

export function signalRoutes(app: FastifyInstance, context: ServiceContext): void {
  app.post('/iot/signals', needs('iot:signal:ingest'), async (request, reply) => {
    const { organizationId } = callerOf(request);
    const body = parse(signalBody, request.body);
    return created(reply, await context.change((change) => ingest(change, organizationId, body)));
  });
}

/** The time of a signal is the server's own, whatever its payload says. */
async function ingest(change: Change, organizationId: string, body: SignalBody): Promise<string> {
  if (body.assetId !== null) await checkAssetExists(change.client, organizationId, body.assetId);
  const id = newId();
  await change.client.query(
    `insert into sandbox.uniasset_signal
       (organization_id, id, asset_id, device_id, source, signal_type, severity, numeric_value, text_value,
        boolean_value, payload, received_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      organizationId,
      id,
      body.assetId,
      body.deviceId,
      body.source,
      body.signalType,
      body.severity,
      body.numericValue ?? null,
      body.textValue,
      body.booleanValue ?? null,
      JSON.stringify(body.payload),
      change.now(),
    ],
  );
  return id;
}
