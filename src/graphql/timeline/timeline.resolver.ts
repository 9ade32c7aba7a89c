import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import type { AssetRow } from '../../replica/model/asset.ts';
import { timelineEntryEntity, type TimelineEntryRow } from '../../replica/model/timeline-entry.ts';
import { shapeOf } from '../../replica/read/shape.ts';
import { Asset } from '../asset/asset.type.ts';
import type { GraphContext } from '../context.ts';
import { memberOf } from '../node/member.ts';
import type { PageView } from '../relay/connection.ts';
import { withMomentsAsText } from '../relay/moments.ts';
import { childPage } from '../relay/pages.ts';
import { DateTimeScalar } from '../scalars/time.ts';
import { summaryDescription } from './timeline-entry.type.ts';
import { TimelineArgs, TimelineEntryConnection } from './timeline.inputs.ts';

const always = ['assetId', 'occurredAt', 'summary'] as const;
const wholeEntry = shapeOf<typeof timelineEntryEntity.columns, TimelineEntryRow>(timelineEntryEntity, always);

const timelineList = {
  typeName: 'TimelineEntry',
  entity: timelineEntryEntity,
  parentColumn: 'asset_id',
  always,
  toFilter: (filter: object) => ({ ...withMomentsAsText(filter), isDated: true }),
} as const;

@Resolver(() => Asset)
export class AssetTimelineResolver {
  @FieldResolver(() => TimelineEntryConnection, {
    description:
      'Everything that happened on it, and is to happen, in one list, the latest first: `... on WorkOrder { number }` reads what only work orders have.',
  })
  async timeline(
    @Root() asset: AssetRow,
    @Args(() => TimelineArgs) args: TimelineArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<PageView<object>> {
    const { filter, ...place } = args;
    const page = await childPage<TimelineEntryRow>(
      context,
      info,
      timelineList,
      { ...place, filter: filter ?? {} },
      asset,
      context.replica.timelineByAssetId,
    );
    // Its nodes are of several types, which no text is made of.
    return (page as PageView<TimelineEntryRow>).readAs((entry) =>
      memberOf(context, info, timelineList.typeName, entry),
    );
  }
}

type Entry = Pick<TimelineEntryRow, 'id'> & Partial<TimelineEntryRow>;
type EntryClass = abstract new () => object;

/**
 * `occurredAt` and `summary` of a type: a timeline brings them along, elsewhere they are looked up.
 * @param place which of its dates is its place in time.
 */
export function timelineEntryResolver(objectType: () => EntryClass, place: string): new () => object {
  @Resolver(objectType)
  class TimelineEntryResolver {
    @FieldResolver(() => DateTimeScalar, { nullable: true, description: `Its place on the timeline: ${place}.` })
    async occurredAt(@Root() { id, occurredAt }: Entry, @Ctx() { replica }: GraphContext): Promise<string | null> {
      if (occurredAt !== undefined) return occurredAt;
      return (await replica.timelineEntryById(wholeEntry, id))?.occurredAt ?? null;
    }

    @FieldResolver(() => String, { description: summaryDescription })
    async summary(@Root() { id, summary }: Entry, @Ctx() { replica }: GraphContext): Promise<string> {
      return summary ?? (await replica.timelineEntryById(wholeEntry, id))?.summary ?? '';
    }
  }
  return TimelineEntryResolver;
}
