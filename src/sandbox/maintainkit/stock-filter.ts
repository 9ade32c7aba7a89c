import { z } from 'zod';
import type { Queryable } from '../database.ts';
import { Where } from '../where.ts';
import { MaintainkitError } from './errors.ts';
import { windowParameters } from './fields.ts';
import { findLocation, findPart, findPartBySku } from './references.ts';

const word = (name: string) => z.string({ error: `\`${name}\` must be given once.` }).optional();

/** The parameters of GET /stock and GET /movements. */
export const stockParameters = windowParameters.extend({
  part: word('part'),
  partId: word('partId'),
  sku: word('sku'),
  location: word('location'),
  locationId: word('locationId'),
});
export type StockParameters = z.output<typeof stockParameters>;

/** No row has this id: stands for a part or a location that is not there. */
const nobody = 0;

/** The ledger rows (alias `m`) that the parameters leave. */
export async function ledgerFilter(
  database: Queryable,
  organizationId: string,
  parameters: StockParameters,
): Promise<Where> {
  const { part, partId, sku, location, locationId } = parameters;
  const where = new Where().and(organizationId, (value) => `m.organization_id = ${value}`);
  const partIds = [
    part === undefined ? undefined : await idOf(findPart(database, organizationId, part)),
    partId === undefined ? undefined : await idOf(findPart(database, organizationId, numberOf(partId))),
    sku === undefined ? undefined : await idOf(findPartBySku(database, organizationId, sku)),
  ];
  const locationIds = [
    location === undefined ? undefined : await idOf(findLocation(database, organizationId, location)),
    locationId === undefined ? undefined : await idOf(findLocation(database, organizationId, numberOf(locationId))),
  ];
  for (const id of partIds) where.and(id, (value) => `m.part_id = ${value}`);
  for (const id of locationIds) where.and(id, (value) => `m.location_id = ${value}`);
  return where;
}

const numberOf = (text: string): number => (/^\d+$/.test(text) ? Number(text) : nobody);

async function idOf(search: Promise<{ id: number }>): Promise<number> {
  try {
    return (await search).id;
  } catch (error) {
    if (error instanceof MaintainkitError && error.code === 'not_found') return nobody;
    throw error;
  }
}
