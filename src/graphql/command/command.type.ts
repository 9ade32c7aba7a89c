import { Field, Int, ObjectType } from 'type-graphql';
import type { CommandStatus } from '../../commands/journal.ts';
import type { Service } from '../../domain/records.ts';
import { Node } from '../relay/node.type.ts';
import { DateTimeScalar } from '../scalars/time.ts';
import { ServiceEnum } from '../source/source.type.ts';
import { describedEnum } from '../words.ts';

const CommandStatusEnum = describedEnum<CommandStatus>('CommandStatus', 'What has become of a command.', {
  PENDING: 'Written down, not yet sent to the service.',
  SENT: 'Sent; the service has not answered yet.',
  SUCCEEDED: 'Done by the service and visible in the graph.',
  REJECTED: 'Not done: the service, or the connection to it, refused.',
  UNCERTAIN: 'Sent, but the answer was lost: it may or may not have been done. Look before you send it again.',
});

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'A change that was asked for: written down before the service is called, and settled by its answer.',
})
export class Command extends Node {
  @Field(() => CommandStatusEnum, { description: 'What has become of it.' })
  status!: CommandStatus;

  @Field(() => ServiceEnum, { nullable: true, description: 'The service that owns the data.' })
  service!: Service | null;

  @Field(() => Int, { description: 'How often it was sent.' })
  attempts!: number;

  @Field(() => DateTimeScalar, { description: 'When it was asked for.' })
  createdAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When its outcome was known; null until then.' })
  settledAt!: Date | null;

  @Field(() => String, { nullable: true, description: "The service's own id of what it made or changed." })
  upstreamId!: string | null;
}
