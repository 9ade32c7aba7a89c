import Big from 'big.js';
import type { Money } from '../domain/money.ts';
import type { PartRecord } from '../domain/records.ts';
import { partEntity } from '../replica/model/stock.ts';
import { resolveReferences } from './command-context.ts';
import type { CommandInput } from './definition.ts';
import { changeFaults, fieldByKind, inputFaults, refusal, textFaults } from './explain.ts';
import { partFaults } from './part-faults.ts';
import { recordCommand } from './record-command.ts';

/** What is left out stays as it is; null empties it. */
export interface UpdatePartInput extends CommandInput {
  partId: string;
  /** As `sources.updatedAt` gave it: another state than that is not overwritten. */
  expectedUpdatedAt?: Date | null;
  name?: string | null;
  description?: string | null;
  unit?: string | null;
  reorderPoint?: Big | null;
  unitCost?: Money | null;
}

interface Changes {
  name?: string;
  description?: string | null;
  unit?: string | null;
  /** A decimal as a text. */
  reorderPoint?: string | null;
  unitCost?: Money | null;
}

interface Call {
  partId: string;
  changes: Changes;
  /** ISO 8601. */
  expected: string | null;
}

const changeable = ['name', 'description', 'unit', 'reorderPoint', 'unitCost'] as const;

/** Changes what the catalogue says of a part, in MaintainKit. */
export const updatePart = recordCommand<'MAINTAINKIT', UpdatePartInput, Call, PartRecord>({
  name: 'updatePart',
  service: 'MAINTAINKIT',
  result: { field: 'partId', prefix: partEntity.prefix },
  prepare: async (place, input) => {
    const part = { field: ['partId'], id: input.partId, kind: 'part', prefix: 'prt', noun: 'a part' } as const;
    const { externalIds, userErrors } = await resolveReferences(place, [part]);
    const faults = [
      ...userErrors,
      ...inputFaults(input),
      ...textFaults(input, input.name === undefined ? [] : ['name']),
      ...partFaults(input, place.connection.currency),
      ...changeFaults(input, changeable),
    ];
    if (faults.length > 0) return { userErrors: faults };
    const given = changeable.filter((field) => input[field] !== undefined);
    const changes = Object.fromEntries(given.map((field) => [field, asSent(input[field])])) as Changes;
    const partId = externalIds.get(input.partId) ?? '';
    const call = { partId, changes, expected: input.expectedUpdatedAt?.toISOString() ?? null };
    return { call, subject: `part/${input.partId}` };
  },
  send: ({ writer }, { partId, changes: { reorderPoint, ...words }, expected }) => {
    const point =
      reorderPoint === undefined ? {} : { reorderPoint: reorderPoint === null ? null : new Big(reorderPoint) };
    return writer.updatePart(partId, { ...words, ...point }, expected === null ? null : new Date(expected));
  },
  seek: ({ partId, changes }) => ({
    trace: { kind: 'part', externalId: partId },
    shows: (record) => shows(record, changes),
  }),
  explain: (failure) => refusal(failure, fieldByKind(failure, { notFound: 'partId', staleWrite: 'expectedUpdatedAt' })),
});

/** MaintainKit keeps its texts without the blanks around them, which is how the change is found again. */
function asSent(value: UpdatePartInput[(typeof changeable)[number]]): Changes[(typeof changeable)[number]] {
  if (value instanceof Big) return value.toFixed();
  return typeof value === 'string' ? value.trim() : value;
}

function shows(record: PartRecord, { reorderPoint, unitCost, ...words }: Changes): boolean {
  const samePoint = reorderPoint === undefined || (record.reorderPoint?.toFixed() ?? null) === reorderPoint;
  const sameCost = unitCost === undefined || record.unitCost?.amountMinor === unitCost?.amountMinor;
  return samePoint && sameCost && Object.entries(words).every(([field, value]) => record[field as 'name'] === value);
}
