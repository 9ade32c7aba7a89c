import { Field, Int, ObjectType } from 'type-graphql';
import type { PriorityClass, ActionPriorityLevel } from '../../domain/fmea.ts';
import type { OrUnknown } from '../../domain/or-unknown.ts';
import { connectionOf } from '../relay/connection.ts';
import { Node } from '../relay/node.type.ts';
import { SearchResult } from '../search/search-result.type.ts';
import { describedEnum, unknownMeaning } from '../words.ts';

export const PriorityClassEnum = describedEnum<OrUnknown<PriorityClass>>(
  'PriorityClass',
  'How pressing a failure mode is, by its RPN and severity.',
  {
    LOW: 'RPN below 60, where the plant has no thresholds of its own.',
    MEDIUM: 'RPN 60 or more.',
    HIGH: 'RPN 125 or more, or severity 9 or more.',
    CRITICAL: 'RPN 200 or more.',
    UNKNOWN: unknownMeaning,
  },
);

export const ActionPriorityLevelEnum = describedEnum<ActionPriorityLevel>(
  'ActionPriorityLevel',
  'Action Priority of the AIAG & VDA FMEA handbook (2019).',
  {
    HIGH: 'An action must be found, or it must be justified why none is.',
    MEDIUM: 'An action should be found.',
    LOW: 'An action may be found.',
  },
);

@ObjectType({
  implements: [Node, SearchResult],
  simpleResolvers: true,
  description: 'A way in which an asset can fail: one row of its FMEA, in Reliatic.',
})
export class FailureMode extends Node {
  @Field(() => String, { description: 'How it fails.' })
  description!: string;

  @Field(() => String, { nullable: true, description: 'What happens then.' })
  effect!: string | null;

  @Field(() => String, { nullable: true, description: 'Why it happens.' })
  cause!: string | null;

  @Field(() => Int, { description: 'How bad the effect is, 1 to 10.' })
  severity!: number;

  @Field(() => Int, { description: 'How often the cause occurs, 1 to 10.' })
  occurrence!: number;

  @Field(() => Int, {
    description: 'How hard it is to detect in time, 1 (certain to be found) to 10 (can not be found).',
  })
  detection!: number;

  @Field(() => Int, {
    description: 'Risk priority number: severity × occurrence × detection, always worked out here, 1 to 1000.',
  })
  rpn!: number;

  @Field(() => Int, {
    nullable: true,
    description: 'The RPN that Reliatic states; where it differs from `rpn`, the record there is wrong.',
  })
  statedRpn!: number | null;

  @Field(() => PriorityClassEnum, { description: 'Its priority class, as Reliatic states it.' })
  priority!: OrUnknown<PriorityClass>;
}

export const FailureModeConnection = connectionOf(() => FailureMode, 'FailureMode', 'failure modes');
