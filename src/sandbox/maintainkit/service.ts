import type { ServiceDefinition } from '../service.ts';
import { buildMaintainkit } from './app.ts';
import { apiPrefix, deliveryPolicy } from './conventions.ts';
import { maintainkitTables } from './tables.ts';

export const maintainkitService: ServiceDefinition = {
  keyPrefix: 'mk_live_',
  keyBytes: 14,
  apiPrefix,
  tables: maintainkitTables,
  organizationIds: 'number',
  delivery: deliveryPolicy,
  build: buildMaintainkit,
};
