import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { isUniqueViolation, onlyRow } from '../database.ts';
import { callerOf } from '../rest-server.ts';
import type { ServiceContext } from '../service.ts';
import { Where } from '../where.ts';
import { MaintainkitError, unprocessable } from './errors.ts';
import { parse, text, windowParameters } from './fields.ts';
import type { LocationRow } from './references.ts';
import { windowSql } from './window.ts';

const newLocation = z.object({ name: text('name').optional() });

export function locationRoutes(app: FastifyInstance, context: ServiceContext): void {
  app.get('/locations', async (request) => {
    const window = parse(windowParameters, request.query);
    const where = new Where().and(callerOf(request).organizationId, (value) => `organization_id = ${value}`);
    const found = await context.pool.query<LocationRow>(
      `select id, name from sandbox.maintainkit_location ${where.sql} order by id ${windowSql(where, window)}`,
      where.values,
    );
    return { data: found.rows.map(locationWire) };
  });

  app.post('/locations', async (request, reply) => {
    const { name } = parse(newLocation, request.body);
    if (name === undefined) throw unprocessable('`name` is required.');
    const location = await createLocation(context, callerOf(request).organizationId, name);
    return reply.status(201).send({ data: locationWire(location) });
  });
}

const locationWire = (row: LocationRow): object => ({ id: row.id, name: row.name });

async function createLocation(context: ServiceContext, organizationId: string, name: string): Promise<LocationRow> {
  try {
    const inserted = await context.pool.query<LocationRow>(
      `insert into sandbox.maintainkit_location (organization_id, name) values ($1, $2) returning id, name`,
      [organizationId, name],
    );
    return onlyRow(inserted);
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new MaintainkitError('conflict', `A location named \`${name}\` already exists.`);
  }
}
