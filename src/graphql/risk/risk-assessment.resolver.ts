import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Extensions, FieldResolver, Info, Query, Resolver, Root } from 'type-graphql';
import { allRiskCells, defaultRiskMatrix, rankRisk } from '../../domain/rbi.ts';
import { assetEntity } from '../../replica/model/asset.ts';
import type { RiskAssessmentRow } from '../../replica/model/risk-assessment.ts';
import { AssetFilter } from '../asset/asset.inputs.ts';
import { Asset } from '../asset/asset.type.ts';
import type { GraphContext } from '../context.ts';
import { listPage, type Listed } from '../relay/pages.ts';
import { nodeShape } from '../relay/selection.ts';
import { RiskAssessmentsArgs } from './risk-assessment.inputs.ts';
import { riskAssessmentList } from './risk-assessment.list.ts';
import { RiskAssessment, RiskAssessmentConnection, RiskMatrix } from './risk-assessment.type.ts';

@Resolver(() => RiskAssessment)
export class RiskAssessmentResolver {
  @Query(() => RiskAssessmentConnection, { description: "The plant's risk assessments, the latest first." })
  riskAssessments(
    @Args(() => RiskAssessmentsArgs) args: RiskAssessmentsArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Listed<RiskAssessmentRow>> {
    return listPage(context, info, riskAssessmentList, args);
  }

  @Query(() => RiskMatrix, { description: 'How many assets stand in each cell of the risk matrix.' })
  async riskMatrix(
    @Arg('filter', () => AssetFilter, { nullable: true, description: 'Which assets are counted; all when left out.' })
    filter: AssetFilter | null,
    @Ctx() { replica }: GraphContext,
  ): Promise<RiskMatrix> {
    const counts = new Map((await replica.riskCellCounts(filter)).map(({ cell, count }) => [cell, count]));
    const cells = allRiskCells.map((each) => {
      const { level } = rankRisk(defaultRiskMatrix, each.probabilityOfFailure, each.consequenceOfFailure);
      return { ...each, level, count: counts.get(each.cell) ?? 0 };
    });
    return { version: defaultRiskMatrix.version, cells };
  }

  @Extensions({ needs: ['assetId'] })
  @FieldResolver(() => Asset, { nullable: true, description: 'The asset that was assessed.' })
  asset(@Root() { assetId }: RiskAssessmentRow, @Ctx() { replica }: GraphContext, @Info() info: GraphQLResolveInfo) {
    return replica.assetById(nodeShape(info, 'Asset', assetEntity), assetId);
  }
}
