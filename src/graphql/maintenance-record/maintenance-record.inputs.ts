import { ArgsType, Field, ID, InputType } from 'type-graphql';
import { OrderDirection } from '../relay/order.ts';
import { PageArgs } from '../relay/page-args.ts';
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
