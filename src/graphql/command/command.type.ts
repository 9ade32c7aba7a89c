import { Field, Int, ObjectType } from 'type-graphql';
import type { CommandStatus } from '../../commands/command-row.ts';
import type { Service } from '../../domain/records.ts';
import { UserError } from '../errors/user-error.type.ts';
import { Node } from '../relay/node.type.ts';
import { EventCursorScalar } from '../scalars/event-cursor.ts';
import { DateTimeScalar } from '../scalars/time.ts';
import { ServiceEnum } from '../source/source.type.ts';
import { describedEnum } from '../words.ts';

const CommandStatusEnum = describedEnum<CommandStatus>('CommandStatus', 'What has become of a command.', {
  PENDING: 'Written down, not yet sent to the service; `isQueued` says whether it waits for the service to be back.',
  SENT: 'Sent; the service has not answered yet.',
  SUCCEEDED: 'Done by the service and visible in the graph.',
  REJECTED: 'Not done: the service, or the connection to it, refused, or it was cancelled. `userErrors` says why.',
  UNCERTAIN:
    'Sent, but the answer was lost: it may or may not have been done. Its effect is looked for in the service; where that can not be told, `userErrors` says so, and a person must look before it is sent again.',
});

@ObjectType({
  simpleResolvers: true,
  description: 'A value that somebody else had put into the same object, and that a command has written over.',
})
export class OverwrittenValue {
  @Field(() => String, { description: 'The field of the object, such as `manufacturer`.' })
  field!: string;

  @Field(() => String, {
    nullable: true,
    description: 'What stood there, as a text; null where they had emptied it.',
  })
  value!: string | null;
}

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'A change that was asked for: written down before the service is called, and settled by its answer.',
})
export class Command extends Node {
  @Field(() => String, { description: 'The mutation that it came with, such as `recordStockMovement`.' })
  name!: string;

  @Field(() => CommandStatusEnum, { description: 'What has become of it.' })
  status!: CommandStatus;

  @Field(() => Boolean, { description: 'Whether it waits until its service is back.' })
  isQueued!: boolean;

  @Field(() => ServiceEnum, {
    nullable: true,
    description: 'The service that owns the data; null for a command that several services carry out, each a part.',
  })
  service!: Service | null;

  @Field(() => Int, { description: 'How often it was sent.' })
  attempts!: number;

  @Field(() => DateTimeScalar, { description: 'When it was asked for.' })
  createdAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When its outcome was known; null until then.' })
  settledAt!: Date | null;

  @Field(() => String, { nullable: true, description: "The service's own id of what it made or changed." })
  upstreamId!: string | null;

  @Field(() => [UserError], { description: 'Why it was not done, or can not be told; empty for any other.' })
  userErrors!: UserError[];

  @Field(() => [OverwrittenValue], {
    description:
      "What somebody else had changed in the object while this change was under way, and is lost: Reliatic replaces an asset as a whole. It is learnt from Reliatic's webhooks, so that it may become known only after the command has come to its end, which `commandSettled` then tells again. Empty where nothing is known to be lost.",
  })
  overwritten!: OverwrittenValue[];
}

@ObjectType({
  simpleResolvers: true,
  description:
    'A command has come to its end, or to where only a person can tell, or proves later to have written something over.',
})
export class CommandSettledItem {
  @Field(() => EventCursorScalar, { description: "The event's place in the tenant's log." })
  cursor!: string;

  @Field(() => DateTimeScalar, { description: 'When its end was known.' })
  occurredAt!: Date;
}
