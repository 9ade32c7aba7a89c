import type { FastifyInstance } from 'fastify';
import { callerOf } from '../rest-server.ts';
import type { ServiceContext } from '../service.ts';
import type { Change } from '../webhook-outbox.ts';
import { epochMs } from './conventions.ts';
import { parse, wireQuantity } from './fields.ts';
import { appendMovement } from './ledger.ts';
import { movementInput, movementRequest, requestedPart, type MovementRequest } from './movement-request.ts';
import { ledgerFilter, stockParameters } from './stock-filter.ts';
import { windowSql } from './window.ts';

interface MovementRow {
  id: number;
  kind: string;
  part_id: number;
  sku: string;
  location_id: number;
  qty_delta: string;
  unit_cost: number | null;
  created_at: Date;
}

export function movementRoutes(app: FastifyInstance, context: ServiceContext): void {
  app.get('/movements', async (request) => {
    const parameters = parse(stockParameters, request.query);
    const where = await ledgerFilter(context.pool, callerOf(request).organizationId, parameters);
    const found = await context.pool.query<MovementRow>(
      `select m.id, m.kind, m.part_id, p.sku, m.location_id, m.qty_delta, m.unit_cost, m.created_at
       from sandbox.maintainkit_movement m join sandbox.maintainkit_part p on p.id = m.part_id
       ${where.sql} order by m.id ${windowSql(where, parameters)}`,
      where.values,
    );
    return { data: found.rows.map(movementWire) };
  });

  app.post('/movements', async (request, reply) => {
    const { organizationId } = callerOf(request);
    const body = parse(movementRequest, request.body);
    const data = await context.change((change) => recordMovement(change, organizationId, body));
    return reply.status(201).send({ data });
  });
}

const movementWire = (row: MovementRow): object => ({
  id: row.id,
  kind: row.kind,
  partId: row.part_id,
  sku: row.sku,
  locationId: row.location_id,
  qtyDelta: wireQuantity(row.qty_delta),
  unitCost: row.unit_cost,
  createdAt: epochMs(row.created_at),
});

async function recordMovement(change: Change, organizationId: string, body: MovementRequest): Promise<object> {
  const part = await requestedPart(change.client, organizationId, body);
  const movement = await movementInput(change.client, organizationId, body);
  const total = await appendMovement(change, organizationId, part, movement);
  return { partId: part.id, sku: part.sku, onHand: wireQuantity(total.toFixed()), unit: part.unit };
}
