/** What every mutation answers with. */
import { Field, ObjectType } from 'type-graphql';
import type { Outcome } from '../../commands/command-row.ts';
import type { GraphContext } from '../context.ts';
import { UserError } from '../errors/user-error.type.ts';
import { encodeEventCursor, EventCursorScalar } from '../scalars/event-cursor.ts';
import { Command } from './command.type.ts';

@ObjectType({ simpleResolvers: true })
export abstract class MutationPayload {
  @Field(() => [UserError], { description: 'What is wrong with the input; empty when it was carried out.' })
  userErrors!: UserError[];

  @Field(() => Command, {
    nullable: true,
    description: 'The command in the journal; null when the input was refused before one was written.',
  })
  command!: Command | null;

  @Field(() => EventCursorScalar, {
    description:
      'Sent as the header `x-maintgraph-after`, it makes a later query see this write, on another instance too. A WebSocket does so by itself.',
  })
  consistencyToken!: string;
}

/** A payload's token is the tenant's newest position, asked for when the payload is. */
export const consistencyToken = async (
  _: unknown,
  __: object,
  { consistency, viewer }: GraphContext,
): Promise<string> => encodeEventCursor(viewer.tenant.id, await consistency.head());

/** A payload before its changed node is read. */
export type CommandPayload = Outcome;

export const payloadOf = (outcome: Outcome): CommandPayload => outcome;

/** Reads the node that a command made or changed; null when it made none. */
export function changed<Row>(
  { results }: CommandPayload,
  result: string,
  read: (id: string) => Promise<Row | null>,
): Promise<Row | null> | null {
  const id = results[result];
  return typeof id === 'string' ? read(id) : null;
}

/** The ids of the nodes that a command made; none when it made none. */
export const madeBy = ({ results }: CommandPayload, result: string): readonly string[] =>
  [results[result] ?? []].flat();
