import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';

/** Real records, as the two CSV files hold them; see the README beside for their origin. */

/** One maintenance work order of an excavator. */
export interface WorkOrder {
  /** Its number in the file. */
  id: number;
  /** Basic start date, YYYY-MM-DD. */
  date: string;
  /** The excavator's letter, A to E. */
  machine: string;
  /** The technician's own words. */
  text: string;
  /** PM01 corrective, PM02 preventive and others. */
  orderType: string;
  /** In dollars; null where none is stated. */
  cost: number | null;
  /** Hours; null where none is stated. */
  hours: number | null;
  majorSystem: string;
  /** The parts the text names; often none. */
  parts: readonly string[];
  action: string;
  functionalLocation: string;
}

/** One row of the FMEA worksheet, with its ratings on a scale of 1 to 5. */
export interface FmeaRow {
  subsystem: string;
  component: string;
  subComponent: string;
  failureMode: string;
  effect: string;
  severity: number;
  cause: string;
  occurrence: number;
  detection: number;
  /** As the worksheet states it, right or wrong. */
  statedRpn: number;
  /** Empty where none is recommended. */
  recommendedAction: string;
}

const tidy = z.string().transform((text) => text.trim().replaceAll(/\s+/g, ' '));
const optionalNumber = z.string().transform((text) => (text === '' ? null : Number(text)));
const wholeNumber = z.string().regex(/^\d+$/).transform(Number);

const workOrderRow = z
  .object({
    id: wholeNumber,
    BscStartDate: z.iso.date(),
    Asset: z.enum(['A', 'B', 'C', 'D', 'E']),
    OriginalShorttext: tidy,
    PMType: z.string(),
    Cost: optionalNumber,
    RunningTime: optionalNumber,
    MajorSystem: z.string(),
    Part: z.string(),
    Action: z.string(),
    FuncLocation: tidy,
  })
  .transform((row): WorkOrder => ({
    id: row.id,
    date: row.BscStartDate,
    machine: row.Asset,
    text: row.OriginalShorttext,
    orderType: row.PMType,
    cost: row.Cost,
    hours: row.RunningTime,
    majorSystem: row.MajorSystem.split('_')[0] ?? '',
    parts: row.Part.split('_').filter((part) => part !== ''),
    action: row.Action,
    functionalLocation: row.FuncLocation,
  }));

const fmeaRow = z
  .object({
    Subsystem: tidy,
    Component: tidy,
    'Sub-Component': tidy,
    'Potential Failure Mode': tidy,
    'Potential Effect(s) of Failure': tidy,
    Severity: wholeNumber,
    'Potential Cause(s) of Failure': tidy,
    Occurrence: wholeNumber,
    Detection: wholeNumber,
    RPN: wholeNumber,
    'Recommended Action': tidy,
  })
  .transform((row): FmeaRow => ({
    subsystem: row.Subsystem,
    component: row.Component,
    subComponent: row['Sub-Component'],
    failureMode: row['Potential Failure Mode'],
    effect: row['Potential Effect(s) of Failure'],
    severity: row.Severity,
    cause: row['Potential Cause(s) of Failure'],
    occurrence: row.Occurrence,
    detection: row.Detection,
    statedRpn: row.RPN,
    recommendedAction: row['Recommended Action'],
  }));

function readRows(file: string): unknown {
  return parse(readFileSync(new URL(`data/${file}`, import.meta.url)), { bom: true, columns: true });
}

/** Three services are filled from the one file, which is read once. */
let readBefore: readonly WorkOrder[] | undefined;

/** All work orders, oldest first. */
export function readWorkOrders(): readonly WorkOrder[] {
  readBefore ??= parseWorkOrders();
  return readBefore;
}

function parseWorkOrders(): WorkOrder[] {
  const orders = z.array(workOrderRow).parse(readRows('excavator-work-orders.csv'));
  return orders.toSorted((left, right) => left.date.localeCompare(right.date) || left.id - right.id);
}

/** All FMEA rows, in the worksheet's order. */
export function readFmeaRows(): FmeaRow[] {
  return z.array(fmeaRow).parse(readRows('excavator-fmea.csv'));
}
