import { z } from 'zod';
import type { Answer, RestClient, SandboxWorld } from './sandbox-world.ts';

export const pumpId = '11111111-1111-4111-8111-111111111111';
export const pump = { id: pumpId, name: 'Pump A', location: 'Bay 3', description: 'Feeds boiler 2' };
export const recordId = '22222222-2222-4222-8222-222222222222';
export const inspection = {
  id: recordId,
  asset_id: pumpId,
  record_type: 'Inspection',
  performed_at: '2026-03-30T08:00:00Z',
  description: 'No leaks',
};

export const uuidOf = (index: number): string => `33333333-3333-4333-8333-${String(index).padStart(12, '0')}`;

/** Holds an answer against Maint.io's error envelope. */
export function expectRefusal(
  answer: Answer,
  status: number,
  code: string,
  message: unknown = expect.any(String),
): void {
  expect(answer.status).toBe(status);
  expect(answer.body).toEqual({ error: { code, message } });
}

/** A key of the world's tenant with just these scopes. */
export async function scopedClient(world: SandboxWorld<'maintio'>, ...scopes: string[]): Promise<RestClient> {
  const key = await world.sandbox.createRestrictedKey('maintio', world.tenants.maintio.id, scopes);
  return world.clientOf('maintio', key);
}

/** New unlinked tags. */
export async function newTags(world: SandboxWorld<'maintio'>, count: number): Promise<string[]> {
  const answer = await world.maintio.post('/v1/tags/batch', { count });
  return z
    .object({ tags: z.array(z.object({ id: z.string() })) })
    .parse(answer.body)
    .tags.map(({ id }) => id);
}

const changed = z.looseObject({ id: z.string(), updated_at: z.string() });
const page = z.strictObject({
  assets: z.array(changed),
  tags: z.array(changed),
  records: z.array(changed),
  next_updated_since: z.string(),
  has_more: z.boolean(),
});
export type FeedPage = z.output<typeof page>;

export async function feedPage(client: RestClient, since: string, limit?: number): Promise<FeedPage> {
  const query = new URLSearchParams({ updated_since: since, ...(limit !== undefined && { limit: String(limit) }) });
  return page.parse((await client.get(`/v1/changes?${query.toString()}`)).body);
}
