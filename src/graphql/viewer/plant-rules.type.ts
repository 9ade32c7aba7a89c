import { Field, Float, Int, ObjectType } from 'type-graphql';

@ObjectType({ simpleResolvers: true, description: 'From which RPN on a failure mode is in which priority class.' })
export class RpnThresholds {
  @Field(() => Int, { description: 'CRITICAL from this RPN on.' })
  critical!: number;

  @Field(() => Int, { description: 'HIGH from this RPN on; whatever the RPN, where the severity is 9 or 10.' })
  high!: number;

  @Field(() => Int, { description: 'MEDIUM from this RPN on; LOW below it.' })
  medium!: number;
}

@ObjectType({ simpleResolvers: true, description: 'A step of the ladder that an overdue action climbs.' })
export class EscalationStep {
  @Field(() => Int, { description: '1 is the first.' })
  level!: number;

  @Field(() => Float, { description: 'How many days after the end of the due date, or parts of days.' })
  afterDays!: number;

  @Field(() => String, { description: 'Who is told then.' })
  escalatesTo!: string;
}

@ObjectType({
  simpleResolvers: true,
  description:
    "The plant's own rules, or the gateway's where it has set none: what `derivedPriority`, `derivedLevel`, " +
    '`riskMatrix` and new alerts go by.',
})
export class PlantRules {
  @Field(() => RpnThresholds, { description: 'Priority classes of failure modes.' })
  rpnThresholds!: RpnThresholds;

  @Field(() => String, { description: 'Version of the risk matrix; `riskMatrix` has its levels.' })
  riskMatrixVersion!: string;

  @Field(() => [EscalationStep], {
    description: 'When overdue actions escalate, and to whom. An alert keeps the ladder it began with.',
  })
  escalationLadder!: readonly EscalationStep[];
}
