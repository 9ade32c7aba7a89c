import { Field, ID, InputType } from 'type-graphql';
import type { WhenUnavailable } from '../../commands/definition.ts';
import { describedEnum } from '../words.ts';

const WhenUnavailableEnum = describedEnum<WhenUnavailable>(
  'WhenUnavailable',
  'What becomes of a command when the service that is to carry it out is out of reach.',
  {
    FAIL: 'It fails at once, and nothing is left of it.',
    QUEUE:
      'It waits, and is sent when the service is back, behind earlier ones about the same object; `command` shows it, and `cancelCommand` takes it back.',
  },
);

/** What every command takes that a service carries out. */
@InputType()
export abstract class CommandInput {
  @Field(() => String, {
    nullable: true,
    description: 'Your own key for this command: sent again with it, the command is not carried out twice.',
  })
  idempotencyKey?: string | null;

  @Field(() => WhenUnavailableEnum, {
    nullable: true,
    description: 'What becomes of it when the service is out of reach; FAIL when left out.',
  })
  whenUnavailable?: WhenUnavailable | null;
}

@InputType({ description: 'A command that was not done, to be sent again as it was.' })
export class RetryCommandInput {
  @Field(() => String, {
    nullable: true,
    description: 'Your own key. It changes nothing here: a command that was done is not sent again.',
  })
  idempotencyKey?: string | null;

  @Field(() => ID, { description: 'As `Command.id` gives it.' })
  commandId!: string;
}

@InputType({ description: 'A command that waits for its service, to be taken out of the queue.' })
export class CancelCommandInput {
  @Field(() => String, {
    nullable: true,
    description: 'Your own key. It changes nothing here: cancelling twice is cancelling once.',
  })
  idempotencyKey?: string | null;

  @Field(() => ID, { description: 'As `Command.id` gives it.' })
  commandId!: string;
}
