/** Every command that a service carries out, by its name: what stands in the journal is sent and looked up by it. */
import { placeOf, type CommandDeps } from './command-context.ts';
import type { ServiceConnection } from '../tenancy/service-connections.ts';
import { assignAsset } from './assign-asset.ts';
import { createFailureMode } from './create-failure-mode.ts';
import { createMaintenanceRecordInMaintIo, createMaintenanceRecordInUniAsset } from './create-maintenance-record.ts';
import { createWorkOrder } from './create-work-order.ts';
import { bind, type BoundCommand, type CommandDefinition } from './definition.ts';
import { generateTags } from './generate-tags.ts';
import { ingestSignal } from './ingest-signal.ts';
import type { CommandRow } from './journal.ts';
import { recordStockMovement } from './record-stock-movement.ts';
import { reportPosition } from './report-position.ts';
import { transitionAction } from './transition-action.ts';
import { transitionWorkOrder } from './transition-work-order.ts';
import { updateWorkOrder } from './update-work-order.ts';

/** A definition of which only the journal knows the call. */
// oxlint-disable-next-line typescript/no-explicit-any
type AnyDefinition = CommandDefinition<any, any, any, any>;

const definitions: readonly AnyDefinition[] = [
  assignAsset,
  createFailureMode,
  createMaintenanceRecordInMaintIo,
  createMaintenanceRecordInUniAsset,
  createWorkOrder,
  generateTags,
  ingestSignal,
  recordStockMovement,
  reportPosition,
  transitionAction,
  transitionWorkOrder,
  updateWorkOrder,
];

const keyOf = (name: string, service: string | null): string => `${service}/${name}`;
const definitionOf = new Map(definitions.map((each) => [keyOf(each.name, each.service), each]));

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
