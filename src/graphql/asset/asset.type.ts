import { Extensions, Field, Float, ObjectType } from 'type-graphql';
import type { AssetType, Lifecycle, Operational } from '../../domain/records.ts';
import type { OrUnknown } from '../../domain/or-unknown.ts';
import { connectionOf } from '../relay/connection.ts';
import { Node } from '../relay/node.type.ts';
import { SearchResult } from '../search/search-result.type.ts';
import { describedEnum, unknownMeaning } from '../words.ts';

export const AssetTypeEnum = describedEnum<OrUnknown<AssetType>>('AssetType', 'What kind of equipment an asset is.', {
  VESSEL: 'Pressure vessel.',
  PIPING: 'Piping and hoses.',
  TANK: 'Storage tank.',
  HEAT_EXCHANGER: 'Heat exchanger, radiator or cooler.',
  ROTATING: 'Rotating machinery: engines, pumps, drives, mobile machines.',
  UNKNOWN: unknownMeaning,
});

export const LifecycleEnum = describedEnum<OrUnknown<Lifecycle>>(
  'Lifecycle',
  'Whether an asset belongs to the plant.',
  {
    ACTIVE: 'In service.',
    INACTIVE: 'Out of service for now.',
    DECOMMISSIONED: 'Taken out of the plant for good.',
    UNKNOWN: unknownMeaning,
  },
);

export const OperationalEnum = describedEnum<OrUnknown<Operational>>(
  'Operational',
  'Whether an asset can work at the moment.',
  {
    RUNNING: 'It works.',
    DOWN: 'It does not work.',
    IN_MAINTENANCE: 'It is being worked on.',
    UNKNOWN: 'No service tells.',
  },
);

@ObjectType({
  implements: [Node, SearchResult],
  simpleResolvers: true,
  description: 'A machine, or a place in a machine where work is done: the one record of it, over all services.',
})
export class Asset extends Node {
  @Field(() => String, { nullable: true, description: 'Its number in the plant, such as EXC-A. Not a QR tag.' })
  tagNumber!: string | null;

  @Field(() => String, { description: 'What people call it.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'What it is and where it stands, in words.' })
  description!: string | null;

  @Field(() => AssetTypeEnum, { description: 'What kind of equipment it is.' })
  type!: OrUnknown<AssetType>;

  @Field(() => LifecycleEnum, { description: 'Whether it belongs to the plant.' })
  lifecycle!: OrUnknown<Lifecycle>;

  @Field(() => OperationalEnum, { description: 'Whether it can work at the moment.' })
  operational!: OrUnknown<Operational>;

  @Field(() => String, { nullable: true, description: 'Who made it.' })
  manufacturer!: string | null;

  @Field(() => String, { nullable: true, description: "The maker's model." })
  model!: string | null;

  @Field(() => String, { nullable: true, description: "The maker's serial number." })
  serialNumber!: string | null;

  @Field(() => String, { nullable: true, description: 'The barcode on it. Not a QR tag.' })
  barcode!: string | null;

  @Field(() => String, { nullable: true, description: 'Where it stands, in the words of the service.' })
  location!: string | null;

  @Extensions({ needs: ['remainingLifeYears'] })
  @Field(() => Float, {
    nullable: true,
    description:
      'Years until the wall is at its required thickness, as Reliatic works it out; null when nothing measurable is lost or known.',
  })
  remainingLifeYears!: number | null;
}

export const AssetConnection = connectionOf(() => Asset, 'Asset', 'assets');
