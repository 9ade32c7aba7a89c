/** Answers written by hand from MaintainX's contract sheet. */
import { openMaintainX, type MaintainXConnector } from '../../../src/upstream/maintainx/connector.ts';
import type { Recorded } from '../recorded-service.ts';
import { hmac, settings, type Contract } from './contract.ts';

const organizationId = '8812';

const workOrder = {
  id: 501,
  sequentialId: 12,
  title: 'Replace seal',
  description: null,
  status: 'OPEN',
  priority: 'HIGH',
  type: 'REACTIVE',
  assetId: 7,
  locationId: 4,
  dueDate: '2026-04-10T00:00:00.000Z',
  startDate: null,
  completedAt: null,
  createdAt: '2026-02-27T09:00:00.000Z',
  updatedAt: '2026-03-01T10:00:00.000Z',
  deletedAt: null,
  estimatedTime: 5400,
  categories: ['Mechanical'],
  assignees: [
    { type: 'USER', id: 3 },
    { type: 'TEAM', id: 4 },
  ],
  parentId: null,
  parts: [{ id: 9, name: 'Seal', unitCost: 1250, quantityUsed: 2 }],
};

const asset = {
  id: 7,
  name: 'Pump A',
  description: null,
  parentId: null,
  locationId: 4,
  serialNumber: 'PA-1',
  barcode: null,
  manufacturer: null,
  model: null,
  status: { status: 'ONLINE', downtimeType: null, startedAt: '2026-01-01T00:00:00.000Z', endedAt: null },
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
};
const place = { id: 4, name: 'Pit', description: null, address: 'Ruta 27', parentId: null, barcode: null };
const user = { id: 3, firstName: 'Alice', lastName: 'Rojas', email: 'alice@plant.example', role: 'MEMBER' };

const list = (name: string, rows: unknown[], nextCursor: string | null = null): Recorded => ({
  json: { [name]: rows, nextCursor, nextPageUrl: null },
});
const orders = (rows: unknown[], nextCursor: string | null = null): Recorded => list('workOrders', rows, nextCursor);

/** A row that is inserted in front while the list is read moves the last one of a page to the next page. */
const shifting = (name: string, first: { id: number }, second: { id: number }): Recorded[] => [
  list(name, [first], 'b2Zmc2V0OjE'),
  list(name, [first, second]),
];

export const maintainX: Contract<MaintainXConnector> = {
  service: 'MAINTAINX',
  open: (connection, deps) => openMaintainX({ ...connection, organizationId }, deps),
  headers: { authorization: `Bearer ${settings.apiKey}`, 'x-organization-id': organizationId },
  ping: { route: 'GET /users', answers: [list('users', [])] },
  resources: [
    {
      name: 'users',
      route: 'GET /users',
      answers: shifting('users', user, { ...user, id: 5 }),
      expected: [
        ['person', '3'],
        ['person', '3'],
        ['person', '5'],
      ],
    },
    {
      name: 'locations',
      route: 'GET /locations',
      answers: shifting('locations', place, { ...place, id: 6 }),
      expected: [
        ['location', '4'],
        ['location', '4'],
        ['location', '6'],
      ],
    },
    {
      name: 'assets',
      route: 'GET /assets',
      answers: shifting('assets', asset, { ...asset, id: 8 }),
      expected: [
        ['asset', '7'],
        ['asset', '7'],
        ['asset', '8'],
      ],
    },
    {
      name: 'workorders',
      route: 'GET /workorders',
      answers: [
        orders([workOrder], 'b2Zmc2V0OjE'),
        orders([workOrder, { ...workOrder, id: 502, updatedAt: '2026-03-01T10:05:00.000Z' }]),
      ],
      expected: [
        ['workOrder', '501'],
        ['workOrder', '501'],
        ['workOrder', '502'],
      ],
      resume: JSON.stringify({ since: '2026-03-01T10:03:00.000Z', newest: null, cursor: null }),
    },
    {
      name: 'workorders/all',
      route: 'GET /workorders',
      answers: shifting('workOrders', workOrder, { ...workOrder, id: 502 }),
      expected: [
        ['workOrder', '501'],
        ['workOrder', '501'],
        ['workOrder', '502'],
      ],
    },
  ],
  reads: {
    mixed: {
      name: 'workorders',
      route: 'GET /workorders',
      answer: orders([
        workOrder,
        { ...workOrder, id: 502, status: 'PARKED', priority: 'URGENT', mood: 'fine' },
        { ...workOrder, id: 503, dueDate: 'soon' },
      ]),
      fault: /^dueDate: /,
    },
    spellings: [
      {
        name: 'workorders',
        route: 'GET /workorders',
        answer: orders([{ id: '501', title: 'Replace seal' }]),
        expected: ['workOrder', '501'],
      },
      {
        name: 'assets',
        route: 'GET /assets',
        answer: { json: { assets: [{ id: '7', name: 'Pump A' }] } },
        expected: ['asset', '7'],
      },
      { name: 'users', route: 'GET /users', answer: { json: { users: [{ id: 3 }] } }, expected: ['person', '3'] },
    ],
  },
  writes: [
    {
      name: 'a work order',
      route: 'POST /workorders',
      success: { json: { id: 501 } },
      afterwards: { route: 'GET /workorders/501', answer: { json: { workOrder } } },
      run: ({ writer }) => writer.createWorkOrder({ title: 'Replace seal' }),
    },
    {
      name: 'a change of a work order',
      route: 'PATCH /workorders/501',
      success: { json: { workOrder } },
      run: ({ writer }) => writer.updateWorkOrder('501', { title: 'Replace seal' }),
    },
    {
      name: 'a status of a work order',
      route: 'PATCH /workorders/501/status',
      success: { json: { workOrder: { ...workOrder, status: 'DONE' } } },
      run: ({ writer }) => writer.transitionWorkOrder('501', 'DONE'),
    },
  ],
  // It has no codes; a refused key is answered with no body at all.
  error: (status, code) => (status === 401 ? { status } : { status, json: { error: `maintainx says ${code}` } }),
  stated: (status) => ({ code: null, message: status === 401 ? 'MAINTAINX answered 401' : 'maintainx says' }),
  codes: [],
  webhook: {
    header: 'x-maintainx-webhook-body-signature',
    sign(body, secret, at) {
      const seconds = Math.floor(at.getTime() / 1000);
      const signed = Buffer.concat([Buffer.from(`${seconds}.`), body]);
      return { 'x-maintainx-webhook-body-signature': `t=${seconds},v1=${hmac(signed, secret)}` };
    },
    isDated: true,
    body: { type: 'WORK_ORDER_CHANGE', orgId: 8812, occurredAt: '2026-04-01T12:00:00.000Z', workOrderId: 501 },
    brings: ['workOrder', '501'],
    broken: null,
  },
  rate: (limit, remaining, _now, seconds) => ({
    'x-rate-limit-limit': String(limit),
    'x-rate-limit-remaining': String(remaining),
    'x-rate-limit-reset': String(seconds),
  }),
};
