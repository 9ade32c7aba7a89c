import { Field, ID, ObjectType } from 'type-graphql';
import { connectionOf } from '../relay/connection.ts';
import { DateTimeScalar } from '../scalars/time.ts';
import { EventCursorScalar } from '../scalars/event-cursor.ts';

@ObjectType({ simpleResolvers: true, description: 'That an object has changed, at the place of its last change.' })
export class Change {
  @Field(() => EventCursorScalar, {
    description: 'Its place: give it to `since`, or to the `after` of a subscription.',
  })
  cursor!: string;

  @Field(() => ID, { description: 'The object, by its `Node.id`.' })
  id!: string;

  @Field(() => String, { description: "The object's type, such as `WorkOrder`." })
  type!: string;

  @Field(() => Boolean, {
    description: 'It is gone: the service no longer has it, or it has become a part of another.',
  })
  isDeleted!: boolean;

  @Field(() => DateTimeScalar, { description: 'When the gateway saw it change last.' })
  changedAt!: Date;
}

export const ChangeConnection = connectionOf(() => Change, 'Change', 'changes');
