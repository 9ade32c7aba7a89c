import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, Info, Query, Resolver } from 'type-graphql';
import { MalformedCursor, type Page, type Placed } from '../../replica/read/page.ts';
import { searchQueryOf, type SearchHit } from '../../replica/read/search.ts';
import type { GraphContext } from '../context.ts';
import { badUserInput } from '../errors/bad-user-input.ts';
import { memberOf } from '../node/member.ts';
import { PageView } from '../relay/connection.ts';
import { pageRequest } from '../relay/page-args.ts';
import { SearchArgs, SearchConnection, SearchTypeEnum } from './search.type.ts';

type FoundHit = SearchHit & { node: object };

/** The page with what was found in place of its hits, which only the edges tell of. */
class SearchView {
  readonly #page: PageView<FoundHit>;

  constructor(page: PageView<FoundHit>) {
    this.#page = page;
  }

  get nodes(): object[] {
    return this.#page.nodes.map(({ node }) => node);
  }

  get edges(): object[] {
    return this.#page.edges.map(({ cursor, node: { node, matchedIn, excerpt } }) => ({
      cursor,
      node,
      matchedIn,
      excerpt,
    }));
  }

  get pageInfo(): object {
    return this.#page.pageInfo;
  }

  count(): Promise<number> {
    return this.#page.count();
  }
}

@Resolver()
export class SearchResolver {
  @Query(() => SearchConnection, {
    description:
      'What a person looks for, over all types at once. Whose tag number, sku or other number it is comes first, then whose number begins so, then whose name has all the words, then whose text has, then what is written nearly so.',
  })
  async search(
    @Args(() => SearchArgs) { query: text, types, ...place }: SearchArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<SearchView> {
    const request = pageRequest(place, true);
    const query = searchQueryOf(text);
    if (!query) return new SearchView(new PageView({ rows: [], hasMore: false, request }, () => Promise.resolve(0)));
    const search = { query, types: types ?? Object.values(SearchTypeEnum) };
    const page = await context.replica.search(search, request).catch(refuseCursor);
    const view = new PageView(page, () => context.replica.searchCount(search));
    return new SearchView(
      await view.readAs(async (hit) => {
        const node = await memberOf(context, info, 'Search', { id: hit.id });
        return node && { ...hit, node };
      }),
    );
  }
}

function refuseCursor(error: unknown): Page<Placed<SearchHit>> {
  if (error instanceof MalformedCursor)
    throw badUserInput('after', 'must be a cursor of a search, from edges or pageInfo');
  throw error;
}
