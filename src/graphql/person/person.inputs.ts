import { ArgsType, Field, InputType } from 'type-graphql';
import { OrderDirection } from '../relay/order.ts';
import { PageArgs } from '../relay/page-args.ts';
import { orderFields } from '../words.ts';

@InputType({ description: 'Which people: those who meet every condition given.' })
export class PersonFilter {
  @Field(() => [String], { nullable: true, description: 'With one of these email addresses, exactly.' })
  email?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'With one of these roles, as the service words them.' })
  role?: string[] | null;

  @Field(() => String, { nullable: true, description: 'Every word stands in name or email, whatever its case.' })
  search?: string | null;
}

const PersonOrderField = orderFields<'name' | 'email' | 'role'>('PersonOrderField', 'What people can be ordered by.', {
  name: 'Name.',
  email: 'Email address.',
  role: 'Role, by its word.',
});

@InputType({ description: 'An order of people.' })
export class PersonOrder {
  @Field(() => PersonOrderField, { description: 'By what.' })
  field!: string;

  @Field(() => OrderDirection, { defaultValue: 'ASC', description: 'Which end first.' })
  direction!: OrderDirection;
}

@ArgsType()
export class PeopleArgs extends PageArgs {
  @Field(() => PersonFilter, { nullable: true, description: 'Which ones.' })
  filter?: PersonFilter | null;

  @Field(() => [PersonOrder], { nullable: true, description: 'In which order; by name when left out.' })
  orderBy?: PersonOrder[] | null;
}
