import { Field, ObjectType } from 'type-graphql';
import { connectionOf } from '../relay/connection.ts';
import { Node } from '../relay/node.type.ts';
import { DateTimeScalar } from '../scalars/time.ts';

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'A key that programs of this plant reach the graph with. The key itself is shown once, when it is made.',
})
export class ApiKey extends Node {
  @Field(() => String, { description: 'What it is called: who has it, or what for.' })
  name!: string;

  @Field(() => String, { description: 'How the key begins, to tell keys apart.' })
  prefix!: string;

  @Field(() => [String], {
    description:
      'What it may do: `read`, ask and subscribe; `write`, also change; `admin`, also manage the plant: its services and its keys.',
  })
  scopes!: string[];

  @Field(() => DateTimeScalar, { description: 'When it was made.' })
  createdAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'From when on it is good for nothing; null: never.' })
  expiresAt!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was revoked; null: it was not.' })
  revokedAt!: Date | null;
}

export const ApiKeyConnection = connectionOf(() => ApiKey, 'ApiKey', 'API keys');
