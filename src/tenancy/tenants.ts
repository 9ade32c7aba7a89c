import { createHash } from 'node:crypto';
import type { PrismaClient } from '../database/generated/client.ts';

export interface Tenant {
  id: string;
  /** 1 to 40 of a-z, 0-9 and -. */
  slug: string;
  name: string;
}

/** The tenant of this slug, made when there is none. */
export async function ensureTenant(
  prisma: PrismaClient,
  { slug, name }: { slug: string; name: string },
): Promise<Tenant> {
  const id = `ten_${createHash('sha256').update(slug).digest('hex').slice(0, 26)}`;
  return prisma.tenant.upsert({
    where: { slug },
    create: { id, slug, name },
    update: { name },
    select: { id: true, slug: true, name: true },
  });
}
