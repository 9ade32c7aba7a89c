import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { SourceRow } from '../../replica/read/sources.ts';
import type { GraphContext } from '../context.ts';
import { Source } from './source.type.ts';

type ObjectClass = abstract new () => object;

/** `sources` stands on every replicated object. */
export function sourcesResolver(objectType: () => ObjectClass): new () => object {
  @Resolver(objectType)
  class SourcesResolver {
    @FieldResolver(() => [Source], { description: 'Where the data comes from and how fresh it is.' })
    sources(@Root() { id }: { id: string }, @Ctx() { replica }: GraphContext): Promise<SourceRow[]> {
      return replica.sourcesByObjectId(id);
    }
  }
  return SourcesResolver;
}
