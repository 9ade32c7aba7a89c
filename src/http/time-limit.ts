/** How long whoever asks is ready to wait: what the gateway does for them at the services gets no more time than that. */

/** Its value is a whole number of milliseconds. */
export const timeoutHeader = 'x-maintgraph-timeout';

/** What everything has that states no limit of its own. */
const longestMs = 30_000;

/** Stands for a limit that is none. */
export const noLimit = Symbol('no limit');

/** Null where none is stated. */
export function timeoutOf(stated: unknown): number | null | typeof noLimit {
  if (stated === undefined || stated === null) return null;
  const ms = typeof stated === 'string' && /^\d{1,5}$/.test(stated) ? Number(stated) : stated;
  return typeof ms === 'number' && Number.isInteger(ms) && ms >= 1 && ms <= longestMs ? ms : noLimit;
}

/** @param name of where it is stated. */
export const timeoutFault = (name: string): string =>
  `${name} must be a whole number of milliseconds from 1 to ${longestMs}`;
