import { Field, ObjectType } from 'type-graphql';
import type { OrUnknown } from '../../domain/or-unknown.ts';
import type { TagState } from '../../domain/work-records.ts';
import { connectionOf } from '../relay/connection.ts';
import { Node } from '../relay/node.type.ts';
import { describedEnum, unknownMeaning } from '../words.ts';

export const TagStateEnum = describedEnum<OrUnknown<TagState>>('TagState', 'Whether a label is on equipment.', {
  ASSIGNED: 'It is on an asset.',
  UNLINKED: 'It is printed or to be printed, and on nothing yet.',
  RETIRED: 'It is out of use and will be on nothing again.',
  UNKNOWN: unknownMeaning,
});

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'A label to stick on equipment, with a code to scan. Not the tag number, which is `Asset.tagNumber`.',
})
export class Tag extends Node {
  @Field(() => String, { description: 'The 10 characters that its QR code holds.' })
  code!: string;

  @Field(() => TagStateEnum, { description: 'Whether it is on equipment.' })
  state!: OrUnknown<TagState>;
}

export const TagConnection = connectionOf(() => Tag, 'Tag', 'labels');
