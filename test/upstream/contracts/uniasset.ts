/** Answers written by hand from UniAsset's contract sheet. Nothing can be read. */
import Big from 'big.js';
import { openUniAsset, type UniAssetConnector } from '../../../src/upstream/uniasset/connector.ts';
import type { Recorded } from '../recorded-service.ts';
import { hmac, rateByUnixTime, settings, type Contract } from './contract.ts';

const success: Recorded = { status: 201, json: { success: true, data: { id: 'clx9truck' } } };

function failed(status: number, code: string, details?: unknown[]): Recorded {
  return { status, json: { error: { code, message: `uniasset says ${code}`, ...(details && { details }) } } };
}

const created = (data: object) => ({ event: 'asset.created', timestamp: '2026-04-01T12:00:00.000Z', data });

export const uniAsset: Contract<UniAssetConnector> = {
  service: 'UNIASSET',
  open: openUniAsset,
  headers: { authorization: `Bearer ${settings.apiKey}` },
  // The body is looked at last: that it is refused proves key, plan and permission.
  ping: {
    route: 'POST /assets/create',
    answers: [failed(422, 'VALIDATION_ERROR', [{ path: 'name', message: 'is required' }]), failed(403, 'FORBIDDEN')],
  },
  resources: [],
  reads: null,
  writes: [
    {
      name: 'an asset',
      route: 'POST /assets/create',
      success,
      run: ({ writer }) => writer.createAsset({ name: 'Truck', tagNumber: 'EXC-A', status: 'Active' }),
    },
    {
      name: 'a maintenance record',
      route: 'POST /assets/maintenance',
      success,
      run: ({ writer }) =>
        writer.createMaintenance({ assetId: 'clx1', type: 'REPAIR', cost: { amountMinor: 1050, currency: 'USD' } }),
    },
    {
      name: 'an assignment',
      route: 'POST /assets/assignment',
      success,
      run: ({ writer }) => writer.assign({ assetId: 'clx1', assignedToEmail: 'alice@plant.example' }),
    },
    {
      name: 'a position',
      route: 'POST /assets/geo-position',
      success,
      run: ({ writer }) =>
        writer.reportPosition({ assetId: 'clx1', latitude: new Big('-23.65'), longitude: new Big('-70.4') }),
    },
    {
      name: 'a signal',
      route: 'POST /iot/signals',
      success,
      run: ({ writer }) =>
        writer.ingestSignal({
          source: 'gateway-7',
          signalType: 'temperature.high',
          severity: 'HIGH',
          numericValue: new Big('91.5'),
        }),
    },
  ],
  error: (status, code) => failed(status, code),
  codes: [
    [403, 'PLAN_UPGRADE_REQUIRED', 'planRequired'],
    [403, 'ENTERPRISE_REQUIRED', 'planRequired'],
    [403, 'FORBIDDEN', 'forbidden'],
    [401, 'KEY_REVOKED', 'unauthenticated'],
    [422, 'VALIDATION_ERROR', 'badUserInput'],
  ],
  webhook: {
    header: 'x-uniasset-signature',
    sign: (body, secret, at) => ({
      'x-uniasset-event': 'asset.created',
      'x-uniasset-signature': hmac(body, secret),
      'x-uniasset-timestamp': at.toISOString(),
    }),
    isDated: true,
    body: created({ id: 'clx9truck', name: 'Truck', status: 'In Maintenance' }),
    brings: ['asset', 'clx9truck'],
    broken: { body: created({ id: 'clx9truck' }), fault: /^name: / },
  },
  // None is documented; where these come all the same, they mean what they mean elsewhere.
  rate: rateByUnixTime,
};
