import { alertEntity } from '../../replica/model/alert.ts';

/** What lists of alerts are read from. */
export const alertList = { typeName: 'Alert', entity: alertEntity } as const;
