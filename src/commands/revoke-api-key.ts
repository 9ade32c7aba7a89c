import { revokeApiKey as revoke, type Viewer } from '../tenancy/api-keys.ts';
import { requireAdminAccess, type CommandDeps } from './command-context.ts';
import type { Outcome } from './command-row.ts';
import { inputFaults } from './explain.ts';
import type { UserError } from './failure.ts';

export interface RevokeApiKeyInput {
  idempotencyKey?: string | null;
  apiKeyId: string;
}

/** Ends a key of the tenant, for good. Whoever ends one twice has ended it once. */
export async function revokeApiKey(
  { database, authenticator, clock }: CommandDeps,
  viewer: Viewer,
  { apiKeyId, idempotencyKey = null }: RevokeApiKeyInput,
): Promise<Outcome> {
  requireAdminAccess(viewer);
  const userErrors = [
    ...inputFaults({ idempotencyKey }),
    // Whoever ends their own may have nobody left to make another.
    ...(apiKeyId === viewer.key.id ? [ownKey] : []),
  ];
  if (userErrors.length > 0) return { command: null, results: {}, userErrors };
  const isKnown = await revoke(database.prisma, viewer.tenant.id, apiKeyId, clock.now());
  authenticator.forget(apiKeyId);
  return isKnown
    ? { command: null, results: { apiKeyId }, userErrors }
    : { command: null, results: {}, userErrors: [unknownKey] };
}

const ownKey: UserError = {
  field: ['apiKeyId'],
  code: 'BAD_USER_INPUT',
  message: 'apiKeyId is the key of this very request: revoke it with another one',
};

const unknownKey: UserError = {
  field: ['apiKeyId'],
  code: 'NOT_FOUND',
  message: 'apiKeyId must be the id of one of your API keys, such as key_…',
};
