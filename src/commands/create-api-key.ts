import { accessLevels, createApiKey as make, type Access, type Viewer } from '../tenancy/api-keys.ts';
import { requireAdminAccess, type CommandDeps } from './command-context.ts';
import type { Outcome } from './command-row.ts';
import { inputFaults, textFaults } from './explain.ts';
import type { UserError } from './failure.ts';

export interface CreateApiKeyInput {
  name: string;
  scopes: readonly string[];
  expiresAt?: Date | null;
}

/** Makes a key of the tenant. No service is told, and no journal: the key is shown once, and kept nowhere. */
export async function createApiKey(
  { database, clock }: CommandDeps,
  viewer: Viewer,
  input: CreateApiKeyInput,
): Promise<Outcome> {
  requireAdminAccess(viewer);
  const { name, scopes, expiresAt = null } = input;
  const access = widest(scopes);
  const userErrors = [
    ...inputFaults({ idempotencyKey: null, ...input }),
    ...textFaults(input, ['name']),
    ...(access === null ? [unknownScopes] : []),
    ...(expiresAt !== null && expiresAt <= clock.now() ? [inThePast] : []),
  ];
  if (access === null || userErrors.length > 0) return { command: null, results: {}, userErrors };
  const { id, key } = await make(database.prisma, { tenantId: viewer.tenant.id, name, access, expiresAt });
  return { command: null, results: { apiKeyId: id, key }, userErrors };
}

/** Each scope holds the ones before it. Null where one is none, or there are none. */
function widest(scopes: readonly string[]): Access | null {
  const levels = scopes.map((scope) => accessLevels.findIndex((level) => level === scope));
  return levels.includes(-1) ? null : (accessLevels[Math.max(...levels)] ?? null);
}

const unknownScopes: UserError = {
  field: ['scopes'],
  code: 'BAD_USER_INPUT',
  message: `scopes must be one or more of ${accessLevels.join(', ')}`,
};

const inThePast: UserError = {
  field: ['expiresAt'],
  code: 'BAD_USER_INPUT',
  message: 'expiresAt must be in the future',
};
