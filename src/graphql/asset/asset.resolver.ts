import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Extensions, FieldResolver, ID, Info, Query, Resolver, Root } from 'type-graphql';
import { assetEntity, type AssetRow } from '../../replica/model/asset.ts';
import { inspectionEntity, type InspectionRow } from '../../replica/model/inspection.ts';
import { riskAssessmentEntity, type RiskAssessmentRow } from '../../replica/model/risk-assessment.ts';
import type { FailureModeRow } from '../../replica/model/failure-mode.ts';
import type { ActionRow } from '../../replica/model/action.ts';
import type { AlertRow } from '../../replica/model/alert.ts';
import { ActionsArgs } from '../action/action.inputs.ts';
import { ActionConnection } from '../action/action.type.ts';
import { actionList } from '../action/action.list.ts';
import { AlertsArgs } from '../alert/alert.inputs.ts';
import { AlertConnection } from '../alert/alert.type.ts';
import { alertList } from '../alert/alert.list.ts';
import type { GraphContext } from '../context.ts';
import { FailureModesArgs } from '../failure-mode/failure-mode.inputs.ts';
import { FailureModeConnection } from '../failure-mode/failure-mode.type.ts';
import { failureModeList } from '../failure-mode/failure-mode.list.ts';
import { InspectionsArgs } from '../inspection/inspection.inputs.ts';
import { Inspection, InspectionConnection } from '../inspection/inspection.type.ts';
import { inspectionList } from '../inspection/inspection.list.ts';
import { requireId } from '../node/require-id.ts';
import { lastOne } from '../relay/page-args.ts';
import { childPage, listPage, type Listed } from '../relay/pages.ts';
import { nodeShape } from '../relay/selection.ts';
import { RiskAssessmentsArgs } from '../risk/risk-assessment.inputs.ts';
import { RiskAssessment, RiskAssessmentConnection } from '../risk/risk-assessment.type.ts';
import { riskAssessmentList } from '../risk/risk-assessment.list.ts';
import { AssetsArgs } from './asset.inputs.ts';
import { assetList } from './asset.list.ts';
import { Asset, AssetConnection } from './asset.type.ts';

const childAssets = { ...assetList, parentColumn: 'parent_id' };
const actionsOfAsset = { ...actionList, parentColumn: 'asset_id' };
const alertsOfAsset = { ...alertList, parentColumn: 'asset_id' };

@Resolver(() => Asset)
export class AssetResolver {
  @Query(() => Asset, { nullable: true, description: 'The asset with this id; null when the tenant has none.' })
  asset(
    @Arg('id', () => ID, { description: 'As `Asset.id` gives it.' }) id: string,
    @Ctx() { replica }: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<AssetRow | null> {
    requireId(id, 'ast', 'an asset');
    return replica.assetById(nodeShape(info, 'Asset', assetEntity), id);
  }

  @Query(() => Asset, { nullable: true, description: 'The asset with this tag number; null when the tenant has none.' })
  assetByTag(
    @Arg('tagNumber', () => String, { description: 'Exactly as `Asset.tagNumber` gives it.' }) tagNumber: string,
    @Ctx() { replica }: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<AssetRow | null> {
    return replica.assetByTagNumber(nodeShape(info, 'Asset', assetEntity), tagNumber);
  }

  @Query(() => AssetConnection, { description: "The plant's assets." })
  assets(
    @Args(() => AssetsArgs) args: AssetsArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Listed<AssetRow>> {
    return listPage(context, info, assetList, args);
  }

  @Extensions({ needs: ['parentId'] })
  @FieldResolver(() => Asset, { nullable: true, description: 'What it is a part of.' })
  parent(@Root() { parentId }: AssetRow, @Ctx() { replica }: GraphContext, @Info() info: GraphQLResolveInfo) {
    return parentId && replica.assetById(nodeShape(info, 'Asset', assetEntity), parentId);
  }

  @FieldResolver(() => AssetConnection, { description: 'What is a part of it.' })
  children(
    @Root() asset: AssetRow,
    @Args(() => AssetsArgs) args: AssetsArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Listed<AssetRow>> {
    return childPage(context, info, childAssets, args, asset, context.replica.childrenByAssetId);
  }

  @FieldResolver(() => RiskAssessment, {
    nullable: true,
    description: 'Its latest risk assessment; null when it was never assessed.',
  })
  riskRanking(
    @Root() { id }: AssetRow,
    @Ctx() { replica }: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<RiskAssessmentRow | null> {
    return replica.riskRankingByAssetId(nodeShape(info, 'RiskAssessment', riskAssessmentEntity), id);
  }

  @FieldResolver(() => Inspection, { nullable: true, description: 'Its latest inspection; null when there was none.' })
  async lastInspection(
    @Root() { id }: AssetRow,
    @Ctx() { replica }: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<InspectionRow | null> {
    const shape = nodeShape<InspectionRow>(info, 'Inspection', inspectionEntity);
    return (await replica.inspectionsByAssetId(shape, lastOne, id)).rows[0] ?? null;
  }

  @FieldResolver(() => InspectionConnection, { description: 'Its inspections, the latest first.' })
  inspections(
    @Root() asset: AssetRow,
    @Args(() => InspectionsArgs) args: InspectionsArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Listed<InspectionRow>> {
    return childPage(context, info, inspectionList, args, asset, context.replica.inspectionsByAssetId);
  }

  @FieldResolver(() => FailureModeConnection, { description: 'The ways it can fail (FMEA), the highest RPN first.' })
  failureModes(
    @Root() asset: AssetRow,
    @Args(() => FailureModesArgs) args: FailureModesArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Listed<FailureModeRow>> {
    return childPage(context, info, failureModeList, args, asset, context.replica.failureModesByAssetId);
  }

  @FieldResolver(() => ActionConnection, { description: 'Corrective actions on it, the first due first.' })
  actions(
    @Root() asset: AssetRow,
    @Args(() => ActionsArgs) args: ActionsArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Listed<ActionRow>> {
    return childPage(context, info, actionsOfAsset, args, asset, context.replica.actionsByAssetId);
  }

  @FieldResolver(() => RiskAssessmentConnection, { description: 'Its risk assessments, the latest first.' })
  riskAssessments(
    @Root() asset: AssetRow,
    @Args(() => RiskAssessmentsArgs) args: RiskAssessmentsArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Listed<RiskAssessmentRow>> {
    return childPage(context, info, riskAssessmentList, args, asset, context.replica.riskAssessmentsByAssetId);
  }

  @FieldResolver(() => AlertConnection, { description: 'Escalations of its overdue actions, the latest first.' })
  alerts(
    @Root() asset: AssetRow,
    @Args(() => AlertsArgs) args: AlertsArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Listed<AlertRow>> {
    return childPage(context, info, alertsOfAsset, args, asset, context.replica.alertsByAssetId);
  }
}
