import { Field, Int, ObjectType } from 'type-graphql';
import type { RiskLevel } from '../../domain/rbi.ts';
import { connectionOf } from '../relay/connection.ts';
import { Node } from '../relay/node.type.ts';
import { DateTimeScalar } from '../scalars/time.ts';
import { TimelineEntry } from '../timeline/timeline-entry.type.ts';
import { describedEnum } from '../words.ts';

export const RiskLevelEnum = describedEnum<RiskLevel>(
  'RiskLevel',
  'How high a risk is, by its cell of the risk matrix.',
  {
    LOW: 'Acceptable.',
    MEDIUM: 'Acceptable when watched.',
    MEDIUM_HIGH: 'To be brought down.',
    HIGH: 'To be brought down at once.',
  },
);

@ObjectType({
  implements: [Node, TimelineEntry],
  simpleResolvers: true,
  description: 'A risk-based inspection (RBI) assessment of an asset, in Reliatic.',
})
export class RiskAssessment extends Node {
  @Field(() => Int, { description: 'How likely it is to fail, 1 to 5.' })
  probabilityOfFailure!: number;

  @Field(() => Int, { description: 'How bad that would be, 1 to 5; the letter A to E of the cell.' })
  consequenceOfFailure!: number;

  @Field(() => String, { description: 'Cell of the risk matrix: probability and consequence, such as 4C.' })
  cell!: string;

  @Field(() => RiskLevelEnum, { description: 'How high the risk is, as the service ranked it.' })
  level!: RiskLevel;

  @Field(() => String, {
    description:
      "The matrix it was ranked with: the service's own name, or the version of the plant's matrix that held when it was assessed.",
  })
  matrixVersion!: string;

  @Field(() => DateTimeScalar, { description: 'When it was assessed.' })
  assessedAt!: string;

  @Field(() => Boolean, { description: "The latest of its asset: the asset's risk ranking." })
  isCurrent!: boolean;
}

export const RiskAssessmentConnection = connectionOf(() => RiskAssessment, 'RiskAssessment', 'risk assessments');

@ObjectType({ simpleResolvers: true, description: 'A cell of the risk matrix.' })
export class RiskMatrixCell {
  @Field(() => String, { description: 'Probability and consequence, such as 4C.' })
  cell!: string;

  @Field(() => Int, { description: 'Row: 1 (least likely) to 5.' })
  probabilityOfFailure!: number;

  @Field(() => Int, { description: 'Column: 1 (A, least bad) to 5 (E).' })
  consequenceOfFailure!: number;

  @Field(() => RiskLevelEnum, { description: 'The level of the cell.' })
  level!: RiskLevel;

  @Field(() => Int, { description: 'How many assets are ranked in it now.' })
  count!: number;
}

@ObjectType({ simpleResolvers: true, description: 'How many assets stand in each of the 25 cells of the risk matrix.' })
export class RiskMatrix {
  @Field(() => String, { description: 'Version of the matrix whose levels the cells show.' })
  version!: string;

  @Field(() => [RiskMatrixCell], { description: 'All 25 cells, empty ones too, from 1A to 5E.' })
  cells!: RiskMatrixCell[];
}
