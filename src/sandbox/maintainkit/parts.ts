import Big from 'big.js';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isLow } from '../../domain/stock.ts';
import { isUniqueViolation, onlyRow } from '../database.ts';
import { callerOf } from '../rest-server.ts';
import type { ServiceContext } from '../service.ts';
import type { Change } from '../webhook-outbox.ts';
import { Where } from '../where.ts';
import { announce } from './announce.ts';
import { defaultUnit, epochMs } from './conventions.ts';
import { MaintainkitError, unprocessable } from './errors.ts';
import { cents, nullableText, parse, quantity, text, windowParameters, wireQuantity } from './fields.ts';
import { announceLowStock, partTotal } from './ledger.ts';
import { findPart, partColumns, type PartRow } from './references.ts';
import { windowSql } from './window.ts';

const optionalFields = {
  description: nullableText('description').optional(),
  unit: text('unit').optional(),
  reorderPoint: quantity('reorderPoint', 'of 0 or more, or null', (value) => value.gte(0)).nullish(),
  unitCost: cents('unitCost').nullish(),
};

const newPart = z.object({ sku: text('sku'), name: text('name'), ...optionalFields });
type NewPart = z.output<typeof newPart>;

const partChanges = z.object({ sku: text('sku').optional(), name: text('name').optional(), ...optionalFields });
type PartChanges = z.output<typeof partChanges>;

export function partRoutes(app: FastifyInstance, context: ServiceContext): void {
  app.get('/parts', async (request) => {
    const window = parse(windowParameters, request.query);
    const where = new Where().and(callerOf(request).organizationId, (value) => `organization_id = ${value}`);
    const found = await context.pool.query<PartRow>(
      `select ${partColumns} from sandbox.maintainkit_part ${where.sql} order by id ${windowSql(where, window)}`,
      where.values,
    );
    return { data: found.rows.map(partWire) };
  });

  app.get('/parts/:id', async (request) => {
    const part = await findPart(context.pool, callerOf(request).organizationId, partReference(request));
    return { data: partWire(part) };
  });

  app.post('/parts', async (request, reply) => {
    const { organizationId } = callerOf(request);
    checkRequired(request.body);
    const body = parse(newPart, request.body);
    const part = await context.change((change) => createPart(change, organizationId, body));
    return reply.status(201).send({ data: partWire(part) });
  });

  app.patch('/parts/:id', async (request) => {
    const { organizationId } = callerOf(request);
    const body = parse(partChanges, request.body);
    const part = await context.change((change) => changePart(change, organizationId, partReference(request), body));
    return { data: partWire(part) };
  });
}

const partReference = (request: FastifyRequest): string => z.object({ id: z.string() }).parse(request.params).id;

/** The one message the documentation prints. */
function checkRequired(body: unknown): void {
  const isFilled = (value: unknown): boolean => value !== undefined && value !== null && value !== '';
  const fields = z.looseObject({}).safeParse(body ?? {});
  if (fields.success && !(isFilled(fields.data['sku']) && isFilled(fields.data['name']))) {
    throw unprocessable('`sku` and `name` are required.');
  }
}

const partWire = (row: PartRow): object => ({
  id: row.id,
  sku: row.sku,
  name: row.name,
  description: row.description,
  unit: row.unit,
  reorderPoint: row.reorder_point === null ? null : wireQuantity(row.reorder_point),
  unitCost: row.unit_cost,
  createdAt: epochMs(row.created_at),
  updatedAt: epochMs(row.updated_at),
});

async function createPart(change: Change, organizationId: string, body: NewPart): Promise<PartRow> {
  const inserted = await change.client
    .query<PartRow>(
      `insert into sandbox.maintainkit_part
         (organization_id, sku, name, description, unit, reorder_point, unit_cost, created_at, updated_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $8) returning ${partColumns}`,
      [
        organizationId,
        body.sku,
        body.name,
        body.description ?? null,
        body.unit ?? defaultUnit,
        body.reorderPoint?.toFixed() ?? null,
        body.unitCost ?? null,
        change.now(),
      ],
    )
    .catch(asSkuConflict(body.sku));
  const part = onlyRow(inserted);
  await announce(change, organizationId, 'part.created', partWire(part));
  await announceLowStock(change, organizationId, part, { wasLow: false, total: new Big(0) });
  return part;
}

async function changePart(
  change: Change,
  organizationId: string,
  reference: string,
  body: PartChanges,
): Promise<PartRow> {
  const before = await findPart(change.client, organizationId, reference, 'for update');
  const after = { ...before, ...changedColumns(body) };
  if (JSON.stringify(partWire(after)) === JSON.stringify(partWire(before))) return before;
  const updated = await change.client
    .query<PartRow>(
      `update sandbox.maintainkit_part
       set (sku, name, description, unit, reorder_point, unit_cost, updated_at) = ($3, $4, $5, $6, $7, $8, $9)
       where organization_id = $1 and id = $2 returning ${partColumns}`,
      [
        organizationId,
        before.id,
        after.sku,
        after.name,
        after.description,
        after.unit,
        after.reorder_point,
        after.unit_cost,
        change.now(),
      ],
    )
    .catch(asSkuConflict(after.sku));
  const part = onlyRow(updated);
  await announce(change, organizationId, 'part.updated', partWire(part));
  const total = await partTotal(change.client, organizationId, part.id);
  const wasLow = isLow(total, before.reorder_point === null ? null : new Big(before.reorder_point));
  await announceLowStock(change, organizationId, part, { wasLow, total });
  return part;
}

/** The columns a PATCH names. */
function changedColumns(body: PartChanges): Partial<PartRow> {
  return {
    ...(body.sku !== undefined && { sku: body.sku }),
    ...(body.name !== undefined && { name: body.name }),
    ...(body.description !== undefined && { description: body.description }),
    ...(body.unit !== undefined && { unit: body.unit }),
    ...(body.reorderPoint !== undefined && { reorder_point: body.reorderPoint?.toFixed() ?? null }),
    ...(body.unitCost !== undefined && { unit_cost: body.unitCost }),
  };
}

function asSkuConflict(sku: string): (error: unknown) => never {
  return (error) => {
    if (isUniqueViolation(error)) throw new MaintainkitError('conflict', `A part with sku \`${sku}\` already exists.`);
    throw error;
  };
}
