import type { ServiceDefinition } from '../service.ts';
import { keyPrefix } from './access.ts';
import { buildUniasset } from './app.ts';
import { apiPrefix, deliveryPolicy } from './conventions.ts';
import { announceExpiries } from './expiry.ts';
import { uniassetTables } from './tables.ts';

export const uniassetService: ServiceDefinition = {
  keyPrefix,
  keyBytes: 32,
  apiPrefix,
  tables: uniassetTables,
  organizationIds: 'uuid',
  delivery: deliveryPolicy,
  build: buildUniasset,
  round: (change) => announceExpiries(change, { isHistoric: false }),
};
