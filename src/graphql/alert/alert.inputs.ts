import { ArgsType, Field, ID, InputType, Int } from 'type-graphql';
import { OrderDirection } from '../relay/order.ts';
import { PageArgs } from '../relay/page-args.ts';
import { orderFields } from '../words.ts';
import { AlertSeverityEnum, AlertStatusEnum } from './alert.type.ts';

@InputType({ description: 'Which alerts: those that meet every condition given.' })
export class AlertFilter {
  @Field(() => [ID], { nullable: true, description: 'On one of these assets.' })
  assetId?: string[] | null;

  @Field(() => [AlertStatusEnum], { nullable: true, description: 'In one of these statuses.' })
  status?: string[] | null;

  @Field(() => [AlertSeverityEnum], { nullable: true, description: 'Of one of these severities.' })
  severity?: string[] | null;

  @Field(() => Int, { nullable: true, description: 'At this level of the ladder or above.' })
  levelMin?: number | null;
}

const AlertOrderField = orderFields<'escalatedAt' | 'level' | 'title'>(
  'AlertOrderField',
  'What alerts can be ordered by.',
  {
    escalatedAt: 'When it reached its level.',
    level: 'Level.',
    title: 'Title.',
  },
);

@InputType({ description: 'An order of alerts.' })
export class AlertOrder {
  @Field(() => AlertOrderField, { description: 'By what.' })
  field!: string;

  @Field(() => OrderDirection, { defaultValue: 'ASC', description: 'Which end first.' })
  direction!: OrderDirection;
}

@ArgsType()
export class AlertsArgs extends PageArgs {
  @Field(() => AlertFilter, { nullable: true, description: 'Which ones.' })
  filter?: AlertFilter | null;

  @Field(() => [AlertOrder], { nullable: true, description: 'In which order; the latest first when left out.' })
  orderBy?: AlertOrder[] | null;
}

@InputType()
abstract class AlertInput {
  @Field(() => String, {
    nullable: true,
    description: 'Your own key for this command. It changes nothing here: doing it twice is doing it once.',
  })
  idempotencyKey?: string | null;

  @Field(() => ID, { description: 'The alert.' })
  alertId!: string;

  @Field(() => String, { nullable: true, description: 'What there is to say of it; left out, what was said stays.' })
  comment?: string | null;
}

@InputType({ description: 'An alert that somebody takes on.' })
export class AcknowledgeAlertInput extends AlertInput {}

@InputType({ description: 'An alert whose cause is gone.' })
export class ResolveAlertInput extends AlertInput {}
