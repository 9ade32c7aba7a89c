import { Field, ObjectType } from 'type-graphql';
import { connectionOf } from '../relay/connection.ts';
import { Node } from '../relay/node.type.ts';

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'Somebody who works with the equipment, as a service knows them.',
})
export class Person extends Node {
  @Field(() => String, { description: 'What people call them.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'Their email address, where the service tells it.' })
  email!: string | null;

  @Field(() => String, { nullable: true, description: "What they may do in the service, in the service's own word." })
  role!: string | null;
}

export const PersonConnection = connectionOf(() => Person, 'Person', 'people');
