/** Mutations over HTTP, and what there is to be seen of them. */
import { replicaState } from '../world/replica-state.ts';
import type { World } from '../world/world.ts';
import type { BreakableWire } from './breakable-wire.ts';

type AnyWorld = Pick<World, 'ask' | 'tenant' | 'sandbox' | 'gateway' | 'keys'>;

/** The answer to a mutation of one input. @param fields of its payload, beside the errors and the command. */
export function mutate(world: AnyWorld, name: string, fields: string, input: object, key = world.keys.write) {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  return world.ask(
    `mutation ($input: ${type}!) { ${name}(input: $input) {
      ${fields} userErrors { field code message } command { id status service attempts upstreamId } } }`,
    { input },
    key,
  );
}

/** The payload of a mutation that meets no error. */
// Its shape is the mutation's.
// oxlint-disable-next-line typescript/no-explicit-any
export async function payloadOf(...mutation: Parameters<typeof mutate>): Promise<any> {
  const { data, errors } = await mutate(...mutation);
  expect(errors).toEqual([]);
  return data[mutation[1]];
}

/** Each path of the input that is at fault, with its code. */
export const faultsOf = ({ userErrors }: { userErrors: readonly { field: string[]; code: string }[] }) =>
  Object.fromEntries(userErrors.map(({ field, code }) => [field.join('.'), code]));

/** Everything that a command would change in the gateway. */
export async function everything({ sandbox, tenant, gateway }: AnyWorld): Promise<unknown> {
  const commands = await gateway.database.prisma.command.count({ where: { tenantId: tenant.id } });
  return { ...(await replicaState(sandbox.pool, tenant.id)), commands };
}

/** The faults of an input that is refused before anything is written down or sent. */
export async function refusedAtOnce(
  world: AnyWorld,
  { writes }: BreakableWire,
  mutation: () => ReturnType<typeof payloadOf>,
): Promise<Record<string, string>> {
  const before = await everything(world);
  const { userErrors, ...nothing } = await mutation();
  expect(Object.values(nothing)).toEqual([null, null]);
  for (const { field, message } of userErrors) expect(message).toContain(field.at(-1) ?? '');
  expect(writes).toEqual([]);
  expect(await everything(world)).toEqual(before);
  return faultsOf({ userErrors });
}

/** What is at fault with an input in these fields: an id that nothing has is not found. */
export const faultsAt = (input: object, fields: readonly string[]): Record<string, string> =>
  Object.fromEntries(fields.map((field) => [field, isNobody(Object(input)[field]) ? 'NOT_FOUND' : 'BAD_USER_INPUT']));

const isNobody = (value: unknown): boolean => typeof value === 'string' && value.endsWith('0'.repeat(26));

/** An id that nothing has. */
export const nobody = (prefix: string): string => `${prefix}_${'0'.repeat(26)}`;
