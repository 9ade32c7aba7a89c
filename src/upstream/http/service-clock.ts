/** What time it is at the service, as its `Date` header tells. */

/** Smaller differences are the header's own coarseness (whole seconds) and the way there and back. */
const toleratedMs = 2000;

/**
 * How far the service's clock is ahead of the gateway's, in milliseconds (negative: behind). The header was written
 * somewhere between sending and receiving, and cut to the second; a time that fits in there is no skew.
 */
export function clockSkewMs(headers: Headers, sentAt: Date, receivedAt: Date): number {
  const stated = Date.parse(headers.get('date') ?? '');
  if (Number.isNaN(stated)) return 0;
  const ahead = stated - receivedAt.getTime();
  const behind = stated + 1000 - sentAt.getTime();
  const skew = ahead > 0 ? ahead : Math.min(0, behind);
  return Math.abs(skew) >= toleratedMs ? skew : 0;
}
