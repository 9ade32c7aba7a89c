import { inspectionEffectiveness, type InspectionType } from '../../domain/inspection.ts';
import { defaultRiskMatrix, rankRisk } from '../../domain/rbi.ts';
import { deterministicUuid } from '../deterministic-uuid.ts';
import { historyEnd, type PlantAsset } from './plant-assets.ts';
import type { WorkOrder } from './source-data.ts';

/** Inspections and risk assessments from the work orders. Rules: README, "Inspections" and "Risk assessments". */

export interface InspectionRecord {
  id: string;
  asset_id: string;
  inspection_type: string;
  inspection_date: string;
  inspector_name: string;
  coverage_percent: number | null;
  thickness_mm: number | null;
  effectiveness: string;
  created_at: string;
}

const inspectors = ['Alice Ferreira', 'Bruno Costa', 'Chen Wei', 'Dana Okafor'] as const;

const inspector = (index: number): string => inspectors[index % inspectors.length] ?? inspectors[0];

/** All inspections, oldest first. */
export function inspections(plantName: string, assets: readonly PlantAsset[]): InspectionRecord[] {
  const made = assets.flatMap((asset) => [
    ...orderInspections(plantName, asset),
    ...thicknessSurveys(plantName, asset),
  ]);
  return made.toSorted((left, right) => {
    return left.inspection_date.localeCompare(right.inspection_date) || (left.id < right.id ? -1 : 1);
  });
}

/** Preventive orders, and those whose text says that something was looked at. */
function orderInspections(plantName: string, asset: PlantAsset): InspectionRecord[] {
  const looks = asset.orders.filter((order) => order.orderType === 'PM02' || /\b(inspect|check|ndt)/i.test(order.text));
  return looks.map((order) => {
    const type = typeOf(order, asset);
    // Ten per cent of the surface for each hour spent.
    const coveragePercent = order.hours === null ? null : Math.min(100, Math.round(order.hours * 10));
    return inspection(plantName, asset, `order ${order.id}`, {
      type,
      date: order.date,
      inspectorName: inspector(order.id),
      coveragePercent,
      thicknessMm: null,
    });
  });
}

function typeOf(order: WorkOrder, asset: PlantAsset): InspectionType {
  if (/\bndt/i.test(order.text)) return 'MAGNETIC_PARTICLE';
  if (/BUCKET|BOOM|STICK|FRAME|BODY/.test(asset.tagNumber)) return 'DYE_PENETRANT';
  if (/ENGINE|PUMP|MOTOR|GEARBOX|DRIVE/.test(asset.tagNumber)) return 'VISUAL_INTERNAL';
  return 'VISUAL_EXTERNAL';
}

/** Walls that carry pressure or a liquid are measured while the machine is in service. */
const newWallMm = 12;
const requiredWallMm = 7.5;
const surveyDates = ['2004-07-01', '2007-07-01', '2010-07-01'] as const;
const isSurveyed = (asset: PlantAsset): boolean => ['tank', 'piping', 'vessel'].includes(asset.assetType);

/** The required thickness of an asset whose wall is measured, in millimetres. */
export const requiredThickness = (asset: PlantAsset): number | null => (isSurveyed(asset) ? requiredWallMm : null);

/** The busier an asset, the faster its wall wears: 0.1 mm at each survey, and 0.02 mm for each order until then. */
function thicknessSurveys(plantName: string, asset: PlantAsset): InspectionRecord[] {
  if (!isSurveyed(asset)) return [];
  const { from, to } = asset.inService;
  const dates = surveyDates.filter((date) => date >= from && date <= to);
  return dates.map((date, survey) => {
    const orders = asset.orders.filter((order) => order.date < date).length;
    const loss = 0.1 * survey + 0.02 * Math.min(orders, 200);
    return inspection(plantName, asset, `survey ${date}`, {
      type: 'ULTRASONIC_MANUAL',
      date,
      inspectorName: inspector(survey + asset.tagNumber.length),
      coveragePercent: 25 * (1 + ((survey + asset.orders.length) % 4)),
      thicknessMm: Number((newWallMm - loss).toFixed(2)),
    });
  });
}

function inspection(
  plantName: string,
  asset: PlantAsset,
  key: string,
  fields: {
    type: InspectionType;
    date: string;
    inspectorName: string;
    coveragePercent: number | null;
    thicknessMm: number | null;
  },
): InspectionRecord {
  return {
    id: deterministicUuid(`${plantName} inspection ${asset.tagNumber} ${key}`),
    asset_id: asset.id,
    inspection_type: fields.type.toLowerCase(),
    inspection_date: fields.date,
    inspector_name: fields.inspectorName,
    coverage_percent: fields.coveragePercent,
    thickness_mm: fields.thicknessMm,
    effectiveness: inspectionEffectiveness({ type: fields.type, coveragePercent: fields.coveragePercent }),
    created_at: `${fields.date}T00:00:00Z`,
  };
}

export interface RiskAssessmentRecord {
  id: string;
  asset_id: string;
  probability_of_failure: number;
  consequence_of_failure: number;
  risk_ranking: string;
  assessed_at: string;
}

const assessmentDates = ['2008-01-01', historyEnd] as const;
/** Orders a year, from which the probability is 2, 3, 4 and 5. */
const probabilitySteps = [0.5, 1.5, 4, 10] as const;
/** Dollars of the dearest order, from which the consequence is 2, 3, 4 and 5. */
const consequenceSteps = [500, 2500, 10_000, 50_000] as const;
const yearMs = 365.25 * 86_400_000;

const category = (value: number, steps: readonly number[]): number => {
  return 1 + steps.filter((step) => value >= step).length;
};

/** Two assessments of each asset with enough history by then, the older ones first. */
export function riskAssessments(plantName: string, assets: readonly PlantAsset[]): RiskAssessmentRecord[] {
  return assessmentDates.flatMap((date) =>
    assets.flatMap((asset) => {
      const orders = asset.orders.filter((order) => order.date < date);
      return orders.length === 0 ? [] : [riskAssessment(plantName, asset, date, orders)];
    }),
  );
}

function riskAssessment(
  plantName: string,
  asset: PlantAsset,
  date: string,
  orders: readonly WorkOrder[],
): RiskAssessmentRecord {
  const years = Math.max(1, (Date.parse(date) - Date.parse(orders[0]?.date ?? date)) / yearMs);
  const probability = category(orders.length / years, probabilitySteps);
  const consequence = category(Math.max(...orders.map((order) => order.cost ?? 0)), consequenceSteps);
  return {
    id: deterministicUuid(`${plantName} risk assessment ${asset.tagNumber} ${date}`),
    asset_id: asset.id,
    probability_of_failure: probability,
    consequence_of_failure: consequence,
    risk_ranking: rankRisk(defaultRiskMatrix, probability, consequence).level.toLowerCase(),
    assessed_at: `${date}T00:00:00Z`,
  };
}
