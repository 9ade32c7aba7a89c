import type { FieldFault } from '../../src/sandbox/uniasset/errors.ts';
import { idOf, type Answer, type RestClient, type SandboxWorld } from './sandbox-world.ts';

export const endpoints = [
  { permission: 'asset:create', path: '/assets/create' },
  { permission: 'maintenance:create', path: '/assets/maintenance' },
  { permission: 'assignment:update', path: '/assets/assignment' },
  { permission: 'asset:location', path: '/assets/geo-position' },
  { permission: 'iot:signal:ingest', path: '/iot/signals' },
] as const;

export const signal = { source: 'gateway', signalType: 'temperature.high', severity: 'HIGH', numericValue: 108.5 };

/** Holds an answer against UniAsset's error envelope. */
export function expectRefusal(answer: Answer, status: number, code: string): void {
  expect(answer.status).toBe(status);
  expect(answer.body).toEqual({ error: { code, message: expect.any(String) } });
}

/** Holds an answer against the documented error for a payload that fails its schema. */
export function expectInvalid(answer: Answer, ...details: FieldFault[]): void {
  expect(answer.status).toBe(422);
  expect(answer.body).toEqual({ error: { code: 'VALIDATION_ERROR', message: expect.any(String), details } });
}

/** A key of the world's organization with just these permissions. */
export async function permittedClient(world: SandboxWorld<'uniasset'>, ...permissions: string[]): Promise<RestClient> {
  const key = await world.sandbox.createRestrictedKey('uniasset', world.tenants.uniasset.id, permissions);
  return world.clientOf('uniasset', key);
}

/** The id of a new asset. */
export const newAsset = async (world: SandboxWorld<'uniasset'>, fields: object = {}): Promise<string> =>
  idOf(await world.uniasset.post('/assets/create', { name: 'Excavator A', ...fields }));
