/** Questions about the stock ledger that commands ask. */
import { Prisma, type PrismaClient } from '../../database/generated/client.ts';
import type { Transaction } from '../../database/database.ts';
import type { MovementInput } from '../../domain/stock.ts';

/** The sequence of the part's newest ledger row; -1 for a part that never moved. */
export async function lastSequenceOf(prisma: PrismaClient, tenantId: string, partId: string): Promise<bigint> {
  const newest = await prisma.stockMovement.findFirst({
    where: { tenantId, partId },
    orderBy: [{ recordedAt: 'desc' }, { sequence: 'desc' }],
    select: { sequence: true },
  });
  return newest?.sequence ?? -1n;
}

/** Ledger rows behind `after` that say what the movement says, oldest first; of a transfer, the row that takes away. */
export async function claimableMovement(
  tx: Transaction | PrismaClient,
  tenantId: string,
  partId: string,
  movement: MovementInput,
  after: bigint,
): Promise<{ id: string; externalId: string }[]> {
  const locationId = movement.kind === 'TRANSFER' ? movement.fromLocationId : movement.locationId;
  const quantity = quantityOf(movement);
  const sameQuantity = quantity === null ? Prisma.empty : Prisma.sql`and m.quantity = ${quantity}::numeric`;
  return tx.$queryRaw`
    select m.id, s.external_id as "externalId" from stock_movement m
    join source_record s on s.tenant_id = m.tenant_id and s.object_id = m.id and s.kind = 'stockMovement'
    where m.tenant_id = ${tenantId} and m.part_id = ${partId} and m.location_id = ${locationId}
      and m.kind = ${movement.kind} and m.sequence > ${after} ${sameQuantity}
    order by m.sequence`;
}

/** Signed, as the ledger has it; null for a count, whose row holds the difference that only the service knew. */
function quantityOf(movement: MovementInput): string | null {
  switch (movement.kind) {
    case 'RECEIVE':
      return movement.quantity.toFixed();
    case 'CONSUME':
    case 'TRANSFER':
      return movement.quantity.neg().toFixed();
    case 'ADJUST':
      return movement.quantityDelta.toFixed();
    case 'COUNT':
      return null;
  }
}
