import { Field, ID, InputType } from 'type-graphql';
import { DateTimeScalar } from '../scalars/time.ts';

@InputType({ description: 'A key to be made.' })
export class CreateApiKeyInput {
  @Field(() => String, { description: 'What it is called: who has it, or what for. 1 to 10000 characters.' })
  name!: string;

  @Field(() => [String], {
    description:
      'What it may do: `read`, ask and subscribe; `write`, also change; `admin`, also manage the plant. Each holds the ' +
      'ones before it.',
  })
  scopes!: string[];

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'From when on it is good for nothing. Null, or left out: never.',
  })
  expiresAt?: Date | null;
}

@InputType({ description: 'A key to be ended.' })
export class RevokeApiKeyInput {
  @Field(() => String, {
    nullable: true,
    description: 'Your own key for this command. It changes nothing here: revoking twice is revoking once.',
  })
  idempotencyKey?: string | null;

  @Field(() => ID, { description: 'Which one, by its `id`; not the one this request is made with.' })
  apiKeyId!: string;
}
