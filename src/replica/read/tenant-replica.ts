/**
 * What a request reads: one tenant's rows, through loaders that gather the keys of a whole query level into one
 * statement. Made anew for every operation and every event, never shared: a loader remembers what it has read.
 */
import DataLoader from 'dataloader';
import { Prisma, type PrismaClient } from '../../database/generated/client.ts';
import { actionEntity, type ActionRow } from '../model/action.ts';
import { alertEntity, type AlertRow } from '../model/alert.ts';
import { assetEntity, type AssetRow } from '../model/asset.ts';
import { identitySuggestionEntity, type IdentitySuggestionRow } from '../model/identity-suggestion.ts';
import {
  assignmentEntity,
  positionEntity,
  signalEntity,
  type AssignmentRow,
  type PositionRow,
  type SignalRow,
} from '../model/field-data.ts';
import { maintenanceRecordEntity, type MaintenanceRecordRow } from '../model/maintenance-record.ts';
import { personEntity, type PersonRow } from '../model/person.ts';
import { tagEntity, type TagRow } from '../model/tag.ts';
import { timelineEntryEntity, type TimelineEntryRow } from '../model/timeline-entry.ts';
import {
  workOrderEntity,
  workOrderPartEntity,
  workOrderPersonEntity,
  type WorkOrderPartRow,
  type WorkOrderRow,
} from '../model/work-order.ts';
import type { Precedence } from '../../domain/golden-record.ts';
import type { TenantRules } from '../../domain/tenant-rules.ts';
import { assetIdsByRecordId, idsBeside, precedenceOf, recordsByAssetId, type AssetRecordRow } from './asset-records.ts';
import type { Entity } from '../model/entity.ts';
import { failureModeEntity, type FailureModeRow } from '../model/failure-mode.ts';
import { dataQualityIssueEntity, type DataQualityIssueRow } from '../model/data-quality-issue.ts';
import { inspectionEntity, type InspectionRow } from '../model/inspection.ts';
import { riskAssessmentEntity, type RiskAssessmentRow } from '../model/risk-assessment.ts';
import {
  assetPartEntity,
  partEntity,
  stockLevelEntity,
  stockLocationEntity,
  stockMovementEntity,
  type PartRow,
  type StockLevelRow,
  type StockLocationRow,
  type StockMovementRow,
} from '../model/stock.ts';
import { toPage, type Page, type PageRequest, type Placed } from './page.ts';
import { riskCellCounts, type RiskCellCount } from './risk-matrix.ts';
import { searchCount, searchPage, type SearchHit, type SearchRequest } from './search.ts';
import type { Shape } from './shape.ts';
import { sourcesByObjectId, type SourceRow } from './sources.ts';
import { countAll, countsByParent, pageOfAll, pagesByParent, rowsByKey } from './statements.ts';
import { tenantRulesOf } from './tenant-rules.ts';
import { pageOfTexts, textByKey, textKey, textsByParent } from './texts.ts';

type RowLoader<Row> = (shape: Shape<Row>, key: string) => Promise<Row | null>;
type PageLoader<Row> = (shape: Shape<Row>, request: PageRequest, parentId: string) => Promise<Page<Row>>;
type CountLoader = (filter: object | null, parentId: string) => Promise<number>;

export class TenantReplica {
  readonly #prisma: PrismaClient;
  readonly tenantId: string;
  readonly #loaders = new Map<string, DataLoader<string, unknown>>();
  #precedence: Promise<Precedence> | undefined;
  #rules: Promise<TenantRules> | undefined;

  constructor(prisma: PrismaClient, tenantId: string) {
    this.#prisma = prisma;
    this.tenantId = tenantId;
  }

  readonly #assetByOwnId = this.#rowsBy<AssetRow>(assetEntity, 'id');
  readonly assetByTagNumber = this.#rowsBy<AssetRow>(assetEntity, 'tag_number');
  readonly inspectionById = this.#rowsBy<InspectionRow>(inspectionEntity, 'id');
  readonly failureModeById = this.#rowsBy<FailureModeRow>(failureModeEntity, 'id');
  readonly actionById = this.#rowsBy<ActionRow>(actionEntity, 'id');
  readonly riskAssessmentById = this.#rowsBy<RiskAssessmentRow>(riskAssessmentEntity, 'id');
  readonly alertById = this.#rowsBy<AlertRow>(alertEntity, 'id');
  readonly partById = this.#rowsBy<PartRow>(partEntity, 'id');
  readonly partBySku = this.#rowsBy<PartRow>(partEntity, 'sku');
  readonly stockLocationById = this.#rowsBy<StockLocationRow>(stockLocationEntity, 'id');
  readonly stockLevelById = this.#rowsBy<StockLevelRow>(stockLevelEntity, 'id');
  readonly stockMovementById = this.#rowsBy<StockMovementRow>(stockMovementEntity, 'id');
  readonly workOrderById = this.#rowsBy<WorkOrderRow>(workOrderEntity, 'id');
  readonly maintenanceRecordById = this.#rowsBy<MaintenanceRecordRow>(maintenanceRecordEntity, 'id');
  readonly tagById = this.#rowsBy<TagRow>(tagEntity, 'id');
  readonly tagByCode = this.#rowsBy<TagRow>(tagEntity, 'code');
  readonly personById = this.#rowsBy<PersonRow>(personEntity, 'id');
  readonly personByEmail = this.#rowsBy<PersonRow>(personEntity, 'email');
  readonly assignmentById = this.#rowsBy<AssignmentRow>(assignmentEntity, 'id');
  readonly positionById = this.#rowsBy<PositionRow>(positionEntity, 'id');
  readonly signalById = this.#rowsBy<SignalRow>(signalEntity, 'id');
  readonly workOrderPartById = this.#rowsBy<WorkOrderPartRow>(workOrderPartEntity, 'id');
  readonly dataQualityIssueById = this.#rowsBy<DataQualityIssueRow>(dataQualityIssueEntity, 'id');
  readonly identitySuggestionById = this.#rowsBy<IdentitySuggestionRow>(identitySuggestionEntity, 'id');
  readonly timelineEntryById = this.#rowsBy<TimelineEntryRow>(timelineEntryEntity, 'id');
  readonly riskRankingByAssetId = this.#rowsBy<RiskAssessmentRow>(
    riskAssessmentEntity,
    'asset_id',
    Prisma.sql`and t.is_current`,
  );

  readonly childrenByAssetId = this.#pagesBy<AssetRow>(assetEntity, 'parent_id');
  readonly inspectionsByAssetId = this.#pagesBy<InspectionRow>(inspectionEntity, 'asset_id');
  readonly failureModesByAssetId = this.#pagesBy<FailureModeRow>(failureModeEntity, 'asset_id');
  readonly actionsByAssetId = this.#pagesBy<ActionRow>(actionEntity, 'asset_id');
  readonly actionsByFailureModeId = this.#pagesBy<ActionRow>(actionEntity, 'failure_mode_id');
  readonly riskAssessmentsByAssetId = this.#pagesBy<RiskAssessmentRow>(riskAssessmentEntity, 'asset_id');
  readonly alertsByAssetId = this.#pagesBy<AlertRow>(alertEntity, 'asset_id');
  readonly alertsByActionId = this.#pagesBy<AlertRow>(alertEntity, 'action_id');
  readonly stockLevelsByPartId = this.#pagesBy<StockLevelRow>(stockLevelEntity, 'part_id');
  readonly stockLevelsByLocationId = this.#pagesBy<StockLevelRow>(stockLevelEntity, 'location_id');
  readonly workOrdersByAssetId = this.#pagesBy<WorkOrderRow>(workOrderEntity, 'asset_id');
  readonly assigneesByWorkOrderId = this.#pagesBy<PersonRow>(workOrderPersonEntity, 'work_order_id');
  readonly partsByWorkOrderId = this.#pagesBy<WorkOrderPartRow>(workOrderPartEntity, 'work_order_id');
  readonly maintenanceRecordsByAssetId = this.#pagesBy<MaintenanceRecordRow>(maintenanceRecordEntity, 'asset_id');
  readonly timelineByAssetId = this.#pagesBy<TimelineEntryRow>(timelineEntryEntity, 'asset_id');
  readonly partsByAssetId = this.#pagesBy<PartRow>(assetPartEntity, 'asset_id');
  readonly tagsByAssetId = this.#pagesBy<TagRow>(tagEntity, 'asset_id');
  readonly assignmentsByAssetId = this.#pagesBy<AssignmentRow>(assignmentEntity, 'asset_id');
  readonly positionsByAssetId = this.#pagesBy<PositionRow>(positionEntity, 'asset_id');
  readonly signalsByAssetId = this.#pagesBy<SignalRow>(signalEntity, 'asset_id');
  readonly movementsByPartId = this.#pagesBy<StockMovementRow>(stockMovementEntity, 'part_id');

  /** An asset keeps answering to the ids of all its records: what was an asset of its own once is found for ever. */
  readonly assetById: RowLoader<AssetRow> = (shape, id) =>
    this.#assetByOwnId(shape, id).then(
      (row) =>
        row ??
        this.#assetIdByRecordId(id).then((assetId) =>
          assetId === null || assetId === id ? null : this.#assetByOwnId(shape, assetId),
        ),
    );

  /** Every id that leads to this asset now: read each time, for whoever lives longer than a request. */
  async idsOfAsset(id: string): Promise<ReadonlySet<string>> {
    return new Set(await idsBeside(this.#prisma, this.tenantId, id));
  }

  /** The records that an asset is made of, each with all it states. */
  recordsByAssetId(assetId: string): Promise<AssetRecordRow[]> {
    return this.#named<AssetRecordRow[]>('recordsByAssetId', async (ids) => {
      const records = await recordsByAssetId(this.#prisma, this.tenantId, ids);
      return ids.map((id) => records[id] ?? []);
    }).load(assetId);
  }

  /** The tenant's own orders of services, for the fields that it has one for. */
  precedence(): Promise<Precedence> {
    return (this.#precedence ??= precedenceOf(this.#prisma, this.tenantId));
  }

  /** The rules that the tenant has set, or the house's own. */
  rules(): Promise<TenantRules> {
    return (this.#rules ??= tenantRulesOf(this.#prisma, this.tenantId));
  }

  /** One page of all the tenant's rows of a type. @throws MalformedCursor */
  async page<Row>(source: Entity, shape: Shape<Row>, request: PageRequest): Promise<Page<Row>> {
    const rows = isText(shape)
      ? ((await pageOfTexts(this.#prisma, this.tenantId, source, shape, request)) as Placed<Row>[])
      : await pageOfAll(this.#prisma, this.tenantId, source, shape, request);
    return toPage(rows, request);
  }

  /** What a search finds, the best first. @throws MalformedCursor */
  async search(search: SearchRequest, request: PageRequest): Promise<Page<SearchHit>> {
    return toPage(await searchPage(this.#prisma, this.tenantId, search, request), request);
  }

  searchCount(search: SearchRequest): Promise<number> {
    return searchCount(this.#prisma, this.tenantId, search);
  }

  count(source: Entity, filter: object | null): Promise<number> {
    return countAll(this.#prisma, this.tenantId, source, filter);
  }

  countBy(source: Entity, parentColumn: string): CountLoader {
    return (filter, parentId) =>
      this.#named<number>(`count ${source.table} ${parentColumn} ${JSON.stringify(filter)}`, async (parents) => {
        const counts = await countsByParent(this.#prisma, this.tenantId, source, parentColumn, filter, parents);
        return parents.map((parent) => counts[parent] ?? 0);
      }).load(parentId);
  }

  /** The records of the services that an object is made of. */
  sourcesByObjectId(objectId: string): Promise<SourceRow[]> {
    return this.#named<SourceRow[]>('sourcesByObjectId', async (ids) => {
      const sources = await sourcesByObjectId(this.#prisma, this.tenantId, ids);
      return ids.map((id) => sources[id] ?? []);
    }).load(objectId);
  }

  #assetIdByRecordId(recordId: string): Promise<string | null> {
    return this.#named<string | null>('assetIdByRecordId', async (ids) => {
      const assetIds = await assetIdsByRecordId(this.#prisma, this.tenantId, ids);
      return ids.map((id) => assetIds[id] ?? null);
    }).load(recordId);
  }

  /** How many assets stand in each cell that holds any. */
  riskCellCounts(filter: object | null): Promise<RiskCellCount[]> {
    return riskCellCounts(this.#prisma, this.tenantId, filter);
  }

  /** One loader for each set of columns. */
  #rowsBy<Row>(source: Entity, column: string, condition?: Prisma.Sql): RowLoader<Row> {
    const loaders = new Map<Shape<Row>, DataLoader<string, Row | null>>();
    return (shape, key) => {
      let loader = loaders.get(shape);
      if (!loader) {
        loader = new DataLoader(async (keys) => {
          if (isText(shape)) {
            const texts = await textByKey(this.#prisma, this.tenantId, source, column, shape, keys, condition);
            return keys.map((wanted) => (texts.get(textKey(wanted)) ?? null) as Row | null);
          }
          const rows = await rowsByKey(this.#prisma, this.tenantId, source, column, shape, keys, condition);
          return keys.map((wanted) => rows[wanted] ?? null);
        });
        loaders.set(shape, loader);
      }
      return loader.load(key);
    };
  }

  /** One loader for each set of columns and page request: the siblings of a field hand in the same objects. */
  #pagesBy<Row>(source: Entity, column: string): PageLoader<Row> {
    const loadersByShape = new Map<Shape<Row>, Map<PageRequest, DataLoader<string, Page<Row>>>>();
    return (shape, request, parentId) => {
      let loaders = loadersByShape.get(shape);
      if (!loaders) loadersByShape.set(shape, (loaders = new Map()));
      let loader = loaders.get(request);
      if (!loader) {
        loader = new DataLoader(async (parents) => {
          if (isText(shape)) {
            const texts = await textsByParent(this.#prisma, this.tenantId, source, column, shape, request, parents);
            return parents.map((parent) => toPage((texts.get(textKey(parent)) ?? []) as Placed<Row>[], request));
          }
          const rows = await pagesByParent(this.#prisma, this.tenantId, source, column, shape, request, parents);
          return parents.map((parent) => toPage(rows[parent] ?? [], request));
        });
        loaders.set(request, loader);
      }
      return loader.load(parentId);
    };
  }

  #named<Value>(name: string, batch: (keys: readonly string[]) => Promise<Value[]>): DataLoader<string, Value> {
    let loader = this.#loaders.get(name) as DataLoader<string, Value> | undefined;
    if (!loader) {
      loader = new DataLoader<string, Value>(batch);
      this.#loaders.set(name, loader);
    }
    return loader;
  }
}

/** Of such a shape the rows are strings. */
const isText = (shape: Shape<unknown>): shape is Shape<string> => shape.isText;
