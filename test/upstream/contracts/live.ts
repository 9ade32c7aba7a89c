/** What the suite needs to know of a service to put its connector to the sandbox's stand-in for it. */
import { randomUUID } from 'node:crypto';
import Big from 'big.js';
import type { Service } from '../../../src/domain/records.ts';
import { addLocation } from '../../../src/sandbox/maintainx/locations.ts';
import { addUser } from '../../../src/sandbox/maintainx/users.ts';
import type { Organization } from '../../../src/sandbox/organizations.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import type { ConnectorPool } from '../../../src/upstream/connector-pool.ts';
import type { Surroundings } from '../recorded-service.ts';
import type { ConnectorOf } from '../../../src/upstream/registry.ts';

export interface LiveWorld {
  clock: Surroundings['clock'];
  sandbox: Sandbox;
  organization: Organization;
  /** Connectors of the service, by their key. */
  open<Name extends Service>(service: Name, apiKey?: string): ReturnType<typeof ConnectorPool.prototype.get<Name>>;
}

export interface LiveContract {
  service: Service;
  /** Puts records there, more of a list than one page can hold, and says how many are to be met, by their kind. */
  fill(world: LiveWorld): Promise<Record<string, number>>;
  /** Writes that succeed, one after the other. */
  write(world: LiveWorld): Promise<{ externalId: string }[]>;
  /** What the service refuses, and how the failure is to be called. */
  refused(world: LiveWorld): Promise<[kind: string, () => Promise<unknown>][]>;
  /** What a read-only key may not do. */
  forbidden(connector: ConnectorOf<Service>): Promise<unknown>;
}

type Writing<Name extends Service> = Extract<ConnectorOf<Service>, { service: Name }>;
const as = <Name extends Service>(connector: ConnectorOf<Service>): Writing<Name> => connector as Writing<Name>;
const count = 450;

const reliatic: LiveContract = {
  service: 'RELIATIC',
  async fill({ open, sandbox, organization }) {
    const { writer } = open('RELIATIC');
    const { externalId: assetId } = await writer.createAsset({ tagNumber: 'V-1', name: 'Drum', type: 'VESSEL' });
    await writer.createInspection({ assetId, type: 'ULTRASONIC_MANUAL', date: '2026-03-01', inspectorName: 'Rojas' });
    await writer.createFailureMode({ assetId, description: 'Leaks', severity: 2, occurrence: 3, detection: 4 });
    await writer.createRiskAssessment({ assetId, probabilityOfFailure: 2, consequenceOfFailure: 3 });
    const { externalId } = await writer.createAction({ assetId, title: 'Weld' });
    const copy = await sandbox.pool.query<{ columns: string }>(
      `select string_agg(quote_ident(column_name), ',') as columns from information_schema.columns
       where table_schema = 'sandbox' and table_name = 'reliatic_action' and column_name <> 'id' and is_generated = 'NEVER'
         and is_identity = 'NO'`,
    );
    const { columns } = copy.rows[0]!;
    await sandbox.pool.query(
      `insert into sandbox.reliatic_action (id, ${columns}) select gen_random_uuid(), ${columns}
       from sandbox.reliatic_action, generate_series(1, ${count}) where id = $1 and organization_id = $2`,
      [externalId, organization.id],
    );
    return { asset: 1, inspection: 1, failureMode: 1, riskAssessment: 1, action: count + 1 };
  },
  async write({ open }) {
    const { writer } = open('RELIATIC');
    const asset = await writer.createAsset({ tagNumber: 'V-2', name: 'Drum', type: 'VESSEL' });
    const action = await writer.createAction({ assetId: asset.externalId, title: 'Weld', priority: 'HIGH' });
    return [asset, action, await writer.transitionAction(action.externalId, 'PROPOSED', null)];
  },
  async refused({ open }) {
    const { writer } = open('RELIATIC');
    const asset = await writer.createAsset({ tagNumber: 'V-3', name: 'Drum', type: 'VESSEL' });
    const action = await writer.createAction({ assetId: asset.externalId, title: 'Weld' });
    return [
      ['notFound', () => writer.transitionAction(randomUUID(), 'PROPOSED', null)],
      ['invalidTransition', () => writer.transitionAction(action.externalId, 'COMPLETED', null)],
      ['badUserInput', () => writer.createAction({ assetId: asset.externalId, title: '' })],
    ];
  },
  forbidden: (connector) =>
    as<'RELIATIC'>(connector).writer.createAsset({ tagNumber: 'V-4', name: 'Drum', type: 'VESSEL' }),
};

const maintainKit: LiveContract = {
  service: 'MAINTAINKIT',
  async fill({ open }) {
    const { writer } = open('MAINTAINKIT');
    const part = await writer.createPart({ sku: 'OIL', name: 'Oil' });
    const place = await writer.createLocation({ name: 'Store' });
    const moves = 30;
    for (let move = 0; move < moves; move += 1) {
      const movement = { partId: part.externalId, locationId: place.externalId, quantity: new Big('0.125') };
      await writer.recordMovement({ kind: 'RECEIVE', ...movement });
    }
    return { part: 1, location: 1, stockLevel: 1, stockMovement: moves };
  },
  async write({ open }) {
    const { writer } = open('MAINTAINKIT');
    const part = await writer.createPart({ sku: 'SEAL', name: 'Seal' });
    return [part, await writer.updatePart(part.externalId, { name: 'Seal, 40 mm' }, null)];
  },
  async refused({ open }) {
    const { writer } = open('MAINTAINKIT');
    const { externalId: partId } = await writer.createPart({ sku: 'BELT', name: 'Belt' });
    const { externalId: locationId } = await writer.createLocation({ name: 'Van' });
    const consume = { kind: 'CONSUME', partId, locationId, quantity: new Big(1) } as const;
    return [
      ['insufficientStock', () => writer.recordMovement(consume)],
      ['badUserInput', () => writer.createPart({ sku: '', name: 'Belt' })],
      ['conflict', () => writer.createPart({ sku: 'BELT', name: 'Belt' })],
      ['notFound', () => writer.updatePart('999999', { name: 'Belt' }, null)],
    ];
  },
  forbidden: (connector) => as<'MAINTAINKIT'>(connector).writer.createLocation({ name: 'Shed' }),
};

const maintIo: LiveContract = {
  service: 'MAINTIO',
  /** One timestamp has more rows than a page, and the feed goes on behind it. */
  async fill({ open, sandbox, organization, clock: { advance } }) {
    const values = [organization.id, sandbox.clock.now()];
    await sandbox.pool.query(
      `insert into sandbox.maintio_asset (organization_id, id, name, created_at, updated_at)
       select $1, gen_random_uuid(), 'Pump ' || n, $2, $2 from generate_series(1, 1200) n`,
      values,
    );
    await sandbox.pool.query(
      `insert into sandbox.maintio_record (organization_id, id, asset_id, record_type, performed_at, created_at, updated_at)
       select organization_id, gen_random_uuid(), id, 'Inspection', $2, $2, $2::timestamptz + (name = 'Pump 1')::int * interval '1 second'
       from sandbox.maintio_asset where organization_id = $1`,
      values,
    );
    // They have no list, and so a time of their own: behind a full page of one time they could not be had.
    advance(2_000);
    const { length } = await open('MAINTIO').writer.generateTags(1000);
    return { asset: 1200, maintenanceRecord: 1200, tag: length };
  },
  async write({ open }) {
    const { writer } = open('MAINTIO');
    const [tag] = await writer.generateTags(1);
    const id = randomUUID();
    const input = { id, name: 'Pump', tagCode: tag!.externalId };
    const asset = await writer.createAsset(input);
    // The same once more makes nothing new.
    const again = await writer.createAsset(input);
    return [
      asset,
      again,
      await writer.createRecord({ id: randomUUID(), assetId: id, type: 'REPAIR', performedAt: new Date(0) }),
    ];
  },
  async refused({ open }) {
    const { writer } = open('MAINTIO');
    const [tag] = await writer.generateTags(1);
    const tagCode = tag!.externalId;
    const id = randomUUID();
    await writer.createAsset({ id, name: 'Pump', tagCode });
    return [
      ['tagConflict', () => writer.createAsset({ id: randomUUID(), name: 'Fan', tagCode })],
      ['staleWrite', () => writer.createAsset({ id, name: 'Fan' })],
      ['badUserInput', () => writer.createAsset({ id: 'pump-1', name: 'Fan' })],
      ['badUserInput', () => writer.generateTags(0)],
    ];
  },
  forbidden: (connector) => as<'MAINTIO'>(connector).writer.createAsset({ id: randomUUID(), name: 'Fan' }),
};

const maintainX: LiveContract = {
  service: 'MAINTAINX',
  async fill({ sandbox, organization }) {
    const { id } = organization;
    await sandbox.change('maintainx', async (change) => {
      await addLocation(change, id, { name: 'Pit' });
      await addUser(change, id, { firstName: 'Alice', lastName: 'Rojas', role: 'MEMBER' });
    });
    const values = [id, sandbox.clock.now()];
    // Most of them on one time, which is more than a page, and some behind it.
    await sandbox.pool.query(
      `insert into sandbox.maintainx_work_order (organization_id, sequential_id, title, status, priority, type, created_at, updated_at)
       select $1, n, 'Order ' || n, 'OPEN', 'NONE', 'OTHER', $2, $2::timestamptz + greatest(0, n - 420) * interval '1 second'
       from generate_series(1, ${count}) n`,
      values,
    );
    await sandbox.pool.query(
      `insert into sandbox.maintainx_asset (organization_id, name, status, status_started_at, created_at, updated_at)
       select $1, 'Pump ' || n, 'ONLINE', $2, $2, $2 from generate_series(1, ${count}) n`,
      values,
    );
    return { person: 1, location: 1, asset: count, workOrder: count };
  },
  async write({ open }) {
    const { writer } = open('MAINTAINX');
    const order = await writer.createWorkOrder({ title: 'Weld', priority: 'CRITICAL' });
    const changed = await writer.updateWorkOrder(order.externalId, { dueAt: new Date('2026-05-01T00:00:00Z') });
    return [order, changed, await writer.transitionWorkOrder(order.externalId, 'DONE')];
  },
  async refused({ open }) {
    const { writer } = open('MAINTAINX');
    return [
      ['notFound', () => writer.transitionWorkOrder('999999', 'DONE')],
      ['badUserInput', () => writer.createWorkOrder({ title: '' })],
      ['badUserInput', () => writer.createWorkOrder({ title: 'Weld', assetId: '999999' })],
    ];
  },
  forbidden: (connector) => as<'MAINTAINX'>(connector).writer.createWorkOrder({ title: 'Weld' }),
};

const uniAsset: LiveContract = {
  service: 'UNIASSET',
  fill: async () => ({}),
  async write({ open }) {
    const { writer } = open('UNIASSET');
    const asset = await writer.createAsset({ name: 'Truck', status: 'In Maintenance' });
    const assetId = asset.externalId;
    const quantity = { latitude: new Big('-23.65'), longitude: new Big('-70.4'), accuracyMetres: new Big(5) };
    return [
      asset,
      await writer.createMaintenance({ assetId, type: 'REPAIR', cost: { amountMinor: 1050, currency: 'USD' } }),
      await writer.assign({ assetId, assignedToEmail: 'alice@plant.example' }),
      await writer.reportPosition({ assetId, ...quantity }),
      await writer.ingestSignal({ source: 'g', signalType: 'door.open', severity: 'INFO', booleanValue: false }),
    ];
  },
  async refused({ open, sandbox, organization }) {
    const { writer } = open('UNIASSET');
    const only = await sandbox.createRestrictedKey('uniasset', organization.id, ['asset:create']);
    return [
      ['badUserInput', () => writer.assign({ assetId: 'nobody', locationId: 'Yard' })],
      ['badUserInput', () => writer.createAsset({ name: ' ' })],
      ['forbidden', () => open('UNIASSET', only).writer.assign({ assetId: 'nobody', locationId: 'Yard' })],
    ];
  },
  forbidden: (connector) => as<'UNIASSET'>(connector).writer.createAsset({ name: 'Truck' }),
};

export const liveContracts: readonly LiveContract[] = [reliatic, maintainKit, maintIo, maintainX, uniAsset];
