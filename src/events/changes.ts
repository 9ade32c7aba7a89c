/**
 * The tenant's feed of changes: each object once, at the position of its last change. Positions are those of the log of
 * facts, taken from the same head, so that they too become visible in their order.
 */
import type { PrismaClient } from '../database/generated/client.ts';
import type { Transaction } from '../database/database.ts';

export interface ObjectChange {
  objectId: string;
  position: bigint;
  changedAt: Date;
  isDeleted: boolean;
}

/**
 * Gives each object a new position. The head is locked until the transaction ends, so this comes last in it.
 * @param objects by id, whether it is gone.
 */
export async function recordChanges(
  tx: Transaction,
  tenantId: string,
  objects: ReadonlyMap<string, boolean>,
  now: Date,
): Promise<void> {
  if (objects.size === 0) return;
  // One text, which costs less on its way than a list of many.
  const ids = [...objects].map(([id, isDeleted]) => (isDeleted ? `-${id}` : id)).join(' ');
  await tx.$executeRaw`
    with head as (
      insert into event_head (tenant_id, position) values (${tenantId}, ${objects.size})
      on conflict (tenant_id) do update set position = event_head.position + excluded.position
      returning position
    )
    insert into object_change (tenant_id, object_id, position, changed_at, is_deleted)
    select ${tenantId}, ltrim(o.id, '-'), head.position - ${objects.size} + o.place, ${now}::timestamptz, starts_with(o.id, '-')
    from head, string_to_table(${ids}, ' ') with ordinality as o(id, place)
    on conflict (tenant_id, object_id) do update set position = excluded.position, changed_at = excluded.changed_at,
      is_deleted = excluded.is_deleted`;
}

/** At most `limit` objects that changed behind a position, in the order of their last changes. */
function readChanges(prisma: PrismaClient, tenantId: string, after: bigint, limit: number): Promise<ObjectChange[]> {
  return prisma.objectChange.findMany({
    where: { tenantId, position: { gt: after } },
    orderBy: { position: 'asc' },
    take: limit,
    select: { objectId: true, position: true, changedAt: true, isDeleted: true },
  });
}

/** How many objects changed behind a position. */
function countChanges(prisma: PrismaClient, tenantId: string, after: bigint): Promise<number> {
  return prisma.objectChange.count({ where: { tenantId, position: { gt: after } } });
}

/** One tenant's feed. */
export interface ChangeFeed {
  read(after: bigint, limit: number): Promise<ObjectChange[]>;
  count(after: bigint): Promise<number>;
}

export const changeFeed = (prisma: PrismaClient, tenantId: string): ChangeFeed => ({
  read: (after, limit) => readChanges(prisma, tenantId, after, limit),
  count: (after) => countChanges(prisma, tenantId, after),
});
