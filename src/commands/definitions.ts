/** Every command that a service carries out, by its name: what stands in the journal is sent and looked up by it. */
import { placeOf, type CommandDeps } from './command-context.ts';
import type { ServiceConnection } from '../tenancy/service-connections.ts';
import { createAction } from './create-action.ts';
import { assetMakers } from './create-asset.ts';
import { assignAsset } from './assign-asset.ts';
import { createFailureMode } from './create-failure-mode.ts';
import { createInspection } from './create-inspection.ts';
import { createPart } from './create-part.ts';
import { createRiskAssessment } from './create-risk-assessment.ts';
import { createStockLocation } from './create-stock-location.ts';
import { decommissionAsset } from './decommission-asset.ts';
import { bind, type BoundCommand, type CommandDefinition } from './definition.ts';
import type { CommandRow } from './command-row.ts';
import { generateTags } from './generate-tags.ts';
import { ingestSignal } from './ingest-signal.ts';
import { recordStockMovement } from './record-stock-movement.ts';
import { reportPosition } from './report-position.ts';
import { transitionAction } from './transition-action.ts';
import { updateAsset } from './update-asset.ts';
import { updatePart } from './update-part.ts';
import { createMaintenanceRecordInMaintIo, createMaintenanceRecordInUniAsset } from './create-maintenance-record.ts';
import { createWorkOrder } from './create-work-order.ts';
import { transitionWorkOrder } from './transition-work-order.ts';
import { updateWorkOrder } from './update-work-order.ts';

/** A definition of which only the journal knows the call. */
// oxlint-disable-next-line typescript/no-explicit-any
type AnyDefinition = CommandDefinition<any, any, any, any>;

const definitions: readonly AnyDefinition[] = [
  ...assetMakers,
  createAction,
  assignAsset,
  createFailureMode,
  createInspection,
  createPart,
  createRiskAssessment,
  createStockLocation,
  decommissionAsset,
  recordStockMovement,
  transitionAction,
  updateAsset,
  updatePart,
  createMaintenanceRecordInMaintIo,
  createMaintenanceRecordInUniAsset,
  createWorkOrder,
  generateTags,
  ingestSignal,
  reportPosition,
  transitionWorkOrder,
  updateWorkOrder,
];

const keyOf = (name: string, service: string | null): string => `${service}/${name}`;
const definitionOf = new Map(definitions.map((each) => [keyOf(each.name, each.service), each]));

/** What the gateway does by itself: it is done by the transaction that says so, or not at all. */
export const isOwn = ({ name, service }: Pick<CommandRow, 'name' | 'service'>): boolean =>
  !definitionOf.has(keyOf(name, service));

/** The command as the journal has it; null for what the journal alone can't send. */
export function restore(
  deps: CommandDeps,
  connection: ServiceConnection,
  row: Pick<CommandRow, 'name' | 'service' | 'call'>,
): BoundCommand<unknown> | null {
  const definition = definitionOf.get(keyOf(row.name, row.service));
  if (!definition || row.call === null) return null;
  return bind(definition, placeOf(deps, connection), row.call);
}
