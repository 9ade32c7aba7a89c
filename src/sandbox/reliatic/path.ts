import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { notFound } from './errors.ts';

const parameters = z.object({ id: z.guid().toLowerCase() });

/** The id in the path. What is no UUID is nobody's id. */
export function resourceId(request: FastifyRequest, what: string): string {
  const parsed = parameters.safeParse(request.params);
  if (!parsed.success) throw notFound(what);
  return parsed.data.id;
}
