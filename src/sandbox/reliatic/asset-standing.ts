import Big from 'big.js';
import { corrosionRates, remainingLifeYears } from '../../domain/corrosion.ts';
import type { Queryable } from '../database.ts';
import { remainingLifePlaces } from './conventions.ts';
import type { AssetRow } from './wire.ts';

const dayMs = 86_400_000;
const daysPerYear = 365.25;

/** What the single-asset endpoint adds to an asset: its latest ranking, its last inspection, its remaining life. */
export async function assetStanding(database: Queryable, organizationId: string, asset: AssetRow): Promise<object> {
  const assessed = await database.query<{ risk_ranking: string }>(
    `select risk_ranking from sandbox.reliatic_risk_assessment
     where organization_id = $1 and asset_id = $2 order by assessed_at desc, position desc limit 1`,
    [organizationId, asset.id],
  );
  const inspected = await database.query<Reading>(
    `select inspection_date as date, thickness_mm as thickness from sandbox.reliatic_inspection
     where organization_id = $1 and asset_id = $2 order by inspection_date, position`,
    [organizationId, asset.id],
  );
  return {
    current_risk_ranking: assessed.rows[0]?.risk_ranking ?? null,
    last_inspection_date: inspected.rows.at(-1)?.date ?? null,
    remaining_life_years: remainingLife(inspected.rows, asset.required_thickness_mm),
  };
}

interface Reading {
  /** Calendar date, YYYY-MM-DD. */
  date: string;
  /** Millimetres; null at an inspection that measured none. */
  thickness: string | null;
}

/**
 * Years left by the readings, oldest first; null without a required thickness, without two readings on different
 * days, and without measurable loss.
 */
function remainingLife(inspections: readonly Reading[], requiredMm: string | null): number | null {
  if (requiredMm === null) return null;
  const readings = inspections.flatMap(({ date, thickness }) => {
    return thickness === null ? [] : [{ time: Date.parse(date), mm: new Big(thickness) }];
  });
  const actual = readings.at(-1);
  const initial = readings[0];
  if (actual === undefined || initial === undefined || initial.time === actual.time) return null;
  // Readings of one day are one measurement, of which the last counts.
  const previous = readings.findLast((reading) => reading.time < actual.time) ?? initial;
  const yearsSince = (reading: { time: number }): Big =>
    new Big(actual.time - reading.time).div(dayMs).div(daysPerYear);
  const rates = corrosionRates({
    initialMm: initial.mm,
    previousMm: previous.mm,
    actualMm: actual.mm,
    yearsSinceInitial: yearsSince(initial),
    yearsSincePrevious: yearsSince(previous),
  });
  const years = remainingLifeYears({
    actualMm: actual.mm,
    requiredMm: new Big(requiredMm),
    rateMmPerYear: rates.governing,
  });
  return years?.round(remainingLifePlaces).toNumber() ?? null;
}
