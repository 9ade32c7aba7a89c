import type { Databases } from './databases.ts';
import { startSandboxWorld, type Answer, type SandboxWorld } from './sandbox-world.ts';

export const oil = { sku: 'OIL-15W40', name: 'Engine oil', unit: 'L' };

/** The documented places, with 20 L of oil in stock at the first. */
export async function startStockedWorld(database: Databases): Promise<SandboxWorld<'maintainkit'>> {
  const world = await startSandboxWorld(database, { services: ['maintainkit'] });
  const receipt = { kind: 'receive', sku: oil.sku, location: 'Almacén Central', qty: 20, unitCost: 18500 };
  await world.maintainkit.post('/parts', oil);
  await world.maintainkit.post('/locations', { name: 'Almacén Central' });
  await world.maintainkit.post('/locations', { name: 'Camioneta de Alice' });
  await world.maintainkit.post('/movements', receipt);
  return world;
}

/** Holds an answer against MaintainKit's error envelope. */
export function expectRefusal(
  answer: Answer,
  status: number,
  code: string,
  message: unknown = expect.any(String),
): void {
  expect(answer.status).toBe(status);
  expect(answer.body).toEqual({ error: { code, message } });
}
