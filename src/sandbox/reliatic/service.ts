import type { ServiceDefinition } from '../service.ts';
import { buildReliatic } from './app.ts';
import { apiPrefix, deliveryPolicy } from './conventions.ts';
import { escalateOverdueActions } from './escalation.ts';
import { reliaticTables } from './tables.ts';

export const reliaticService: ServiceDefinition = {
  keyPrefix: 'rl_live_',
  keyBytes: 14,
  apiPrefix,
  tables: reliaticTables,
  organizationIds: 'uuid',
  delivery: deliveryPolicy,
  build: buildReliatic,
  round: (change) => escalateOverdueActions(change, { isHistoric: false }),
};
