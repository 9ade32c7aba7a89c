/**
 * What a request reads: one tenant's rows, through loaders that gather the keys of a whole query level into one
 * statement. Made anew for every operation and every event, never shared: a loader remembers what it has read.
 */
import DataLoader from 'dataloader';
import { Prisma, type PrismaClient } from '../../database/generated/client.ts';
import { actionEntity, type ActionRow } from '../model/action.ts';
import { alertEntity, type AlertRow } from '../model/alert.ts';
import { assetEntity, type AssetRow } from '../model/asset.ts';
import type { Entity } from '../model/entity.ts';
import { failureModeEntity, type FailureModeRow } from '../model/failure-mode.ts';
import { inspectionEntity, type InspectionRow } from '../model/inspection.ts';
import { riskAssessmentEntity, type RiskAssessmentRow } from '../model/risk-assessment.ts';
import {
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
import type { Shape } from './shape.ts';
import { sourcesByObjectId, type SourceRow } from './sources.ts';
import { countAll, countsByParent, pageOfAll, pagesByParent, rowsByKey } from './statements.ts';
import { pageOfTexts, textByKey, textKey, textsByParent } from './texts.ts';

type RowLoader<Row> = (shape: Shape<Row>, key: string) => Promise<Row | null>;
type PageLoader<Row> = (shape: Shape<Row>, request: PageRequest, parentId: string) => Promise<Page<Row>>;
type CountLoader = (filter: object | null, parentId: string) => Promise<number>;

export class TenantReplica {
  readonly #prisma: PrismaClient;
  readonly tenantId: string;
  readonly #loaders = new Map<string, DataLoader<string, unknown>>();

  constructor(prisma: PrismaClient, tenantId: string) {
    this.#prisma = prisma;
    this.tenantId = tenantId;
  }

  readonly assetById = this.#rowsBy<AssetRow>(assetEntity, 'id');
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
  readonly movementsByPartId = this.#pagesBy<StockMovementRow>(stockMovementEntity, 'part_id');

  /** One page of all the tenant's rows of a type. @throws MalformedCursor */
  async page<Row>(source: Entity, shape: Shape<Row>, request: PageRequest): Promise<Page<Row>> {
    const rows = isText(shape)
      ? ((await pageOfTexts(this.#prisma, this.tenantId, source, shape, request)) as Placed<Row>[])
      : await pageOfAll(this.#prisma, this.tenantId, source, shape, request);
    return toPage(rows, request);
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
