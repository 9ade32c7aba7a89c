/** A tenant's credentials: `mg_` and 43 letters and digits of randomness, of which only the hash is kept. */
import { createHash, randomBytes } from 'node:crypto';
import type { PrismaClient } from '../database/generated/client.ts';
import type { Tenant } from './tenants.ts';

/** What a key may do: only ask, ask and change, or also manage the tenant. */
export const accessLevels = ['read', 'write', 'admin'] as const;
export type Access = (typeof accessLevels)[number];

/** Who asks: found once per request or socket, from its key. */
export interface Viewer {
  tenant: Tenant;
  key: { id: string; name: string; prefix: string; access: Access; expiresAt: Date | null };
}

const keyPattern = /^mg_[\w-]{43}$/;

/** @returns the key itself, to be shown once. */
export async function createApiKey(
  prisma: PrismaClient,
  options: { tenantId: string; name: string; access: Access; expiresAt?: Date | null; key?: string },
): Promise<{ id: string; key: string }> {
  const key = options.key ?? `mg_${randomBytes(32).toString('base64url')}`;
  const hash = hashOf(key);
  const id = `key_${hash.slice(0, 26)}`;
  const { tenantId, name, access, expiresAt = null } = options;
  await prisma.apiKey.upsert({
    where: { hash },
    create: { id, tenantId, name, hash, prefix: key.slice(0, 9), access, expiresAt },
    update: { name, access, expiresAt },
  });
  return { id, key };
}

/** @returns whether the tenant has, or had, such a key. */
export async function revokeApiKey(prisma: PrismaClient, tenantId: string, id: string, now: Date): Promise<boolean> {
  const { count } = await prisma.apiKey.updateMany({
    where: { tenantId, id, revokedAt: null },
    data: { revokedAt: now },
  });
  return count > 0 || (await prisma.apiKey.count({ where: { tenantId, id } })) > 0;
}

/** A key as its tenant may see it: all but the key itself. */
export interface ApiKeyView {
  id: string;
  name: string;
  prefix: string;
  access: Access;
  createdAt: Date;
  expiresAt: Date | null;
  revokedAt: Date | null;
}

/** A tenant's keys, the newest first. */
export interface ApiKeys {
  /** @param after the key that they come behind; null: from the newest on. */
  page(size: number, after: { createdAt: Date; id: string } | null): Promise<ApiKeyView[]>;
  count(): Promise<number>;
  find(id: string): Promise<ApiKeyView | null>;
}

export function apiKeysOf(prisma: PrismaClient, tenantId: string): ApiKeys {
  const where = { tenantId };
  return {
    page: async (take, after) => {
      const rows = await prisma.apiKey.findMany({
        where: after === null ? where : { ...where, OR: behind(after) },
        orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
        take,
      });
      return rows.map(viewOf);
    },
    count: () => prisma.apiKey.count({ where }),
    find: async (id) => {
      const row = await prisma.apiKey.findFirst({ where: { ...where, id } });
      return row && viewOf(row);
    },
  };
}

const behind = ({ createdAt, id }: { createdAt: Date; id: string }) => [
  { createdAt: { lt: createdAt } },
  { createdAt, id: { gt: id } },
];

type ApiKeyRow = NonNullable<Awaited<ReturnType<PrismaClient['apiKey']['findFirst']>>>;

const viewOf = ({ id, name, prefix, access, createdAt, expiresAt, revokedAt }: ApiKeyRow): ApiKeyView => ({
  id,
  name,
  prefix,
  access: accessOf(access),
  createdAt,
  expiresAt,
  revokedAt,
});

const accessOf = (word: string): Access => accessLevels.find((level) => level === word) ?? 'read';

/** Whose key it is; null for one that never was, is revoked or has expired. */
export async function authenticate(prisma: PrismaClient, key: string, now: Date): Promise<Viewer | null> {
  if (!keyPattern.test(key)) return null;
  const row = await prisma.apiKey.findUnique({
    where: { hash: hashOf(key) },
    include: { tenant: { select: { id: true, slug: true, name: true } } },
  });
  if (!row || row.revokedAt || (row.expiresAt && row.expiresAt <= now)) return null;
  const { id, name, prefix, expiresAt } = row;
  return { tenant: row.tenant, key: { id, name, prefix, access: accessOf(row.access), expiresAt } };
}

/** SHA-256 is enough for a key of 256 random bits: there is nothing to guess. */
const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex');
