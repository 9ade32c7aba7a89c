import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Extensions, FieldResolver, ID, Info, Mutation, Query, Resolver, Root } from 'type-graphql';
import { assetEntity } from '../../replica/model/asset.ts';
import { maintenanceRecordEntity, type MaintenanceRecordRow } from '../../replica/model/maintenance-record.ts';
import { Asset } from '../asset/asset.type.ts';
import { changed, payloadOf, type CommandPayload } from '../command/command-payload.ts';
import type { GraphContext } from '../context.ts';
import { requireId } from '../node/require-id.ts';
import { listPage, type Listed } from '../relay/pages.ts';
import { nodeShape } from '../relay/selection.ts';
import { Money } from '../scalars/money.ts';
import { CreateMaintenanceRecordInput, MaintenanceRecordsArgs } from './maintenance-record.inputs.ts';
import { maintenanceRecordList } from './maintenance-record.list.ts';
import { CreateMaintenanceRecordPayload } from './maintenance-record.payload.ts';
import { MaintenanceRecord, MaintenanceRecordConnection } from './maintenance-record.type.ts';

@Resolver(() => MaintenanceRecord)
export class MaintenanceRecordResolver {
  @Query(() => MaintenanceRecord, {
    nullable: true,
    description: 'The maintenance record with this id; null when the tenant has none.',
  })
  maintenanceRecord(
    @Arg('id', () => ID, { description: 'As `MaintenanceRecord.id` gives it.' }) id: string,
    @Ctx() { replica }: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<MaintenanceRecordRow | null> {
    requireId(id, 'mrc', 'a maintenance record');
    return replica.maintenanceRecordById(nodeShape(info, 'MaintenanceRecord', maintenanceRecordEntity), id);
  }

  @Query(() => MaintenanceRecordConnection, { description: 'What was done on the equipment, the latest first.' })
  maintenanceRecords(
    @Args(() => MaintenanceRecordsArgs) args: MaintenanceRecordsArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Listed<MaintenanceRecordRow>> {
    return listPage(context, info, maintenanceRecordList, args);
  }

  @Extensions({ needs: ['costMinor', 'currency'] })
  @FieldResolver(() => Money, { nullable: true, description: 'What it cost, where that was written down.' })
  cost(@Root() { costMinor, currency }: MaintenanceRecordRow): Money | null {
    return costMinor === null || currency === null ? null : { amountMinor: costMinor, currency };
  }

  @Extensions({ needs: ['assetId'] })
  @FieldResolver(() => Asset, { nullable: true, description: 'The asset that was worked on.' })
  asset(@Root() { assetId }: MaintenanceRecordRow, @Ctx() { replica }: GraphContext, @Info() info: GraphQLResolveInfo) {
    return replica.assetById(nodeShape(info, 'Asset', assetEntity), assetId);
  }

  @Mutation(() => CreateMaintenanceRecordPayload, {
    description: 'Writes down what was done on an asset, in Maint.io or in UniAsset.',
  })
  async createMaintenanceRecord(
    @Arg('input', () => CreateMaintenanceRecordInput, { description: 'What was done, when and on what.' })
    input: CreateMaintenanceRecordInput,
    @Ctx() { commands, viewer }: GraphContext,
  ): Promise<CommandPayload> {
    return payloadOf(await commands.createMaintenanceRecord(viewer, input));
  }
}

@Resolver(() => CreateMaintenanceRecordPayload)
export class CreateMaintenanceRecordPayloadResolver {
  @FieldResolver(() => MaintenanceRecord, {
    nullable: true,
    description: 'The new record; null when it was not made.',
  })
  maintenanceRecord(
    @Root() payload: CommandPayload,
    @Ctx() { replica }: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const shape = nodeShape<MaintenanceRecordRow>(info, 'MaintenanceRecord', maintenanceRecordEntity);
    return changed(payload, 'maintenanceRecordId', (id) => replica.maintenanceRecordById(shape, id));
  }
}
