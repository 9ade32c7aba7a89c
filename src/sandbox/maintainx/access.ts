import type { IncomingHttpHeaders } from 'node:http';
import { findCaller, type Caller } from '../callers.ts';
import type { Queryable } from '../database.ts';
import type { Change } from '../webhook-outbox.ts';
import { invalid, MaintainxError } from './errors.ts';

/** Who calls, and for which of the organizations that the key serves. */

export async function authenticate(database: Queryable, authorization: string | undefined): Promise<Caller> {
  const key = /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
  const caller = key === undefined ? null : await findCaller(database, 'maintainx', key);
  if (caller === null) throw new MaintainxError(401, 'A valid API key is required.');
  return caller;
}

const header = 'X-Organization-Id';

/** The organization that the header names, or the only one of the key. */
export async function chosenOrganization(
  database: Queryable,
  caller: Caller,
  headers: IncomingHttpHeaders,
): Promise<string> {
  const granted = await database.query<{ organization_id: string }>(
    `select organization_id from sandbox.maintainx_key_organization where key = $1`,
    [caller.key],
  );
  const served = [caller.organizationId, ...granted.rows.map((row) => row.organization_id)];
  const chosen = headers['x-organization-id'];
  if (chosen === undefined && served.length > 1) {
    const error = 'is required: this API key serves several organizations';
    throw invalid([{ error, fieldPath: header, fieldValue: null }]);
  }
  if (chosen === undefined) return caller.organizationId;
  if (typeof chosen === 'string' && served.includes(chosen.trim())) return chosen.trim();
  throw new MaintainxError(403, `This API key does not serve the organization that ${header} names.`);
}

/** Lets a key serve one more organization, with the permission it has. */
export async function letKeyServe(change: Change, key: string, organizationId: string): Promise<void> {
  await change.client.query(
    `insert into sandbox.maintainx_key_organization (key, organization_id) values ($1, $2) on conflict do nothing`,
    [key, organizationId],
  );
}
