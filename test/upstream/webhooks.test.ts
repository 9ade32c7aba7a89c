import fc from 'fast-check';
import { UnreadableWebhook } from '../../src/upstream/connector.ts';
import { webhookReaderOf } from '../../src/upstream/registry.ts';
import type { WebhookHeaders } from '../../src/upstream/signature.ts';
import { payloadOf } from '../../src/upstream/row-reader.ts';
import { contracts, heardContracts } from './contracts/contracts.ts';
import { hmac } from './contracts/contract.ts';
import { startedAt } from './recorded-service.ts';
import * as recorded from './recordings.ts';

const secret = 'whsec_1f0c';
type Service = 'RELIATIC' | 'MAINTAINKIT';

describe.each(heardContracts)('a webhook of $service', ({ service, webhook }) => {
  const reader = webhookReaderOf[service];
  const bytesOf = (body: unknown) => Buffer.from(JSON.stringify(body));
  const body = bytesOf(webhook.body);
  const headers = webhook.sign(body, secret, startedAt);
  const signature = headers[webhook.header] ?? '';
  const verify = (raw: Buffer, given: WebhookHeaders[string], key = secret) =>
    reader.verify(raw, { ...headers, [webhook.header]: given }, key, startedAt);

  test('is accepted by the signature over its raw bytes', () => {
    expect(verify(body, signature)).toBe(true);
    expect(verify(bytesOf({ ...Object(webhook.body), note: 'Almacén' }), signature)).toBe(false);
  });

  test('is refused under another secret, and under none', () => {
    expect(verify(body, webhook.sign(body, 'another', startedAt)[webhook.header])).toBe(false);
    expect(verify(body, webhook.sign(body, '', startedAt)[webhook.header], '')).toBe(false);
  });

  test.each<[string, WebhookHeaders[string]]>([
    ['missing', undefined],
    ['empty', ''],
    ['without a digest', signature.slice(0, -64)],
    ['cut short', signature.slice(0, -1)],
    ['too long', `${signature}0`],
    ['no hex', signature.slice(0, -64) + 'é'.repeat(32)],
    ['repeated', [signature, signature]],
  ])('is refused when its signature is %s', (_name, given) => {
    expect(verify(body, given)).toBe(false);
  });

  test('of any bytes holds, and of no bytes that differ in one', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1 }), fc.nat(), fc.integer({ min: 1, max: 255 }), (bytes, at, flip) => {
        const original = Buffer.from(bytes);
        const given = webhook.sign(original, secret, startedAt)[webhook.header];
        const changed = Buffer.from(bytes);
        const index = at % changed.length;
        changed[index] = (changed[index] ?? 0) ^ flip;
        expect([verify(original, given), verify(changed, given)]).toEqual([true, false]);
      }),
    );
  });

  test('whose signature differs in one character is refused', () => {
    fc.assert(
      fc.property(fc.nat({ max: signature.length - 1 }), fc.integer({ min: 1, max: 127 }), (at, flip) => {
        const given = Buffer.from(signature);
        given[at] = (given[at] ?? 0) ^ flip;
        expect(verify(body, given.toString('latin1'))).toBe(false);
      }),
    );
  });

  test('is refused five minutes after it was sent, where the service says when that was', () => {
    const isAcceptedAfter = (ms: number) => reader.verify(body, headers, secret, new Date(startedAt.getTime() + ms));
    expect(isAcceptedAfter(299_000)).toBe(true);
    expect(isAcceptedAfter(301_000)).toBe(!webhook.isDated);
    expect(isAcceptedAfter(-301_000)).toBe(!webhook.isDated);
  });

  test('brings its record, or says which one to read', () => {
    const { observations, hints = [], rejected } = reader.parse(body, headers, { currency: 'USD' });
    const brought = observations.map(({ record, externalId }) => ({ kind: record.kind, externalId }));
    const [kind, externalId] = webhook.brings;
    expect([...brought, ...hints]).toEqual([{ kind, externalId }]);
    expect(rejected).toEqual([]);
  });

  if (webhook.broken) {
    const { body: broken, fault } = webhook.broken;
    test('keeps a record that can not be understood, with the reason', () => {
      expect(reader.parse(bytesOf(broken), headers, { currency: 'USD' })).toMatchObject({
        observations: [],
        rejected: [{ payload: expect.anything(), reason: expect.stringMatching(fault) }],
      });
    });
  }

  test.each(['', 'null', '[]', '{"event":', '{"event":"x"}', '{"timestamp":"2026-04-01","createdAt":1}'])(
    'is unreadable when its body is %j',
    (text) => {
      expect(() => reader.parse(Buffer.from(text), {}, { currency: 'USD' })).toThrow(UnreadableWebhook);
    },
  );
});

test('a service that sends no webhooks is believed none', () => {
  for (const { service } of contracts.filter((contract) => contract.webhook === null)) {
    expect(webhookReaderOf[service].verify(Buffer.from('{}'), {}, secret, startedAt)).toBe(false);
  }
});

test('a signature by another algorithm is refused', () => {
  const body = Buffer.from('{}');
  for (const { service, webhook } of heardContracts.filter((contract) => !contract.webhook.isDated)) {
    const given = (webhook.sign(body, secret, startedAt)[webhook.header] ?? '').replace('sha256', 'sha512');
    expect(webhookReaderOf[service].verify(body, { [webhook.header]: given }, secret, startedAt)).toBe(false);
  }
});

test('Reliatic may leave the prefix out, MaintainKit may not', () => {
  const body = Buffer.from('{}');
  const bare = hmac(body, secret);
  expect(webhookReaderOf.RELIATIC.verify(body, { 'x-reliatic-signature': bare }, secret, startedAt)).toBe(true);
  expect(webhookReaderOf.MAINTAINKIT.verify(body, { 'x-mk-signature': bare }, secret, startedAt)).toBe(false);
});

function parse(service: Service, content: unknown) {
  const rawBody = Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content));
  return webhookReaderOf[service].parse(rawBody, {}, { currency: 'USD' });
}

describe('a notice of Reliatic', () => {
  const timestamp = '2026-04-01T12:00:00Z';
  const notice = (event: string, after: unknown, more = {}) =>
    parse('RELIATIC', { event, timestamp, resource_id: 'r1', delivery_id: 'd1', before: null, after, ...more });

  test('states its delivery, its time and the record as it is now', () => {
    expect(notice('asset.updated', recorded.drum)).toMatchObject({
      deliveryId: 'd1',
      event: 'asset.updated',
      occurredAt: new Date(timestamp),
      observations: [
        {
          externalId: recorded.ids.drum,
          ...payloadOf(recorded.drum),
          version: null,
          observedAt: new Date(timestamp),
          record: { kind: 'asset', tagNumber: 'V-101', type: 'VESSEL', lifecycle: 'ACTIVE', serialNumber: 'H-7741' },
        },
      ],
      rejected: [],
    });
  });

  test.each([
    ['asset.created', recorded.drum, 'asset'],
    ['asset.decommissioned', { ...recorded.drum, status: 'decommissioned' }, 'asset'],
    ['inspection.completed', recorded.inspection, 'inspection'],
    ['action.status_changed', recorded.action, 'action'],
    ['risk_assessment.created', recorded.assessment, 'riskAssessment'],
    ['fmea.rpn_changed', recorded.failureMode, 'failureMode'],
  ])('of %s brings the record', (event, after, kind) => {
    expect(notice(event, after).observations).toMatchObject([{ externalId: after.id, record: { kind } }]);
  });

  test('of an escalation brings the alert, which no endpoint tells', () => {
    const after = {
      id: 'alert-1',
      asset_id: recorded.ids.drum,
      action_id: recorded.ids.action,
      title: 'Overdue: strip the insulation',
      severity: 'high',
      level: 2,
      previous_level: 1,
      escalated_to: 'Department lead',
      sla_due_at: '2026-04-03T00:00:00Z',
    };
    expect(notice('alert.escalated', after).observations).toMatchObject([
      {
        externalId: 'alert-1',
        record: { kind: 'alert', severity: 'HIGH', level: 2, slaDueAt: new Date('2026-04-03T00:00:00Z') },
      },
    ]);
    expect(notice('alert.escalated', { ...after, level: 9 })).toMatchObject({
      observations: [],
      rejected: [{ externalId: 'alert-1', reason: expect.stringContaining('level') }],
    });
  });

  test('whose state is part of a record, or none, changes nothing', () => {
    const { tag_number: _left, ...part } = recorded.drum;
    for (const after of [part, { status: 'approved' }, {}, null, undefined]) {
      expect(notice('asset.updated', after)).toMatchObject({ observations: [], rejected: [] });
      expect(notice('action.status_changed', after)).toMatchObject({ observations: [], rejected: [] });
    }
  });

  test('names the record where its state does not', () => {
    const { id: _left, ...state } = recorded.drum;
    expect(notice('asset.updated', state).observations).toMatchObject([{ externalId: 'r1' }]);
  });

  test.each(['moc.status_changed', 'asset.painted', 'constructor'])('of %s brings no record', (event) => {
    expect(notice(event, recorded.drum)).toMatchObject({ event, observations: [], rejected: [] });
  });
});

describe('a notice of MaintainKit', () => {
  const createdAt = 1_780_517_417_000;
  const occurredAt = new Date(createdAt);
  const notice = (event: string, data: unknown) => parse('MAINTAINKIT', { event, orgId: 1, createdAt, data });
  const moved = { partId: 3, sku: 'OIL-15W40', locationId: 2, qtyDelta: -2, kind: 'consume', onHand: 18, unit: 'L' };

  test('of a movement tells the total of the part', () => {
    const { deliveryId, observations } = notice('stock.movement.created', moved);
    expect(deliveryId).toBeNull();
    expect(observations).toMatchObject([
      {
        externalId: '3',
        version: occurredAt,
        observedAt: occurredAt,
        record: { kind: 'stockNotice', partId: '3', locationId: '2' },
      },
    ]);
    expect(JSON.parse(JSON.stringify(observations[0]?.record))).toMatchObject({ onHand: '18' });
  });

  test('of low stock stands beside what the movements tell', () => {
    const { observations } = notice('stock.low', {
      partId: 3,
      sku: 'OIL-15W40',
      onHand: '18.5',
      reorderPoint: 20,
      unit: 'L',
    });
    expect(observations).toMatchObject([
      { externalId: '3:total', version: occurredAt, record: { kind: 'stockNotice', partId: '3', locationId: null } },
    ]);
  });

  test('that can not be understood is kept with its reason', () => {
    expect(notice('stock.low', { partId: 3 })).toMatchObject({
      observations: [],
      rejected: [{ payload: { partId: 3 }, reason: expect.stringContaining('onHand') }],
    });
  });

  test('of a part brings it, as of its own version or else of the notice', () => {
    expect(notice('part.updated', recorded.oil).observations).toMatchObject([
      { externalId: '3', version: new Date(recorded.oil.updatedAt), record: { kind: 'part', sku: 'OIL-15W40' } },
    ]);
    expect(notice('part.created', { partId: 9, sku: 'BELT-A42', name: 'V-belt' }).observations).toMatchObject([
      { externalId: '9', version: occurredAt, record: { kind: 'part', name: 'V-belt', reorderPoint: null } },
    ]);
  });

  test('of an update that leaves fields out does not empty them', () => {
    const { reorderPoint: _left, ...part } = recorded.oil;
    expect(notice('part.updated', part)).toMatchObject({ observations: [], rejected: [] });
    expect(notice('part.created', { partId: 9, sku: 'BELT-A42' })).toMatchObject({ observations: [], rejected: [] });
  });

  test.each(['part.painted', 'toString'])('of %s brings no record', (event) => {
    expect(notice(event, recorded.oil)).toMatchObject({ event, observations: [], rejected: [] });
  });
});
