import { openReliatic, type ReliaticConnector } from '../../../src/upstream/reliatic/connector.ts';
import * as recorded from '../recordings.ts';
import { hmac, rateByUnixTime, settings, type Contract } from './contract.ts';

const manyAssets = Array.from({ length: 100 }, (_, index) => ({ ...recorded.drum, id: `asset-${index}` }));

const notice = (after: { id: string } & Record<string, unknown>) => ({
  event: 'action.status_changed',
  timestamp: '2026-04-01T12:00:00Z',
  resource_id: after.id,
  delivery_id: 'd-1',
  before: null,
  after,
});

export const reliatic: Contract<ReliaticConnector> = {
  service: 'RELIATIC',
  open: openReliatic,
  headers: { authorization: `Bearer ${settings.apiKey}` },
  ping: { route: 'GET /assets', answers: [recorded.page([])] },
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
  reads: {
    mixed: {
      name: 'actions',
      route: 'GET /actions',
      answer: recorded.page([
        recorded.action,
        { ...recorded.action, id: 'odd', status: 'parked', priority: 'urgent', mood: 'fine' },
        { ...recorded.action, id: 'bad', due_date: 'soon' },
      ]),
      fault: /^due_date: /,
    },
    spellings: [
      {
        name: 'assets',
        route: 'GET /assets',
        answer: recorded.page([{ id: recorded.ids.drum.toUpperCase(), name: 'Drum' }]),
        expected: ['asset', recorded.ids.drum],
      },
      {
        name: 'actions',
        route: 'GET /actions',
        answer: recorded.page([{ id: 41, asset_id: 7, title: 'Strip the insulation' }]),
        expected: ['action', '41'],
      },
    ],
  },
  writes: [
    {
      name: 'a failure mode',
      route: 'POST /failure-modes',
      success: { ...recorded.one(recorded.failureMode), status: 201 },
      run({ writer }) {
        const { description, severity, occurrence, detection } = recorded.failureMode;
        return writer.createFailureMode({ assetId: recorded.ids.drum, description, severity, occurrence, detection });
      },
    },
    {
      name: 'a transition of an action',
      route: `PUT /actions/${recorded.ids.action}/status`,
      success: recorded.one({ ...recorded.action, status: 'completed' }),
      run: ({ writer }) => writer.transitionAction(recorded.ids.action, 'COMPLETED', null),
    },
  ],
  error: (status, code) => recorded.reliaticError(status, code),
  codes: [],
  webhook: {
    header: 'x-reliatic-signature',
    sign: (body, secret) => ({ 'x-reliatic-signature': `sha256=${hmac(body, secret)}` }),
    isDated: false,
    body: notice(recorded.action),
    brings: ['action', recorded.ids.action],
    broken: { body: notice({ ...recorded.action, due_date: 'soon' }), fault: /^due_date: / },
  },
  rate: rateByUnixTime,
};
