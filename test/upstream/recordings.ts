/** Answers of the two services, written by hand from their documentation. */
import type { Recorded } from './recorded-service.ts';

export const ids = {
  drum: '0f8fad5b-d9cb-469f-a165-70867728950e',
  pump: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
  inspection: '16fd2706-8baf-433b-82eb-8c7fada847da',
  failureMode: '886313e1-3b8a-5372-9b90-0c9aee199e5d',
  action: '6fa459ea-ee8a-3ca4-894e-db77e160355e',
  assessment: 'a8098c1a-f86e-11da-bd1a-00112444be1e',
};

export const drum = {
  id: ids.drum,
  tag_number: 'V-101',
  name: 'Knock-out drum',
  asset_type: 'vessel',
  status: 'active',
  description: null,
  manufacturer: 'Halden',
  model: null,
  serial_number: 'H-7741',
  location: 'Unit 100',
  parent_id: null,
  created_at: '2024-02-01T08:00:00Z',
};

export const pump = { ...drum, id: ids.pump, tag_number: 'P-205A', name: 'Feed pump', asset_type: 'rotating' };

export const inspection = {
  id: ids.inspection,
  asset_id: ids.drum,
  inspection_type: 'ultrasonic_manual',
  inspection_date: '2026-02-11',
  inspector_name: 'M. Okafor',
  effectiveness: 'C',
  coverage_percent: 62.5,
  thickness_mm: 11.4,
};

export const failureMode = {
  id: ids.failureMode,
  asset_id: ids.drum,
  description: 'Corrosion under insulation',
  effect: 'Loss of containment',
  cause: null,
  severity: 9,
  occurrence: 6,
  detection: 4,
  rpn: 216,
  priority: 'critical',
};

export const action = {
  id: ids.action,
  asset_id: ids.drum,
  failure_mode_id: ids.failureMode,
  title: 'Strip the insulation and measure',
  description: null,
  status: 'in_progress',
  priority: 'high',
  assignee_id: null,
  due_date: '2026-05-01',
};

export const assessment = {
  id: ids.assessment,
  asset_id: ids.drum,
  probability_of_failure: 4,
  consequence_of_failure: 3,
  risk_ranking: 'Medium High',
  assessed_at: '2026-03-03T10:00:00Z',
};

/** One page of a Reliatic list. */
export function page(rows: unknown[], number = 1, pages = 1, total = rows.length): Recorded {
  const meta = { page: number, per_page: 100, total, total_pages: pages };
  return { json: { data: rows, meta } };
}

/** One Reliatic record. */
export function one(record: unknown): Recorded {
  return { json: { data: record, meta: { timestamp: '2026-04-01T12:00:00Z' } } };
}

export function reliaticError(status: number, error: string, details: unknown[] = []): Recorded {
  return { status, json: { error, message: `reliatic says ${error}`, details } };
}

export const oil = {
  id: 3,
  sku: 'OIL-15W40',
  name: 'Engine oil 15W-40',
  description: null,
  unit: 'L',
  reorderPoint: 18,
  unitCost: 18500,
  createdAt: 1_780_000_000_000,
  updatedAt: 1_780_517_417_000,
};

export const warehouse = { id: 2, name: 'Almacén Central' };

export const stock = {
  partId: 3,
  sku: 'OIL-15W40',
  locationId: 2,
  location: 'Almacén Central',
  onHand: '18.250',
  unit: 'L',
};

export function movement(id: number): Record<string, unknown> {
  return {
    id,
    kind: 'consume',
    partId: 3,
    sku: 'OIL-15W40',
    locationId: 2,
    qtyDelta: -0.5,
    unitCost: null,
    createdAt: 1_780_517_417_000 + id,
  };
}

/** A MaintainKit list, or record. */
export function data(content: unknown): Recorded {
  return { json: { data: content } };
}

export function maintainKitError(status: number, code: string, message = `maintainkit says ${code}`): Recorded {
  return { status, json: { error: { code, message } } };
}
