import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, Extensions, FieldResolver, Info, Query, Resolver, Root } from 'type-graphql';
import { dataQualityIssueEntity, type DataQualityIssueRow } from '../../replica/model/data-quality-issue.ts';
import type { GraphContext } from '../context.ts';
import { objectOf, type Found } from '../node/objects.ts';
import { Node } from '../relay/node.type.ts';
import { listPage, type Listed } from '../relay/pages.ts';
import { DataQualityIssuesArgs } from './data-quality.inputs.ts';
import { DataQualityIssue, DataQualityIssueConnection } from './data-quality.type.ts';

const dataQualityIssueList = { typeName: 'DataQualityIssue', entity: dataQualityIssueEntity } as const;

@Resolver(() => DataQualityIssue)
export class DataQualityIssueResolver {
  @Query(() => DataQualityIssueConnection, {
    description: 'What is wrong with the data of the services, the gravest first.',
  })
  dataQualityIssues(
    @Args(() => DataQualityIssuesArgs) args: DataQualityIssuesArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Listed<DataQualityIssueRow>> {
    return listPage(context, info, dataQualityIssueList, args);
  }

  @Extensions({ needs: ['objectId'] })
  @FieldResolver(() => Node, {
    nullable: true,
    description: 'What it is about; null for a record that can not be understood.',
  })
  object(
    @Root() { objectId }: DataQualityIssueRow,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Found> | null {
    return objectId === null ? null : objectOf(context, info, objectId);
  }
}
