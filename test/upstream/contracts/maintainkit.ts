import { openMaintainKit, type MaintainKitConnector } from '../../../src/upstream/maintainkit/connector.ts';
import * as recorded from '../recordings.ts';
import { hmac, rateByUnixTime, settings, type Contract } from './contract.ts';

const manyMovements = Array.from({ length: 500 }, (_, index) => recorded.movement(index + 1));

const stockLow = (data: object) => ({ event: 'stock.low', orgId: 1, createdAt: 1_780_517_417_000, data });

export const maintainKit: Contract<MaintainKitConnector> = {
  service: 'MAINTAINKIT',
  open: openMaintainKit,
  headers: { authorization: `Bearer ${settings.apiKey}` },
  ping: { route: 'GET /locations', answers: [recorded.data([recorded.warehouse])] },
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
  reads: {
    mixed: {
      name: 'movements',
      route: 'GET /movements',
      answer: recorded.data([
        recorded.movement(1),
        { ...recorded.movement(2), kind: 'scrap', mood: 'fine' },
        { ...recorded.movement(3), qtyDelta: 'some' },
      ]),
      fault: /^qtyDelta: /,
    },
    spellings: [
      {
        name: 'parts',
        route: 'GET /parts',
        answer: recorded.data([{ id: '3', sku: 'OIL-15W40', name: 'Engine oil' }]),
        expected: ['part', '3'],
      },
      {
        name: 'stock',
        route: 'GET /stock',
        answer: recorded.data([{ partId: '3', locationId: 2, onHand: 1 }]),
        expected: ['stockLevel', '3:2'],
      },
    ],
  },
  writes: [
    {
      name: 'a location',
      route: 'POST /locations',
      success: { ...recorded.data({ id: 4, name: 'Camioneta de Alice' }), status: 201 },
      run: ({ writer }) => writer.createLocation({ name: 'Camioneta de Alice' }),
    },
    {
      name: 'a part',
      route: 'POST /parts',
      success: { ...recorded.data(recorded.oil), status: 201 },
      run: ({ writer }) => writer.createPart({ sku: 'OIL-15W40', name: 'Engine oil 15W-40' }),
    },
  ],
  error: (status, code) => recorded.maintainKitError(status, code),
  codes: [[422, 'insufficient_stock', 'insufficientStock']],
  webhook: {
    header: 'x-mk-signature',
    sign: (body, secret) => ({ 'x-mk-signature': `sha256=${hmac(body, secret)}` }),
    isDated: false,
    body: stockLow({ partId: 3, sku: 'OIL-15W40', onHand: '18.5', reorderPoint: 20, unit: 'L' }),
    brings: ['stockNotice', '3:total'],
    broken: { body: stockLow({ partId: 3, onHand: 'few' }), fault: /^onHand: / },
  },
  rate: rateByUnixTime,
};
