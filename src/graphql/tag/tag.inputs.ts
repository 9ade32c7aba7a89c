import { ArgsType, Field, ID, InputType, Int } from 'type-graphql';
import { CommandInput } from '../command/command.inputs.ts';
import { OrderDirection } from '../relay/order.ts';
import { PageArgs } from '../relay/page-args.ts';
import { orderFields } from '../words.ts';
import { TagStateEnum } from './tag.type.ts';

@InputType({ description: 'Which labels: those that meet every condition given.' })
export class TagFilter {
  @Field(() => [TagStateEnum], { nullable: true, description: 'In one of these states.' })
  state?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'On one of these assets.' })
  assetId?: string[] | null;
}

const TagOrderField = orderFields<'code' | 'state'>('TagOrderField', 'What labels can be ordered by.', {
  code: 'Code.',
  state: 'State, by its word.',
});

@InputType({ description: 'An order of labels.' })
export class TagOrder {
  @Field(() => TagOrderField, { description: 'By what.' })
  field!: string;

  @Field(() => OrderDirection, { defaultValue: 'ASC', description: 'Which end first.' })
  direction!: OrderDirection;
}

@ArgsType()
export class TagsArgs extends PageArgs {
  @Field(() => TagFilter, { nullable: true, description: 'Which ones.' })
  filter?: TagFilter | null;

  @Field(() => [TagOrder], { nullable: true, description: 'In which order; by code when left out.' })
  orderBy?: TagOrder[] | null;
}

@InputType({ description: 'How many labels are to be made.' })
export class GenerateTagsInput extends CommandInput {
  @Field(() => Int, { description: 'How many: 1 to 1000.' })
  count!: number;
}
