/** The services of the sandbox: a line each. */
import { maintainkitService } from './maintainkit/service.ts';
import { maintainxService } from './maintainx/service.ts';
import { maintioService } from './maintio/service.ts';
import { reliaticService } from './reliatic/service.ts';
import { uniassetService } from './uniasset/service.ts';
import type { ServiceDefinition } from './service.ts';
import type { ServiceName } from './service-name.ts';

export const serviceDefinitions: Readonly<Record<ServiceName, ServiceDefinition>> = {
  reliatic: reliaticService,
  maintainkit: maintainkitService,
  maintainx: maintainxService,
  maintio: maintioService,
  uniasset: uniassetService,
};
