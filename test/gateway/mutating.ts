/** Mutations over HTTP, and what there is to be seen of them. */
import { replicaState } from '../world/replica-state.ts';
import type { World } from '../world/world.ts';

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

/** An id that nothing has. */
export const nobody = (prefix: string): string => `${prefix}_${'0'.repeat(26)}`;
