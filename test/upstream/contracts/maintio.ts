/** Answers written by hand from Maint.io's contract sheet. */
import { openMaintIo, type MaintIoConnector } from '../../../src/upstream/maintio/connector.ts';
import type { Recorded } from '../recorded-service.ts';
import { rateByUnixTime, settings, type Contract } from './contract.ts';

const pumpId = '3f333df6-90a4-4fda-8dd3-9485d27cee36';
const recordId = '9f1c2d3e-0000-4a4b-8c8c-0123456789ab';
const code = '0A1B2C3D4E';

const asset = {
  id: pumpId,
  name: 'Pump A',
  location: 'Bay 3',
  description: 'Feeds boiler 2',
  tag_id: code,
  created_at: '2026-01-02T08:00:00.000Z',
  updated_at: '2026-03-01T10:00:00.000Z',
};
const tag = { id: code, state: 'assigned', asset_id: pumpId, updated_at: '2026-03-01T10:00:00.000Z' };
const record = {
  id: recordId,
  asset_id: pumpId,
  record_type: 'Inspection',
  performed_at: '2026-02-28T09:30:00.000Z',
  description: 'No leaks',
  updated_at: '2026-03-01T10:00:05.000Z',
};

const feed = (
  rows: { assets?: unknown[]; tags?: unknown[]; records?: unknown[] },
  end: string,
  more = false,
): Recorded => ({
  json: { assets: [], tags: [], records: [], ...rows, next_updated_since: end, has_more: more },
});

const made = (json: unknown): Recorded => ({ status: 201, json });

export const maintIo: Contract<MaintIoConnector> = {
  service: 'MAINTIO',
  open: openMaintIo,
  headers: { authorization: `Bearer ${settings.apiKey}` },
  ping: { route: 'GET /v1/changes', answers: [feed({}, '2026-04-01T12:00:00.000Z')] },
  resources: [
    {
      name: 'changes',
      route: 'GET /v1/changes',
      answers: [
        feed({ assets: [asset], tags: [tag] }, '2026-03-01T10:00:00.000Z', true),
        // The page begins a little before the last one's end, so that rows on its timestamp come again.
        feed({ assets: [asset], tags: [tag], records: [record] }, '2026-03-01T10:00:05.000Z'),
      ],
      expected: [
        ['asset', pumpId],
        ['tag', code],
        ['asset', pumpId],
        ['tag', code],
        ['maintenanceRecord', recordId],
      ],
      resume: '2026-03-01T10:00:04.999Z',
    },
  ],
  reads: {
    mixed: {
      name: 'changes',
      route: 'GET /v1/changes',
      answer: feed(
        {
          records: [
            record,
            { ...record, id: 'odd', record_type: 'Dance', mood: 'fine' },
            { ...record, id: 'bad', performed_at: 'soon' },
          ],
        },
        '2026-03-01T10:00:05.000Z',
      ),
      fault: /^performed_at: /,
    },
    spellings: [
      {
        name: 'changes',
        route: 'GET /v1/changes',
        answer: feed({ assets: [{ id: pumpId.toUpperCase(), name: 'Pump A' }] }, '2026-03-01T10:00:05.000Z'),
        expected: ['asset', pumpId],
      },
      {
        // A batch is answered without a time, and a tag without its asset.
        name: 'changes',
        route: 'GET /v1/changes',
        answer: feed({ tags: [{ id: code, state: 'UNLINKED' }] }, '2026-03-01T10:00:05Z'),
        expected: ['tag', code],
      },
      {
        name: 'changes',
        route: 'GET /v1/changes',
        answer: feed({ records: [{ id: 12, asset_id: 7, performed_at: '2026-02-28' }] }, '2026-03-01T10:00:05Z'),
        expected: ['maintenanceRecord', '12'],
      },
    ],
  },
  writes: [
    {
      name: 'a record, by its own uuid',
      route: 'POST /v1/records',
      success: made(record),
      isIdempotent: true,
      run: ({ writer }) =>
        writer.createRecord({
          id: recordId,
          assetId: pumpId,
          type: 'INSPECTION',
          performedAt: new Date(record.performed_at),
        }),
    },
    {
      name: 'an asset, by its own uuid',
      route: 'POST /v1/assets',
      success: made(asset),
      isIdempotent: true,
      run: ({ writer }) => writer.createAsset({ id: pumpId, name: 'Pump A', tagCode: code }),
    },
    {
      name: 'a batch of tags',
      route: 'POST /v1/tags/batch',
      success: made({ tags: [{ id: code, state: 'unlinked' }] }),
      run: async ({ writer }) => (await writer.generateTags(1))[0],
    },
  ],
  error: (status, name) => ({ status, json: { error: { code: name, message: `maintio says ${name}` } } }),
  codes: [
    [401, 'INVALID_API_KEY', 'unauthenticated'],
    [403, 'INSUFFICIENT_SCOPE', 'forbidden'],
    [409, 'STALE_WRITE', 'staleWrite'],
    [409, 'TAG_CONFLICT', 'tagConflict'],
    [422, 'VALIDATION_ERROR', 'badUserInput'],
    [429, 'RATE_LIMITED', 'rateLimited'],
    [429, 'QUOTA_EXCEEDED', 'quotaExceeded'],
  ],
  webhook: null,
  rate: rateByUnixTime,
};
