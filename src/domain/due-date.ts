const calendarDate = /^\d{4}-\d{2}-\d{2}$/;

/** Milliseconds in a UTC day, which has no daylight saving. */
export const millisecondsPerDay = 86_400_000;

/**
 * The first instant at which a due date has wholly passed: midnight UTC at the end of that day.
 *
 * @param dueDate calendar date, YYYY-MM-DD
 * @throws RangeError when the text is not a date of the calendar ("2026-02-30")
 */
export function endOfDueDate(dueDate: string): Date {
  const start = new Date(`${dueDate}T00:00:00Z`);
  const isReal =
    calendarDate.test(dueDate) && !Number.isNaN(start.getTime()) && start.toISOString().startsWith(dueDate);
  if (!isReal) throw new RangeError(`dueDate must be a calendar date as YYYY-MM-DD, not ${JSON.stringify(dueDate)}`);
  return new Date(start.getTime() + millisecondsPerDay);
}
