import { z } from 'zod';
import type { MovementInput } from '../../domain/stock.ts';
import { fromMinor } from '../../domain/money.ts';
import type { Queryable } from '../database.ts';
import { unprocessable } from './errors.ts';
import { cents, quantity, reference, text } from './fields.ts';
import { findLocation, findPart, findPartBySku, type PartRow } from './references.ts';

const wholeNumber = (name: string) => z.int({ error: `\`${name}\` must be a whole number.` });

const partFields = {
  sku: text('sku').optional(),
  partId: wholeNumber('partId').optional(),
  part: reference('part').optional(),
};

const place = { location: reference('location').optional(), locationId: wholeNumber('locationId').optional() };

const qty = quantity('qty', 'above 0', (value) => value.gt(0));

/** The five kinds of movement as they are documented, each with its own fields. */
export const movementRequest = z.discriminatedUnion(
  'kind',
  [
    z.object({ kind: z.literal('receive'), ...partFields, ...place, qty, unitCost: cents('unitCost').nullish() }),
    z.object({ kind: z.literal('consume'), ...partFields, ...place, qty }),
    z.object({
      kind: z.literal('adjust'),
      ...partFields,
      ...place,
      qtyDelta: quantity('qtyDelta', 'other than 0', (value) => !value.eq(0)),
    }),
    z.object({
      kind: z.literal('count'),
      ...partFields,
      ...place,
      target: quantity('target', 'of 0 or more', (value) => value.gte(0)),
    }),
    z.object({
      kind: z.literal('transfer'),
      ...partFields,
      from: reference('from').optional(),
      fromId: wholeNumber('fromId').optional(),
      to: reference('to').optional(),
      toId: wholeNumber('toId').optional(),
      qty,
    }),
  ],
  { error: '`kind` must be one of receive, consume, adjust, count, transfer.' },
);
export type MovementRequest = z.output<typeof movementRequest>;

/** The part a movement names, its row locked against other movements. */
export async function requestedPart(
  database: Queryable,
  organizationId: string,
  body: MovementRequest,
): Promise<PartRow> {
  if (body.sku !== undefined) return findPartBySku(database, organizationId, body.sku, 'for update');
  const named = body.partId ?? body.part;
  if (named === undefined) throw unprocessable('`sku` or `partId` is required.');
  return findPart(database, organizationId, named, 'for update');
}

/** The movement in the domain's words. Location ids are text there. */
export async function movementInput(
  database: Queryable,
  organizationId: string,
  body: MovementRequest,
): Promise<MovementInput> {
  const locate = async (name: string, id: number | undefined, named: number | string | undefined): Promise<string> => {
    const location = id ?? named;
    if (location === undefined) throw unprocessable(`\`${name}\` is required.`);
    return String((await findLocation(database, organizationId, location)).id);
  };
  if (body.kind === 'transfer') {
    const fromLocationId = await locate('from', body.fromId, body.from);
    const toLocationId = await locate('to', body.toId, body.to);
    if (fromLocationId === toLocationId) throw unprocessable('`from` and `to` must be different locations.');
    return { kind: 'TRANSFER', fromLocationId, toLocationId, quantity: body.qty };
  }
  return placedInput(body, await locate('location', body.locationId, body.location));
}

/** The documentation's cents are dollars'; the ledger keeps the number alone. */
const currency = 'USD';

function placedInput(body: Exclude<MovementRequest, { kind: 'transfer' }>, locationId: string): MovementInput {
  switch (body.kind) {
    case 'receive': {
      const unitCost = typeof body.unitCost === 'number' ? fromMinor(body.unitCost, currency) : undefined;
      return { kind: 'RECEIVE', locationId, quantity: body.qty, unitCost };
    }
    case 'consume':
      return { kind: 'CONSUME', locationId, quantity: body.qty };
    case 'adjust':
      return { kind: 'ADJUST', locationId, quantityDelta: body.qtyDelta };
    case 'count':
      return { kind: 'COUNT', locationId, counted: body.target };
  }
}
