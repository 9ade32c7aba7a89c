import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { onlyRow } from '../database.ts';
import { callerOf } from '../rest-server.ts';
import type { ServiceContext } from '../service.ts';
import type { Change } from '../webhook-outbox.ts';
import { Where } from '../where.ts';
import { readPage } from './page.ts';
import { pageParameters, parseQuery } from './query.ts';
import { userColumns, userWire, type UserRow } from './wire.ts';

const userFilter = z.strictObject(pageParameters);

export function userRoutes(app: FastifyInstance, context: ServiceContext): void {
  app.get('/users', async (request) => {
    const { rows, nextCursor } = await readPage<UserRow>(context.pool, {
      table: 'maintainx_user',
      columns: userColumns,
      where: new Where().and(callerOf(request).organizationId, (value) => `organization_id = ${value}`),
      order: 'id',
      page: parseQuery(userFilter, request.query),
    });
    return { users: rows.map(userWire), nextCursor };
  });
}

export type UserRole = 'ADMIN' | 'MEMBER' | 'OPERATOR' | 'REQUESTER' | 'SERVICE_ACCOUNT';

/** No endpoint is documented for it: people are invited in the application. */
export async function addUser(
  change: Change,
  organizationId: string,
  user: { firstName: string; lastName: string; email?: string; role: UserRole },
): Promise<{ id: number }> {
  const inserted = await change.client.query<{ id: number }>(
    `insert into sandbox.maintainx_user (organization_id, first_name, last_name, email, role)
     values ($1, $2, $3, $4, $5) returning id`,
    [organizationId, user.firstName, user.lastName, user.email ?? null, user.role],
  );
  return onlyRow(inserted);
}
