import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Extensions, FieldResolver, Info, Mutation, Query, Resolver, Root } from 'type-graphql';
import { createRiskAssessment } from '../../commands/create-risk-assessment.ts';
import { allRiskCells, rankRisk, type RiskLevel } from '../../domain/rbi.ts';
import { assetEntity } from '../../replica/model/asset.ts';
import { riskAssessmentEntity, type RiskAssessmentRow } from '../../replica/model/risk-assessment.ts';
import { AssetFilter } from '../asset/asset.inputs.ts';
import { Asset } from '../asset/asset.type.ts';
import { changed, payloadOf, type CommandPayload } from '../command/command-payload.ts';
import type { GraphContext } from '../context.ts';
import { listPage, type Listed } from '../relay/pages.ts';
import { checkFilter } from '../relay/page-args.ts';
import { nodeShape } from '../relay/selection.ts';
import { CreateRiskAssessmentInput, RiskAssessmentsArgs } from './risk-assessment.inputs.ts';
import { CreateRiskAssessmentPayload } from './risk-assessment.payload.ts';
import { riskAssessmentList } from './risk-assessment.list.ts';
import { RiskAssessment, RiskAssessmentConnection, RiskLevelEnum, RiskMatrix } from './risk-assessment.type.ts';

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
    checkFilter(filter);
    const [counted, { riskMatrix }] = await Promise.all([replica.riskCellCounts(filter), replica.rules()]);
    const counts = new Map(counted.map(({ cell, count }) => [cell, count]));
    const cells = allRiskCells.map((each) => {
      const { level } = rankRisk(riskMatrix, each.probabilityOfFailure, each.consequenceOfFailure);
      return { ...each, level, count: counts.get(each.cell) ?? 0 };
    });
    return { version: riskMatrix.version, cells };
  }

  @Extensions({ needs: ['probabilityOfFailure', 'consequenceOfFailure'] })
  @FieldResolver(() => RiskLevelEnum, {
    description: "How high the risk is by the plant's own matrix as it is now; `riskMatrix` shows it.",
  })
  async derivedLevel(
    @Root() { probabilityOfFailure, consequenceOfFailure }: RiskAssessmentRow,
    @Ctx() { replica }: GraphContext,
  ): Promise<RiskLevel> {
    const { riskMatrix } = await replica.rules();
    return rankRisk(riskMatrix, probabilityOfFailure, consequenceOfFailure).level;
  }

  @Extensions({ needs: ['assetId'] })
  @FieldResolver(() => Asset, { nullable: true, description: 'The asset that was assessed.' })
  asset(@Root() { assetId }: RiskAssessmentRow, @Ctx() { replica }: GraphContext, @Info() info: GraphQLResolveInfo) {
    return replica.assetById(nodeShape(info, 'Asset', assetEntity), assetId);
  }

  @Mutation(() => CreateRiskAssessmentPayload, {
    description: "Assesses an asset's risk, in Reliatic, which ranks it.",
  })
  async createRiskAssessment(
    @Arg('input', () => CreateRiskAssessmentInput, { description: 'What it is.' }) input: CreateRiskAssessmentInput,
    @Ctx() { commands, viewer }: GraphContext,
  ): Promise<CommandPayload> {
    return payloadOf(await commands.carryOut(viewer, createRiskAssessment, input));
  }
}

@Resolver(() => CreateRiskAssessmentPayload)
export class CreateRiskAssessmentPayloadResolver {
  @FieldResolver(() => RiskAssessment, {
    nullable: true,
    description: 'The new assessment; null when it was not made.',
  })
  riskAssessment(@Root() payload: CommandPayload, @Ctx() { replica }: GraphContext, @Info() info: GraphQLResolveInfo) {
    const shape = nodeShape<RiskAssessmentRow>(info, 'RiskAssessment', riskAssessmentEntity);
    return changed(payload, 'riskAssessmentId', (id) => replica.riskAssessmentById(shape, id));
  }
}
