import type { PrismaClient } from '../database/generated/client.ts';
import type { Transaction } from '../database/database.ts';
import { prefixOf } from './object-id.ts';

/** The asset that an id leads to: its own, or that of one of its records. Null when the tenant has none. */
export async function assetOf(
  prisma: PrismaClient | Transaction,
  tenantId: string,
  id: string,
): Promise<string | null> {
  if (prefixOf(id) !== 'ast') return null;
  const identity = await prisma.assetIdentity.findFirst({
    where: { tenantId, recordId: id },
    select: { assetId: true },
  });
  return identity?.assetId ?? null;
}
