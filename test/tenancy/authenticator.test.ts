import { pino } from 'pino';
import { openDatabase, type PrismaClient } from '../../src/database/database.ts';
import { createApiKey, revokeApiKey } from '../../src/tenancy/api-keys.ts';
import { Authenticator } from '../../src/tenancy/authenticator.ts';
import { ensureTenant } from '../../src/tenancy/tenants.ts';
import { testDatabase } from '../world/database.ts';
import { FakeClock } from '../world/fake-clock.ts';

/** A client that has found a key when `found` is reached, and says so when it is let go. */
function holding(prisma: PrismaClient) {
  let hasFound = (): void => undefined;
  let letGo = (): void => undefined;
  const found = new Promise<void>((resolve) => (hasFound = resolve));
  const gone = new Promise<void>((resolve) => (letGo = resolve));
  const held = prisma.$extends({
    query: {
      apiKey: {
        async findUnique({ args, query }) {
          const row = await query(args);
          hasFound();
          await gone;
          return row;
        },
      },
    },
  });
  return { prisma: held as unknown as PrismaClient, found, letGo };
}

test('a key that is revoked while it is being looked up is good for that one request, and for no later one', async () => {
  await using opened = await testDatabase();
  await using database = openDatabase({ url: opened.url, logger: pino({ level: 'silent' }) });
  const clock = new FakeClock();
  const tenant = await ensureTenant(database.prisma, { slug: 'plant', name: 'Plant' });
  const { id, key } = await createApiKey(database.prisma, { tenantId: tenant.id, name: 'Kiosk', access: 'read' });
  const held = holding(database.prisma);
  const authenticator = new Authenticator(held.prisma, clock);

  const during = authenticator.viewerOf(`Bearer ${key}`);
  await held.found;
  await revokeApiKey(database.prisma, tenant.id, id, clock.now());
  authenticator.forget(id);
  held.letGo();

  expect(await during).toMatchObject({ key: { id } });
  expect(await authenticator.viewerOf(`Bearer ${key}`)).toBeNull();
});
