/** What can be wrong with a part before its service is asked. */
import type Big from 'big.js';
import type { Money } from '../domain/money.ts';
import { isQuantity } from '../domain/quantity.ts';
import { textFaults } from './explain.ts';
import type { UserError } from './failure.ts';

interface Details {
  unit?: string | null;
  reorderPoint?: Big | null;
  unitCost?: Money | null;
}

/** @param currency of the connection, by ISO 4217: the service states amounts without one. */
export function partFaults({ unit, reorderPoint, unitCost }: Details, currency: string): UserError[] {
  const faults = typeof unit === 'string' ? textFaults({ unit }, ['unit']) : [];
  const add = (field: string, message: string) =>
    faults.push({ field: [field], code: 'BAD_USER_INPUT', message: `${field} ${message}` });
  if (reorderPoint && (reorderPoint.lt(0) || !isQuantity(reorderPoint))) {
    add('reorderPoint', 'must be 0 or more, with at most 3 decimal places');
  }
  if (unitCost && (!Number.isSafeInteger(unitCost.amountMinor) || unitCost.amountMinor < 0)) {
    add('unitCost', 'must be a whole number of minor units, 0 or more');
  }
  if (unitCost && unitCost.currency !== currency) add('unitCost', `must be in ${currency}, not ${unitCost.currency}`);
  return faults;
}
