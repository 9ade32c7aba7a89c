import type { Queryable } from '../database.ts';
import { notFound } from './errors.ts';

/** Finding parts by id or sku, and locations by id or name, always within one organization. */

export interface PartRow {
  id: number;
  sku: string;
  name: string;
  description: string | null;
  unit: string;
  reorder_point: string | null;
  unit_cost: number | null;
  created_at: Date;
  updated_at: Date;
}

export const partColumns = 'id, sku, name, description, unit, reorder_point, unit_cost, created_at, updated_at';

export interface LocationRow {
  id: number;
  name: string;
}

const largestId = 2_147_483_647;

/** A reference as an id, when it can be one. */
function asId(reference: number | string): number | null {
  const id = typeof reference === 'number' ? reference : /^\d{1,10}$/.test(reference) ? Number(reference) : null;
  return id !== null && Number.isInteger(id) && id >= 1 && id <= largestId ? id : null;
}

/** Text is an id first, then a sku; a number is an id alone. `lock` is `for update` to change what hangs on the part. */
export async function findPart(
  database: Queryable,
  organizationId: string,
  reference: number | string,
  lock: '' | 'for update' = '',
): Promise<PartRow> {
  const sku = typeof reference === 'string' ? reference : null;
  const found = await database.query<PartRow>(
    `select ${partColumns} from sandbox.maintainkit_part where organization_id = $1 and (id = $2 or sku = $3)
     order by (id = $2) desc nulls last limit 1 ${lock}`,
    [organizationId, asId(reference), sku],
  );
  const part = found.rows[0];
  if (part === undefined) throw notFound(`Part \`${reference}\``);
  return part;
}

/** The part with exactly that sku. */
export async function findPartBySku(
  database: Queryable,
  organizationId: string,
  sku: string,
  lock: '' | 'for update' = '',
): Promise<PartRow> {
  const found = await database.query<PartRow>(
    `select ${partColumns} from sandbox.maintainkit_part where organization_id = $1 and sku = $2 ${lock}`,
    [organizationId, sku],
  );
  const part = found.rows[0];
  if (part === undefined) throw notFound(`Part \`${sku}\``);
  return part;
}

/** Text is a name first, then an id; a number is an id alone. */
export async function findLocation(
  database: Queryable,
  organizationId: string,
  reference: number | string,
): Promise<LocationRow> {
  const name = typeof reference === 'string' ? reference : null;
  const found = await database.query<LocationRow>(
    `select id, name from sandbox.maintainkit_location where organization_id = $1 and (id = $2 or name = $3)
     order by (name = $3) desc nulls last limit 1`,
    [organizationId, asId(reference), name],
  );
  const location = found.rows[0];
  if (location === undefined) throw notFound(`Location \`${reference}\``);
  return location;
}
