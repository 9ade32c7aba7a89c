import Big from 'big.js';
import type { Money } from '../domain/money.ts';
import type { PartRecord } from '../domain/records.ts';
import { partEntity } from '../replica/model/stock.ts';
import type { CommandInput } from './definition.ts';
import { fieldByKind, inputFaults, refusal, textFaults } from './explain.ts';
import { partFaults } from './part-faults.ts';
import { recordCommand } from './record-command.ts';

export interface CreatePartInput extends CommandInput {
  sku: string;
  name: string;
  description?: string | null;
  unit?: string | null;
  /** In the part's unit. */
  reorderPoint?: Big | null;
  unitCost?: Money | null;
}

interface Call {
  sku: string;
  name: string;
  description?: string;
  unit?: string;
  /** A decimal as a text. */
  reorderPoint?: string;
  unitCost?: Money;
}

/** Adds a part to the catalogue, in MaintainKit. */
export const createPart = recordCommand<'MAINTAINKIT', CreatePartInput, Call, PartRecord>({
  name: 'createPart',
  service: 'MAINTAINKIT',
  result: { field: 'partId', prefix: partEntity.prefix },
  prepare: ({ connection }, input) => {
    const faults = [
      ...inputFaults(input),
      ...textFaults(input, ['sku', 'name']),
      ...partFaults(input, connection.currency),
    ];
    if (faults.length > 0) return Promise.resolve({ userErrors: faults });
    const { description, unit, reorderPoint, unitCost } = input;
    // MaintainKit keeps them so, and they are how the part is found again.
    const [sku, name] = [input.sku.trim(), input.name.trim()];
    const call: Call = {
      sku,
      name,
      ...(description && { description }),
      ...(unit && { unit: unit.trim() }),
      ...(reorderPoint && { reorderPoint: reorderPoint.toFixed() }),
      ...(unitCost && { unitCost }),
    };
    return Promise.resolve({ call, subject: `sku/${sku}` });
  },
  send: ({ writer }, { reorderPoint, ...call }) =>
    writer.createPart({ ...call, ...(reorderPoint !== undefined && { reorderPoint: new Big(reorderPoint) }) }),
  seek: ({ sku, name }) => ({
    trace: { kind: 'part', name: sku },
    shows: (record) => record.sku === sku && record.name === name,
  }),
  explain: (failure) => refusal(failure, fieldByKind(failure, { conflict: 'sku' })),
});
