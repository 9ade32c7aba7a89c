import type { FastifyRequest } from 'fastify';
import type { Caller } from '../callers.ts';
import { callerOf } from '../rest-server.ts';
import type { Scope } from './conventions.ts';
import { MaintioError } from './errors.ts';

/** A route's option: it is for keys with this scope, and refuses the others before it reads their body. */
export const needs = (scope: Scope) => ({
  onRequest: async (request: FastifyRequest): Promise<void> => {
    if (has(callerOf(request), scope)) return;
    throw new MaintioError('INSUFFICIENT_SCOPE', `This API key lacks the scope ${scope}.`);
  },
});

function has({ canWrite, permissions }: Caller, scope: Scope): boolean {
  if (permissions !== null) return permissions.includes(scope);
  return canWrite || scope.endsWith(':read');
}
