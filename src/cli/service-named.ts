import { ConfigError } from '../config/config.ts';
import { services, type Service } from '../domain/records.ts';

/** As a person types it, in any case. @throws ConfigError */
export function serviceNamed(name: string): Service {
  const service = services.find((each) => each === name.toUpperCase());
  if (service) return service;
  throw new ConfigError([`The service must be one of ${services.join(', ').toLowerCase()}, not ${name}`]);
}
