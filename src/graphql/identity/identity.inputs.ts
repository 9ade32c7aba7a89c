import { ArgsType, Field, ID, InputType } from 'type-graphql';
import type { Service } from '../../domain/records.ts';
import { PageArgs } from '../relay/page-args.ts';
import { ServiceEnum } from '../source/source.type.ts';
import { SuggestionReasonEnum } from './identity.type.ts';

@InputType({ description: 'Which suggestions: those that meet every condition given.' })
export class IdentitySuggestionFilter {
  @Field(() => [ID], { nullable: true, description: 'About one of these assets, as the first of the two.' })
  assetId?: string[] | null;

  @Field(() => [SuggestionReasonEnum], { nullable: true, description: 'For one of these reasons.' })
  reason?: string[] | null;
}

@ArgsType()
export class IdentitySuggestionsArgs extends PageArgs {
  @Field(() => IdentitySuggestionFilter, { nullable: true, description: 'Which ones.' })
  filter?: IdentitySuggestionFilter | null;
}

@InputType({ description: 'Two assets that are one machine.' })
export class LinkAssetInput {
  @Field(() => String, {
    nullable: true,
    description: 'Your own key for this command. It changes nothing here: linking twice is linking once.',
  })
  idempotencyKey?: string | null;

  @Field(() => ID, { description: 'One asset.' })
  assetId!: string;

  @Field(() => ID, { description: 'The other one.' })
  otherAssetId!: string;
}

@InputType({ description: "A service's record that is not this asset." })
export class UnlinkAssetInput {
  @Field(() => String, {
    nullable: true,
    description: 'Your own key for this command. It changes nothing here: unlinking twice is unlinking once.',
  })
  idempotencyKey?: string | null;

  @Field(() => ID, { description: 'The asset that the record is no part of.' })
  assetId!: string;

  @Field(() => ServiceEnum, { description: 'The service of the record, as `sources` gives it.' })
  service!: Service;

  @Field(() => String, { description: "The service's id of the record, as `sources` gives it." })
  externalId!: string;
}
