import { ArgsType, Field, ID, InputType } from 'type-graphql';
import type { OrUnknown } from '../../domain/or-unknown.ts';
import type { Service } from '../../domain/records.ts';
import type { MaintenanceType } from '../../domain/work-records.ts';
import { CommandInput } from '../command/command.inputs.ts';
import { OrderDirection } from '../relay/order.ts';
import { PageArgs } from '../relay/page-args.ts';
import { MoneyInput } from '../scalars/money.ts';
import { DateTimeScalar } from '../scalars/time.ts';
import { ServiceEnum } from '../source/source.type.ts';
import { orderFields } from '../words.ts';
import { MaintenanceTypeEnum } from './maintenance-record.type.ts';

@InputType({ description: 'Which maintenance records: those that meet every condition given.' })
export class MaintenanceRecordFilter {
  @Field(() => [ID], { nullable: true, description: 'Of one of these assets.' })
  assetId?: string[] | null;

  @Field(() => [MaintenanceTypeEnum], { nullable: true, description: 'Of one of these types.' })
  type?: string[] | null;

  @Field(() => [ServiceEnum], { nullable: true, description: 'Written down in one of these services.' })
  service?: string[] | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Done at this moment or later.' })
  performedFrom?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Done at this moment or earlier.' })
  performedTo?: Date | null;

  @Field(() => String, { nullable: true, description: 'Every word stands in the description, whatever its case.' })
  search?: string | null;
}

const MaintenanceRecordOrderField = orderFields<'performedAt' | 'type'>(
  'MaintenanceRecordOrderField',
  'What maintenance records can be ordered by.',
  { performedAt: 'When the work was done.', type: 'Type, by its word.' },
);

@InputType({ description: 'An order of maintenance records.' })
export class MaintenanceRecordOrder {
  @Field(() => MaintenanceRecordOrderField, { description: 'By what.' })
  field!: string;

  @Field(() => OrderDirection, { defaultValue: 'ASC', description: 'Which end first.' })
  direction!: OrderDirection;
}

@ArgsType()
export class MaintenanceRecordsArgs extends PageArgs {
  @Field(() => MaintenanceRecordFilter, { nullable: true, description: 'Which ones.' })
  filter?: MaintenanceRecordFilter | null;

  @Field(() => [MaintenanceRecordOrder], {
    nullable: true,
    description: 'In which order; the latest first when left out.',
  })
  orderBy?: MaintenanceRecordOrder[] | null;
}

@InputType({ description: 'Work that was done on an asset.' })
export class CreateMaintenanceRecordInput extends CommandInput {
  @Field(() => ID, { description: 'The asset that was worked on: one that stands in the service.' })
  assetId!: string;

  @Field(() => MaintenanceTypeEnum, { description: 'What kind of work it was; UNKNOWN can not be written.' })
  type!: OrUnknown<MaintenanceType>;

  @Field(() => DateTimeScalar, { description: 'When it was done: now or before.' })
  performedAt!: Date;

  @Field(() => String, { nullable: true, description: 'What was done.' })
  description?: string | null;

  @Field(() => MoneyInput, { nullable: true, description: 'What it cost. UNIASSET alone keeps that.' })
  cost?: MoneyInput | null;

  @Field(() => ServiceEnum, {
    defaultValue: 'MAINTIO',
    description: 'The service that is to keep it: MAINTIO or UNIASSET, and none of the others.',
  })
  service!: Service;
}
