import { ArgsType, Field, ID, InputType } from 'type-graphql';
import { PageArgs } from '../relay/page-args.ts';
import { ServiceEnum } from '../source/source.type.ts';
import { DataQualityKindEnum, DataQualitySeverityEnum } from './data-quality.type.ts';

@InputType({ description: 'Which issues: those that meet every condition given.' })
export class DataQualityIssueFilter {
  @Field(() => [DataQualityKindEnum], { nullable: true, description: 'Of one of these kinds.' })
  kind?: string[] | null;

  @Field(() => [DataQualitySeverityEnum], { nullable: true, description: 'Of one of these severities.' })
  severity?: string[] | null;

  @Field(() => [ServiceEnum], { nullable: true, description: 'In the data of one of these services.' })
  service?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'About one of these objects.' })
  objectId?: string[] | null;
}

@ArgsType()
export class DataQualityIssuesArgs extends PageArgs {
  @Field(() => DataQualityIssueFilter, { nullable: true, description: 'Which ones.' })
  filter?: DataQualityIssueFilter | null;
}
