/** A word a service sends that this version does not know is kept in the source record and read as UNKNOWN. */
export type OrUnknown<Known extends string> = Known | 'UNKNOWN';
