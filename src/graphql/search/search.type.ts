import { ArgsType, Field, Int, ObjectType } from 'type-graphql';
import { PageInfo } from '../relay/connection.ts';
import { describedEnum } from '../words.ts';
import { SearchResult } from './search-result.type.ts';

type SearchType = 'ASSET' | 'PART' | 'WORK_ORDER' | 'FAILURE_MODE';

export const SearchTypeEnum = describedEnum<SearchType>('SearchType', 'What can be searched.', {
  ASSET: 'Assets: tag number, name, serial number, barcode, maker, model, location, description.',
  PART: 'Parts: sku, name, description.',
  WORK_ORDER: 'Work orders: number, title, description.',
  FAILURE_MODE: 'Failure modes: description, effect, cause.',
});

@ArgsType()
export class SearchArgs {
  @Field(() => String, {
    description:
      'What a person types: words or their beginnings, a tag number, a sku. All words must be there; misspelt ones find what is written nearly so. Only letters and digits count, of 12 words and 200 characters at most; without any, nothing is found.',
  })
  query!: string;

  @Field(() => [SearchTypeEnum], { nullable: true, description: 'Of these types; of all when left out.' })
  types?: SearchType[] | null;

  @Field(() => Int, { nullable: true, description: 'How many: 1 to 100, 50 when left out.' })
  first?: number | null;

  @Field(() => String, { nullable: true, description: 'Go on behind the hit with this cursor.' })
  after?: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'A hit, with where it was found.' })
export class SearchEdge {
  @Field(() => String, { description: 'Its place: give it to `after`.' })
  cursor!: string;

  @Field(() => SearchResult, { description: 'What was found.' })
  node!: object;

  @Field(() => [String], {
    description: 'The fields of the object that match, such as `tagNumber`; empty where only all of them together do.',
  })
  matchedIn!: string[];

  @Field(() => String, { description: 'The text of the first field that matches: a line to show below the hit.' })
  excerpt!: string;
}

@ObjectType({ simpleResolvers: true, description: 'A page of what was found, the best first.' })
export class SearchConnection {
  @Field(() => [SearchResult], { description: 'What was found.' })
  nodes!: object[];

  @Field(() => [SearchEdge], { description: 'What was found, each with where.' })
  edges!: SearchEdge[];

  @Field(() => PageInfo, { description: 'Where this page stands in the list.' })
  pageInfo!: PageInfo;

  @Field(() => Int, { description: 'How many hits there are in all. Counted only when asked for.' })
  totalCount!: number;
}
