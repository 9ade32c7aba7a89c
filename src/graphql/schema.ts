/** The schema of the graph, made once at start. */
import 'reflect-metadata';
import { GraphQLObjectType, isInterfaceType, lexicographicSortSchema, printSchema, type GraphQLSchema } from 'graphql';
import { buildSchemaSync, type NonEmptyArray } from 'type-graphql';
import {
  ActionResolver,
  CreateActionPayloadResolver,
  TransitionActionPayloadResolver,
} from './action/action.resolver.ts';
import { Action } from './action/action.type.ts';
import {
  AcknowledgeAlertPayloadResolver,
  AlertDecidingResolver,
  ResolveAlertPayloadResolver,
} from './alert/alert-deciding.resolver.ts';
import { AlertEscalatedItemResolver, AlertResolver } from './alert/alert.resolver.ts';
import { Alert } from './alert/alert.type.ts';
import {
  ApiKeyResolver,
  CreateApiKeyPayloadResolver,
  RevokeApiKeyPayloadResolver,
} from './api-key/api-key.resolver.ts';
import { AssetResolver } from './asset/asset.resolver.ts';
import {
  AssetWritesResolver,
  CreateAssetPayloadResolver,
  DecommissionAssetPayloadResolver,
  UpdateAssetPayloadResolver,
} from './asset/asset-writes.resolver.ts';
import {
  CreatePartPayloadResolver,
  CreateStockLocationPayloadResolver,
  PartWritesResolver,
  UpdatePartPayloadResolver,
} from './stock/part-writes.resolver.ts';
import { AssetWorkResolver } from './asset/asset-work.resolver.ts';
import { Asset } from './asset/asset.type.ts';
import { ChangeResolver } from './change/change.resolver.ts';
import { consistencyToken } from './command/command-payload.ts';
import { CommandResolver, CommandSettledItemResolver } from './command/command.resolver.ts';
import { DataQualityIssueResolver } from './data-quality/data-quality.resolver.ts';
import { resolveDirectly } from './execution/direct-resolvers.ts';
import { entityByTypeName } from './execution/entities.ts';
import { addTextTwins } from './execution/text-documents.ts';
import { CreateFailureModePayloadResolver, FailureModeResolver } from './failure-mode/failure-mode.resolver.ts';
import { FailureMode } from './failure-mode/failure-mode.type.ts';
import {
  AssetStatementsResolver,
  IdentityResolver,
  LinkAssetPayloadResolver,
  UnlinkAssetPayloadResolver,
} from './identity/identity.resolver.ts';
import { AssignmentResolver, PositionResolver, SignalResolver } from './field-data/field-data.resolver.ts';
import {
  AssignAssetPayloadResolver,
  FieldDataWritingResolver,
  IngestSignalsPayloadResolver,
  ReportPositionPayloadResolver,
} from './field-data/field-data-writing.resolver.ts';
import { Assignment, Position, Signal } from './field-data/field-data.types.ts';
import { CreateInspectionPayloadResolver, InspectionResolver } from './inspection/inspection.resolver.ts';
import { Inspection } from './inspection/inspection.type.ts';
import {
  CreateMaintenanceRecordPayloadResolver,
  MaintenanceRecordResolver,
} from './maintenance-record/maintenance-record.resolver.ts';
import { MaintenanceRecord } from './maintenance-record/maintenance-record.type.ts';
import { PersonResolver } from './person/person.resolver.ts';
import { Person } from './person/person.type.ts';
import type { PageView } from './relay/connection.ts';
import { typeNameOf } from './relay/node.type.ts';
import { NodeResolver } from './node/node.resolver.ts';
import { CreateRiskAssessmentPayloadResolver, RiskAssessmentResolver } from './risk/risk-assessment.resolver.ts';
import { RiskAssessment } from './risk/risk-assessment.type.ts';
import { SearchResolver } from './search/search.resolver.ts';
import {
  ConnectServicePayloadResolver,
  DisconnectServicePayloadResolver,
  ServiceConnectionResolver,
  SyncServicePayloadResolver,
} from './service-connection/service-connection.resolver.ts';
import { sourcesResolver } from './source/sources.resolver.ts';
import { PartResolver, StockLowItemResolver } from './stock/part.resolver.ts';
import {
  LocationResolver,
  RecordStockMovementPayloadResolver,
  StockLevelResolver,
  StockMovementResolver,
} from './stock/stock.resolver.ts';
import { Location, Part, StockLevel, StockMovement } from './stock/stock.types.ts';
import { AssetTimelineResolver, timelineEntryResolver } from './timeline/timeline.resolver.ts';
import { GenerateTagsPayloadResolver, TagResolver } from './tag/tag.resolver.ts';
import { Tag } from './tag/tag.type.ts';
import { WorkOrderPartResolver, WorkOrderResolver } from './work-order/work-order.resolver.ts';
import { WorkOrder } from './work-order/work-order.type.ts';
import {
  CreateWorkOrderPayloadResolver,
  TransitionWorkOrderPayloadResolver,
  UpdateWorkOrderPayloadResolver,
  WorkOrderWritingResolver,
} from './work-order/work-order-writing.resolver.ts';
import { ViewerResolver } from './viewer/viewer.resolver.ts';

const replicated = [
  Asset,
  Inspection,
  FailureMode,
  Action,
  RiskAssessment,
  Alert,
  Part,
  Location,
  StockLevel,
  StockMovement,
  WorkOrder,
  MaintenanceRecord,
  Tag,
  Person,
  Assignment,
  Position,
  Signal,
];

/** What stands on timelines, and which of its dates is its place there. */
const onTimelines = [
  [Inspection, 'its day, at midnight UTC'],
  [MaintenanceRecord, 'when the work was done'],
  [WorkOrder, 'when it was done, before that when it was written; null when the service tells no date'],
  [Action, 'when it last changed; where the service does not tell, the day it is due, if there is one'],
  [Alert, 'when it reached its level'],
  [RiskAssessment, 'when it was assessed'],
] as const;

const resolvers: NonEmptyArray<new () => object> = [
  NodeResolver,
  SearchResolver,
  ChangeResolver,
  DataQualityIssueResolver,
  AssetResolver,
  AssetWritesResolver,
  CreateAssetPayloadResolver,
  UpdateAssetPayloadResolver,
  DecommissionAssetPayloadResolver,
  AssetStatementsResolver,
  IdentityResolver,
  LinkAssetPayloadResolver,
  UnlinkAssetPayloadResolver,
  AssetWorkResolver,
  AssetTimelineResolver,
  InspectionResolver,
  CreateInspectionPayloadResolver,
  FailureModeResolver,
  CreateFailureModePayloadResolver,
  ActionResolver,
  CreateActionPayloadResolver,
  TransitionActionPayloadResolver,
  RiskAssessmentResolver,
  CreateRiskAssessmentPayloadResolver,
  AlertResolver,
  AlertEscalatedItemResolver,
  AlertDecidingResolver,
  AcknowledgeAlertPayloadResolver,
  ResolveAlertPayloadResolver,
  PartResolver,
  PartWritesResolver,
  CreatePartPayloadResolver,
  UpdatePartPayloadResolver,
  CreateStockLocationPayloadResolver,
  StockLowItemResolver,
  LocationResolver,
  StockLevelResolver,
  StockMovementResolver,
  RecordStockMovementPayloadResolver,
  WorkOrderResolver,
  WorkOrderPartResolver,
  WorkOrderWritingResolver,
  CreateWorkOrderPayloadResolver,
  UpdateWorkOrderPayloadResolver,
  TransitionWorkOrderPayloadResolver,
  MaintenanceRecordResolver,
  CreateMaintenanceRecordPayloadResolver,
  TagResolver,
  GenerateTagsPayloadResolver,
  PersonResolver,
  AssignmentResolver,
  PositionResolver,
  SignalResolver,
  FieldDataWritingResolver,
  AssignAssetPayloadResolver,
  ReportPositionPayloadResolver,
  IngestSignalsPayloadResolver,
  ServiceConnectionResolver,
  ConnectServicePayloadResolver,
  DisconnectServicePayloadResolver,
  SyncServicePayloadResolver,
  ApiKeyResolver,
  CreateApiKeyPayloadResolver,
  RevokeApiKeyPayloadResolver,
  CommandResolver,
  CommandSettledItemResolver,
  ViewerResolver,
  ...replicated.map((type) => sourcesResolver(() => type)),
  ...onTimelines.map(([type, place]) => timelineEntryResolver(() => type, place)),
];

let graph: GraphQLSchema | undefined;

/** Built once in a process: it holds nothing of a gateway, since everything comes with the context. */
export const buildGraph = (): GraphQLSchema => (graph ??= build());

function build(): GraphQLSchema {
  const schema = buildSchemaSync({ resolvers, validate: false, pubSub: unusedPubSub });
  // type-graphql tells types by `instanceof`; the objects here are rows, and an id says what it is the id of.
  for (const type of Object.values(schema.getTypeMap())) {
    // At once, and not through type-graphql's promise, which graphql-jit does not wait for.
    if (isInterfaceType(type)) type.resolveType = typeNameOf;
    if (!(type instanceof GraphQLObjectType)) continue;
    type.isTypeOf = null;
    const totalCount = type.name.endsWith('Connection') ? type.getFields()['totalCount'] : undefined;
    // Not left to the default resolver: graphql-jit's reads properties and calls none.
    const token = type.name.endsWith('Payload') ? type.getFields()['consistencyToken'] : undefined;
    if (token) token.resolve = consistencyToken;
    if (totalCount) totalCount.resolve = (page: PageView<unknown>) => page.count();
  }
  resolveDirectly(schema);
  addTextTwins(schema, entityByTypeName);
  return schema;
}

/** type-graphql asks for one even where every subscription has a source of its own, as here: the tenant's event log. */
const unusedPubSub = {
  publish(): void {
    throw new Error('events are published by their log');
  },
  subscribe(): never {
    throw new Error('subscriptions read the event log');
  },
};

/** The schema as SDL, in the alphabet's order, so that a change shows where it is and nowhere else. */
export const printGraph = (schema: GraphQLSchema): string => `${printSchema(lexicographicSortSchema(schema))}\n`;
