import { Field, InterfaceType } from 'type-graphql';
import { Asset } from '../asset/asset.type.ts';
import { Node } from '../relay/node.type.ts';
import { DateTimeScalar } from '../scalars/time.ts';
import { Source } from '../source/source.type.ts';

export const summaryDescription = 'One sentence for a list: what was done, found or is to be done.';

@InterfaceType({
  implements: Node,
  description: 'Anything that happens on an asset, in the one order of time.',
})
export abstract class TimelineEntry extends Node {
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Its place in time. Null for what has no date at all: such a one stands on no timeline.',
  })
  occurredAt!: string | null;

  @Field(() => String, { description: summaryDescription })
  summary!: string;

  @Field(() => Asset, { nullable: true, description: 'The asset that it happened on.' })
  asset!: Asset | null;

  @Field(() => [Source], { description: 'Where the data comes from and how fresh it is.' })
  sources!: Source[];
}
