/** What the contract suite needs to know of a service to put its connector through the same questions as the others. */
import type { Service } from '../../src/domain/records.ts';
import type { Connector, ConnectorSettings } from '../../src/upstream/connector.ts';
import type { ConnectorDeps } from '../../src/upstream/http/exchange.ts';
import { ConnectorPool } from '../../src/upstream/connector-pool.ts';
import type { Recorded } from './recorded-service.ts';
import * as recorded from './recordings.ts';

interface ResourceCase {
  name: string;
  /** Where the connector is to ask, and the answers there, a page each. */
  route: string;
  answers: Recorded[];
  position?: string;
  /** Kind and external id of every observation, over all pages. */
  expected: [kind: string, externalId: string][];
}

export interface Contract {
  service: Service;
  resources: ResourceCase[];
  /** A list with one good row, one that has unknown words and fields, and one that can't be understood. */
  mixed: { name: string; route: string; answer: Recorded };
  error(status: number, code: string): Recorded;
  write: { route: string; success: Recorded };
  open(settings: ConnectorSettings, deps: ConnectorDeps): { connector: Connector; write(): Promise<unknown> };
}

export const settings = { apiKey: 'key_live_abcdef', currency: 'USD' };

const manyAssets = Array.from({ length: 100 }, (_, index) => ({ ...recorded.drum, id: `asset-${index}` }));
const manyMovements = Array.from({ length: 500 }, (_, index) => recorded.movement(index + 1));

const reliatic: Contract = {
  service: 'RELIATIC',
  resources: [
    {
      name: 'assets',
      route: 'GET /assets',
      answers: [recorded.page(manyAssets, 1, 2, 101), recorded.page([recorded.pump], 2, 2, 101)],
      expected: [...manyAssets.map(({ id }) => ['asset', id] as [string, string]), ['asset', recorded.ids.pump]],
    },
    {
      name: 'inspections',
      route: 'GET /inspections',
      answers: [recorded.page([recorded.inspection])],
      expected: [['inspection', recorded.ids.inspection]],
    },
    {
      name: 'failure-modes',
      route: 'GET /failure-modes',
      answers: [recorded.page([recorded.failureMode])],
      expected: [['failureMode', recorded.ids.failureMode]],
    },
    {
      name: 'actions',
      route: 'GET /actions',
      answers: [recorded.page([recorded.action])],
      expected: [['action', recorded.ids.action]],
    },
    {
      name: 'risk-assessments',
      route: 'GET /risk-assessments',
      answers: [recorded.page([recorded.assessment])],
      expected: [['riskAssessment', recorded.ids.assessment]],
    },
    {
      name: 'asset-details',
      route: `GET /assets/${recorded.ids.drum}`,
      answers: [recorded.one({ ...recorded.drum, remaining_life_years: 5 })],
      position: recorded.ids.drum,
      expected: [
        ['asset', recorded.ids.drum],
        ['assetDetail', recorded.ids.drum],
      ],
    },
  ],
  mixed: {
    name: 'actions',
    route: 'GET /actions',
    answer: recorded.page([
      recorded.action,
      { ...recorded.action, id: 'odd', status: 'parked', priority: 'urgent', mood: 'fine' },
      { ...recorded.action, id: 'bad', due_date: 'soon' },
    ]),
  },
  error: (status, code) => recorded.reliaticError(status, code),
  write: { route: 'POST /failure-modes', success: { ...recorded.one(recorded.failureMode), status: 201 } },
  open(connection, deps) {
    const connector = new ConnectorPool(deps).get({ id: '1', service: 'RELIATIC', ...connection });
    const { description, severity, occurrence, detection } = recorded.failureMode;
    const input = { assetId: recorded.ids.drum, description, severity, occurrence, detection };
    return { connector, write: () => connector.writer.createFailureMode(input) };
  },
};

const maintainKit: Contract = {
  service: 'MAINTAINKIT',
  resources: [
    {
      name: 'parts',
      route: 'GET /parts',
      answers: [recorded.data([recorded.oil])],
      expected: [['part', '3']],
    },
    {
      name: 'locations',
      route: 'GET /locations',
      answers: [recorded.data([recorded.warehouse])],
      expected: [['location', '2']],
    },
    {
      name: 'stock',
      route: 'GET /stock',
      answers: [recorded.data([recorded.stock])],
      expected: [['stockLevel', '3:2']],
    },
    {
      name: 'movements',
      route: 'GET /movements',
      answers: [recorded.data(manyMovements), recorded.data([recorded.movement(500), recorded.movement(501)])],
      expected: [
        ...manyMovements.map(({ id }) => ['stockMovement', String(id)] as [string, string]),
        ['stockMovement', '500'],
        ['stockMovement', '501'],
      ],
    },
  ],
  mixed: {
    name: 'movements',
    route: 'GET /movements',
    answer: recorded.data([
      recorded.movement(1),
      { ...recorded.movement(2), kind: 'scrap', mood: 'fine' },
      { ...recorded.movement(3), qtyDelta: 'some' },
    ]),
  },
  error: (status, code) => recorded.maintainKitError(status, code),
  write: {
    route: 'POST /locations',
    success: { ...recorded.data({ id: 4, name: 'Camioneta de Alice' }), status: 201 },
  },
  open(connection, deps) {
    const connector = new ConnectorPool(deps).get({ id: '1', service: 'MAINTAINKIT', ...connection });
    return { connector, write: () => connector.writer.createLocation({ name: 'Camioneta de Alice' }) };
  },
};
export const contracts: readonly Contract[] = [reliatic, maintainKit];
