import type { ServiceDefinition } from '../service.ts';
import { buildMaintainx } from './app.ts';
import { apiPrefix, deliveryPolicy } from './conventions.ts';
import { announceOverdueWorkOrders } from './overdue.ts';
import { maintainxTables } from './tables.ts';

export const maintainxService: ServiceDefinition = {
  keyPrefix: 'mx_live_',
  keyBytes: 14,
  apiPrefix,
  tables: maintainxTables,
  organizationIds: 'number',
  delivery: deliveryPolicy,
  build: buildMaintainx,
  round: announceOverdueWorkOrders,
};
