import type { Change } from '../webhook-outbox.ts';
import { webhookBody, type WebhookType } from './conventions.ts';
import { assetWire, workOrderWire, type AssetRow, type WorkOrderRow } from './wire.ts';

/** Of a change of status, which is told with the words before and after. */
type StatusChange = { oldStatus: string; newStatus: string };

/** Queues a webhook about a work order. */
export async function announceWorkOrder(
  change: Change,
  type: WebhookType,
  workOrder: WorkOrderRow,
  statuses?: StatusChange,
): Promise<void> {
  const subject = { workOrderId: workOrder.id, newWorkOrder: workOrderWire(workOrder), ...statuses };
  await announce(change, workOrder.organization_id, type, subject);
}

/** Queues a webhook about an asset. */
export async function announceAsset(
  change: Change,
  organizationId: string,
  type: WebhookType,
  asset: AssetRow,
  statuses?: StatusChange,
): Promise<void> {
  await announce(change, organizationId, type, { assetId: asset.id, newAsset: assetWire(asset), ...statuses });
}

async function announce(change: Change, organizationId: string, type: WebhookType, subject: object): Promise<void> {
  const at = change.now();
  await change.announce(organizationId, type, () => webhookBody(type, organizationId, at, subject));
}
