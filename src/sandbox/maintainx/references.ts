import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Queryable } from '../database.ts';
import { invalid, notFound, type FieldFault } from './errors.ts';
import { idInText } from './fields.ts';

/** What a path or a body points at, always within one organization. */

const pathParameters = z.object({ id: idInText });

/** The id in the path. What is no id is nobody's. */
export function resourceId(request: FastifyRequest, what: string): number {
  const parsed = pathParameters.safeParse(request.params);
  if (!parsed.success) throw notFound(what);
  return parsed.data.id;
}

const tableOf = {
  asset: 'maintainx_asset',
  location: 'maintainx_location',
  user: 'maintainx_user',
  'work order': 'maintainx_work_order',
} as const;

export interface Reference {
  kind: keyof typeof tableOf;
  fieldPath: string;
  /** Absent or null: nothing is pointed at. */
  id: number | null | undefined;
}

/** Refuses a body that points at what the organization does not have, with a fault for each. */
export async function checkReferences(
  database: Queryable,
  organizationId: string,
  references: readonly Reference[],
): Promise<void> {
  const faults: FieldFault[] = [];
  for (const { kind, fieldPath, id } of references) {
    if (id === undefined || id === null) continue;
    if (await isThere(database, organizationId, kind, id)) continue;
    faults.push({ error: `is no ${kind} of this organization`, fieldPath, fieldValue: id });
  }
  if (faults.length > 0) throw invalid(faults);
}

async function isThere(
  database: Queryable,
  organizationId: string,
  kind: Reference['kind'],
  id: number,
): Promise<boolean> {
  const unlessDeleted = kind === 'work order' ? 'and deleted_at is null' : '';
  const found = await database.query(
    `select from sandbox.${tableOf[kind]} where organization_id = $1 and id = $2 ${unlessDeleted}`,
    [organizationId, id],
  );
  return found.rowCount === 1;
}
