import { Field, ID, InputType } from 'type-graphql';
import type { AssetType, Service } from '../../domain/records.ts';
import type { OrUnknown } from '../../domain/or-unknown.ts';
import { CommandInput } from '../command/command.inputs.ts';
import { DateTimeScalar } from '../scalars/time.ts';
import { ServiceEnum } from '../source/source.type.ts';
import { AssetTypeEnum } from './asset.type.ts';

@InputType({ description: 'A new asset.' })
export class CreateAssetInput extends CommandInput {
  @Field(() => [ServiceEnum], {
    nullable: true,
    description: 'The services that are to have it; every connected one that keeps assets when left out.',
  })
  services?: Service[] | null;

  @Field(() => String, { description: 'What it is called in the plant: PUMP-101A.' })
  tagNumber!: string;

  @Field(() => String, { description: 'What it is.' })
  name!: string;

  @Field(() => AssetTypeEnum, { description: 'What kind of equipment it is; not UNKNOWN.' })
  type!: OrUnknown<AssetType>;

  @Field(() => String, { nullable: true, description: 'More about it.' })
  description?: string | null;

  @Field(() => String, { nullable: true, description: 'Who made it. Kept by Reliatic and MaintainX.' })
  manufacturer?: string | null;

  @Field(() => String, { nullable: true, description: "The manufacturer's model. Kept by Reliatic and MaintainX." })
  model?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The manufacturer's serial number. Kept by Reliatic, MaintainX and UniAsset.",
  })
  serialNumber?: string | null;

  @Field(() => String, { nullable: true, description: 'The code on it that scanners read. Kept by MaintainX.' })
  barcode?: string | null;

  @Field(() => String, { nullable: true, description: 'Where it stands. Kept by Reliatic, Maint.io and UniAsset.' })
  location?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The asset that it is a part of. Kept by Reliatic, and by MaintainX when that knows it.',
  })
  parentId?: string | null;

  @Field(() => String, { nullable: true, description: 'The code of a label to stick on it, which Maint.io links.' })
  tagCode?: string | null;
}

@InputType({ description: 'What is to be changed of an asset: a field left out stays as it is, null empties it.' })
export class UpdateAssetInput extends CommandInput {
  @Field(() => ID, { description: 'Which one.' })
  assetId!: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      "As `sources.updatedAt` of Reliatic's record gave it: when the record has been changed since, nothing is written and the answer is STALE_WRITE with the asset as it is now.",
  })
  expectedUpdatedAt?: Date | null;

  @Field(() => String, { nullable: true, description: 'What it is called in the plant; not null.' })
  tagNumber?: string | null;

  @Field(() => String, { nullable: true, description: 'What it is; not null.' })
  name?: string | null;

  @Field(() => AssetTypeEnum, { nullable: true, description: 'What kind of equipment it is; not null or UNKNOWN.' })
  type?: OrUnknown<AssetType> | null;

  @Field(() => String, { nullable: true, description: 'More about it.' })
  description?: string | null;

  @Field(() => String, { nullable: true, description: 'Who made it.' })
  manufacturer?: string | null;

  @Field(() => String, { nullable: true, description: "The manufacturer's model." })
  model?: string | null;

  @Field(() => String, { nullable: true, description: "The manufacturer's serial number." })
  serialNumber?: string | null;

  @Field(() => String, { nullable: true, description: 'Where it stands.' })
  location?: string | null;

  @Field(() => ID, { nullable: true, description: 'The asset that it is a part of.' })
  parentId?: string | null;
}

@InputType({ description: 'An asset that goes out of service.' })
export class DecommissionAssetInput extends CommandInput {
  @Field(() => ID, { description: 'Which one.' })
  assetId!: string;
}
