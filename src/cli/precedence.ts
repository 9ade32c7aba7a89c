/** `precedence`: which service each field of an asset is taken from, where several state it. */
import { ConfigError } from '../config/config.ts';
import { systemClock } from '../domain/clock.ts';
import { servicesInOrder, statedFields, type Precedence, type StatedField } from '../domain/golden-record.ts';
import { services } from '../domain/records.ts';
import { setPrecedence } from '../replica/apply/precedence.ts';
import { precedenceOf } from '../replica/read/asset-records.ts';
import { serviceNamed } from './service-named.ts';
import { fromEnvironment, withTenant } from './with-tenant.ts';

export async function showPrecedence({ config, print } = fromEnvironment()): Promise<void> {
  await withTenant(config, async ({ prisma }, tenantId) => {
    const precedence = await precedenceOf(prisma, tenantId);
    for (const field of statedFields) print(precedenceLine(field, precedence));
  });
}

/** @param names none: the gateway's own order again. */
export async function changePrecedence(
  fieldName: string,
  names: readonly string[],
  { config, print } = fromEnvironment(),
): Promise<void> {
  const field = fieldNamed(fieldName);
  const order = names.map(serviceNamed);
  await withTenant(config, async (database, tenantId) => {
    const now = systemClock.now();
    const changed = await database.transaction((tx) => setPrecedence(tx, tenantId, field, order, now));
    print(precedenceLine(field, await precedenceOf(database.prisma, tenantId)));
    print(`${changed} assets of several services now follow it.`);
  });
}

function precedenceLine(field: StatedField, precedence: Precedence): string {
  const order = servicesInOrder(field, services, precedence).join(' ');
  return `${field.padEnd(14)}${order}${precedence[field] ? '' : '  (the gateway’s own order)'}`;
}

function fieldNamed(name: string): StatedField {
  const field = statedFields.find((each) => each === name);
  if (field) return field;
  throw new ConfigError([`The field must be one of ${statedFields.join(', ')}, not ${name}`]);
}
