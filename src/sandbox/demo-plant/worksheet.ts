import { priorityOf } from '../../domain/fmea.ts';
import { deterministicUuid } from '../deterministic-uuid.ts';
import type { PlantAsset } from './plant-assets.ts';
import type { FmeaRow } from './source-data.ts';

/** The FMEA worksheet as failure modes and corrective actions. Rules: README, "Failure modes" and "Actions". */

export interface FailureModeRecord {
  id: string;
  asset_id: string;
  description: string;
  effect: string;
  cause: string;
  severity: number;
  occurrence: number;
  detection: number;
  rpn: number;
  priority: string;
  created_at: string;
}

export interface ActionRecord {
  id: string;
  asset_id: string;
  failure_mode_id: string;
  title: string;
  description: string;
  priority: string;
  status: string;
  assignee_id: string | null;
  due_date: string | null;
  created_at: string;
}

/** From ratings of 1..5 to 1..10; a product of three grows by its cube. */
const scale = 2;

const worksheetDate = '2013-01-01T00:00:00Z';

/** Where on a machine the worksheet's component is found. The first fitting row counts. */
const locationByComponent: readonly (readonly [component: RegExp, location: RegExp])[] = [
  [/Power Unit, Fuel System/, /FUEL/],
  [/Air Intake System/, /INDUCTION|TURBOCHARGER|AFTERCOOLER/],
  [/Cooling System/, /RADIATOR|COOLING-SYSTEM|WATER-PUMP|ENGINE-FAN/],
  [/Exhaust System/, /EXHAUST/],
  [/Power Unit, Lubrication System/, /LUBRICATION|OIL-ENGINE/],
  [/Power Unit, Electrical System/, /STARTING|CHARGING|ELECTRICAL/],
  [/Power Unit, Engine/, /-(ENGINES?(-X-2|-LEFT-HAND|-RIGHT-HAND)?|LEFT-ENGINE|RIGHT-ENGINE)$/],
  [/Axles|Wheelends/, /FINAL-DRIVE|PROPEL|TRAVEL|TRACK/],
  [/Power Train/, /PUMP-GEARBOX|POWER-TRAIN|PUMP-DRIVE|SLEW-GEARBOX/],
  [/Hydraulic System, Cylinders/, /CYLINDER/],
  [/Hydraulic System, Pumps/, /MAIN-HYD|SLEW-PUMP|SERVO-PUMP/],
  [/Hydraulic System, Tank/, /HYDRAULIC-TANK|OIL-HYDRAULIC/],
  [/Hydraulic System, Valves/, /VALVE/],
  [/Hydraulic System, Filters/, /HYDRAULIC-FILTERS/],
  [/Hydraulic System/, /HYDRAULIC-HOSES|HYDRAULIC-SYSTEM/],
  [/Load Frame/, /BUCKET|BOOM|STICK/],
  [/Power Frame, Cabin/, /CABIN|SEAT/],
  [/Power Frame, Greasing System/, /GREASE/],
  [/Power Frame, Hoods/, /STAIRS|PLATFORM/],
  [/Power Frame/, /FRAME|BODY|SUPERSTRUCTURE|UNDERCARRIAGE/],
  [/Fire Suppression/, /FIRE/],
  [/Air-conditioning/, /AIR-CONDITIONING|A-C-COMPRESSOR/],
  [/Cabin Controls/, /CABIN|JOYSTICK|CONSOLE/],
  [/Charging and Ignition/, /BATTER|CHARGING|STARTING|STARTER/],
  [/Driving Lights/, /LIGHTS/],
  [/Data Collection|Programmable Logic|Engine Electronic|Electronic Control/, /CONTROLS|ELECTRICAL-CONTROL|PROTECTION/],
  [/Electrical System/, /ELECTRICAL/],
];

/** One failure mode for each row of the worksheet, in its order. */
export function failureModes(
  plantName: string,
  rows: readonly FmeaRow[],
  assets: readonly PlantAsset[],
): FailureModeRecord[] {
  return rows.map((row, index) => {
    const ratings = {
      severity: row.severity * scale,
      occurrence: row.occurrence * scale,
      detection: row.detection * scale,
    };
    return {
      id: deterministicUuid(`${plantName} failure mode ${index}`),
      asset_id: assetFor(row, index, assets).id,
      description: `${row.component}, ${row.subComponent}: ${row.failureMode}`,
      effect: row.effect,
      cause: row.cause,
      ...ratings,
      // What the worksheet states, even where that is not the product of its ratings.
      rpn: row.statedRpn * scale ** 3,
      priority: priorityOf(ratings).toLowerCase(),
      created_at: worksheetDate,
    };
  });
}

/** Rows take turns over all the places where their component is found; else over the machines. */
function assetFor(row: FmeaRow, index: number, assets: readonly PlantAsset[]): PlantAsset {
  const inUse = assets.filter((asset) => asset.status !== 'decommissioned');
  const component = `${row.subsystem}, ${row.component}, ${row.subComponent}`;
  const location = locationByComponent.find(([words]) => words.test(component))?.[1];
  const places = inUse.filter((asset) => asset.parentId !== null && location?.test(asset.tagNumber));
  const candidates = places.length > 0 ? places : inUse.filter((asset) => asset.parentId === null);
  const chosen = candidates[index % candidates.length];
  if (chosen === undefined) throw new Error('The plant has no asset in use.');
  return chosen;
}

const statusCycle = [
  'in_progress',
  'proposed',
  'completed',
  'draft',
  'approved',
  'in_progress',
  'completed',
  'rejected',
  'draft',
  'in_progress',
  'cancelled',
  'approved',
] as const;

const assignees = ['alice.ferreira', 'bruno.costa', 'chen.wei', 'dana.okafor', null] as const;

const dayMs = 86_400_000;

/** One corrective action for each recommendation, due around the day the plant was loaded. */
export function correctiveActions(
  plantName: string,
  rows: readonly FmeaRow[],
  modes: readonly FailureModeRecord[],
  loadedAt: Date,
): ActionRecord[] {
  const midnight = Math.floor(loadedAt.getTime() / dayMs) * dayMs;
  const dateIn = (days: number): string => new Date(midnight + days * dayMs).toISOString();
  const recommended = rows.flatMap((row, index) => {
    const mode = modes[index];
    return row.recommendedAction === '' || mode === undefined ? [] : [{ row, mode }];
  });
  return recommended.map(({ row, mode }, index) => ({
    id: deterministicUuid(`${plantName} action ${index}`),
    asset_id: mode.asset_id,
    failure_mode_id: mode.id,
    title: row.recommendedAction,
    description: `Recommended for: ${mode.description}`,
    priority: mode.priority,
    status: statusCycle[index % statusCycle.length] ?? 'draft',
    assignee_id: assignees[index % assignees.length] ?? null,
    // From 20 days ago to 59 days ahead; every sixteenth has no date.
    due_date: index % 16 === 15 ? null : dateIn(((index * 7) % 80) - 20).slice(0, 10),
    created_at: dateIn(-30 - (index % 60)),
  }));
}
