/** Anything that can happen to a replica, over few ids, so that things meet: records, deletions, decisions of people. */
import Big from 'big.js';
import fc from 'fast-check';
import type { Database, Transaction } from '../../src/database/database.ts';
import type { DomainRecord, RecordKind, Service } from '../../src/domain/records.ts';
import {
  applyDeletions,
  applyObservations,
  escalateActions,
  retireStockNotices,
} from '../../src/replica/apply/apply.ts';
import { linkAssets, separateRecord } from '../../src/replica/apply/identity-decisions.ts';
import { payloadOf } from '../../src/upstream/row-reader.ts';
import { asset, maintenance, person, place, signal, workOrder } from '../world/observe.ts';

export type Step = (tx: Transaction, tenantId: string, now: Date) => Promise<unknown>;

const id = (prefix: string) => fc.nat({ max: 2 }).map((number) => `${prefix}${number}`);
const day = fc.constantFrom('2026-03-01', '2026-03-20', '2026-05-01');
const rating = fc.integer({ min: 1, max: 3 });
const quantity = fc.integer({ min: 1, max: 4 }).map((number) => new Big(number));

interface Known {
  service: Service;
  externalId: string;
  record: DomainRecord;
}

const of = (service: Service, externalId: fc.Arbitrary<string>, record: fc.Arbitrary<DomainRecord>) =>
  fc.record({ service: fc.constant(service), externalId, record });

const machine = fc
  .record({ name: id('Machine '), serialNumber: fc.constantFrom(null, 'S1', 'S2'), parentId: fc.option(id('a')) })
  .map((fields): DomainRecord => ({ ...asset('x'), tagNumber: null, ...fields }));
const reliability = fc.oneof(
  of('RELIATIC', id('a'), machine),
  of(
    'RELIATIC',
    id('i'),
    fc.record({ assetId: id('a'), date: day }).map((fields) => ({
      kind: 'inspection',
      type: 'TOFD',
      inspectorName: 'Ada',
      effectiveness: 'B',
      coveragePercent: null,
      thicknessMm: null,
      ...fields,
    })),
  ),
  of(
    'RELIATIC',
    id('k'),
    fc.record({ assetId: id('a'), probabilityOfFailure: rating, assessedAt: day }).map((fields) => ({
      kind: 'riskAssessment',
      consequenceOfFailure: 2,
      level: null,
      ...fields,
      assessedAt: new Date(fields.assessedAt),
    })),
  ),
  of(
    'RELIATIC',
    id('c'),
    fc.record({ assetId: id('a'), dueDate: day, status: fc.constantFrom('APPROVED', 'COMPLETED') }).map((fields) => ({
      kind: 'action',
      failureModeId: null,
      title: 'Mend it',
      description: null,
      priority: 'HIGH',
      assigneeId: null,
      ...fields,
    })),
  ),
);
const work = fc.oneof(
  of('MAINTAINX', id('a'), machine),
  of('MAINTAINX', id('p'), id('Name ').map(person)),
  of(
    'MAINTAINX',
    id('w'),
    fc
      .record({
        assetId: fc.option(id('a')),
        assigneeIds: fc.uniqueArray(id('p')),
        names: fc.array(id('Part '), { maxLength: 2 }),
      })
      .map(({ names, ...fields }) =>
        workOrder('Do it', {
          ...fields,
          parts: names.map((name) => ({ partId: null, name, unitCost: null, quantity: new Big(1) })),
        }),
      ),
  ),
);
const maintained = fc.oneof(
  of('MAINTIO', id('a'), machine),
  of(
    'MAINTIO',
    id('m'),
    id('a').map((assetId) => maintenance(assetId, '2026-03-01T00:00:00Z')),
  ),
);
const fieldData = of(
  'UNIASSET',
  id('s'),
  fc.option(id('a')).map((assetId) => signal(assetId, '2026-03-01T00:00:00Z')),
);
const stock = fc.oneof(
  of(
    'MAINTAINKIT',
    id('l'),
    id('Store ').map((name) => place(name)),
  ),
  of(
    'MAINTAINKIT',
    id('b'),
    fc.option(quantity).map((reorderPoint) => ({
      kind: 'part',
      sku: 'BOLT',
      name: 'Bolt',
      description: null,
      unit: null,
      unitCost: null,
      reorderPoint,
    })),
  ),
  of(
    'MAINTAINKIT',
    fc.nat({ max: 9 }).map(String),
    fc.record({ partId: id('b'), locationId: id('l'), quantityDelta: quantity, recordedAt: day }).map((fields) => ({
      kind: 'stockMovement',
      movement: 'RECEIVE',
      unitCost: null,
      ...fields,
      recordedAt: new Date(fields.recordedAt),
    })),
  ),
  of(
    'MAINTAINKIT',
    id('n'),
    fc.record({ partId: id('b'), locationId: fc.option(id('l')), onHand: quantity }).map((fields) => ({
      kind: 'stockNotice',
      ...fields,
    })),
  ),
);

/** Records of one service. */
const observed =
  (records: readonly Known[]): Step =>
  async (tx, tenantId, now) => {
    const observations = records.map(({ externalId, record }) => ({
      externalId,
      ...payloadOf(JSON.parse(JSON.stringify(record)) as Record<string, unknown>),
      version: null,
      observedAt: now,
      record,
    }));
    const service = records[0]?.service ?? 'RELIATIC';
    await applyObservations(tx, { tenantId, service, via: 'POLL', observations, now });
  };

const batch = <Each>(each: fc.Arbitrary<Each>) => fc.array(each, { minLength: 1, maxLength: 6 });
const observing = fc
  .oneof(batch(reliability), batch(work), batch(maintained), batch(fieldData), batch(stock))
  .map(observed);

const deleting = fc
  .constantFrom<readonly [Service, RecordKind, string]>(
    ['RELIATIC', 'asset', 'a'],
    ['MAINTAINX', 'asset', 'a'],
    ['MAINTAINX', 'workOrder', 'w'],
    ['RELIATIC', 'action', 'c'],
    ['RELIATIC', 'riskAssessment', 'k'],
    ['MAINTAINKIT', 'part', 'b'],
  )
  .chain(([service, kind, prefix]) =>
    id(prefix).map(
      (externalId): Step =>
        (tx, tenantId, now) =>
          applyDeletions(tx, { tenantId, service, kind, externalIds: [externalId], now }),
    ),
  );

const deciding = fc
  .tuple(fc.boolean(), fc.nat(), fc.nat())
  .map(([isLink, one, other]): Step => async (tx, tenantId, now) => {
    const records = await tx.assetIdentity.findMany({ where: { tenantId }, orderBy: { recordId: 'asc' } });
    const [first, second] = [records[one % records.length], records[other % records.length]];
    if (!first || !second || (first.assetId === second.assetId) !== !isLink) return;
    await (isLink
      ? linkAssets(tx, tenantId, { assetId: first.assetId, otherAssetId: second.assetId, now })
      : separateRecord(tx, tenantId, { assetId: first.assetId, recordId: second.recordId, now }));
  });

const tending = fc.constantFrom<Step>(
  (tx, tenantId, now) => escalateActions(tx, { tenantId, service: 'RELIATIC', now, isBaseline: false }),
  (tx, tenantId, now) => retireStockNotices(tx, { tenantId, service: 'MAINTAINKIT', before: now, now }),
);

export const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { arbitrary: observing, weight: 6 },
  { arbitrary: deleting, weight: 2 },
  { arbitrary: deciding, weight: 2 },
  { arbitrary: tending, weight: 1 },
);

const tables =
  `asset inspection failure_mode action risk_assessment alert part stock_location stock_level stock_movement
  work_order work_order_part maintenance_record tag person assignment position signal`.split(/\s+/);

/** What an object is made of beside its own row. */
const besides: Readonly<Record<string, string>> = {
  asset: `(select jsonb_agg(to_jsonb(r) order by r.id) from asset_identity i join asset_record r on r.id = i.record_id
    where i.asset_id = t.id)`,
  work_order:
    '(select jsonb_agg(a.person_id order by a.person_id) from work_order_assignee a where a.work_order_id = t.id)',
};

/** Every object of the tenant as it is, or those of the ids. */
export async function objectsOf(
  { prisma }: Database,
  tenantId: string,
  ids: readonly string[] | null = null,
): Promise<Map<string, unknown>> {
  const selects = tables.map(
    (table) => `select t.id, to_jsonb(t) as row, ${besides[table] ?? 'null::jsonb'} as besides from ${table} t
      where t.tenant_id = $1 and ($2::text[] is null or t.id = any($2))`,
  );
  const rows = await prisma.$queryRawUnsafe<{ id: string; row: unknown; besides: unknown }[]>(
    selects.join(' union all '),
    tenantId,
    ids,
  );
  return new Map(rows.map(({ id: objectId, ...object }) => [objectId, object]));
}
