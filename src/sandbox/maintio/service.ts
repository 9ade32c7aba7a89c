import type { ServiceDefinition } from '../service.ts';
import { buildMaintio } from './app.ts';
import { apiPrefix } from './conventions.ts';
import { maintioTables } from './tables.ts';

export const maintioService: ServiceDefinition = {
  keyPrefix: 'maintio_',
  keyBytes: 20,
  apiPrefix,
  tables: maintioTables,
  organizationIds: 'uuid',
  delivery: null,
  build: buildMaintio,
};
