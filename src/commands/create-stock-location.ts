import type { LocationRecord } from '../domain/records.ts';
import { stockLocationEntity } from '../replica/model/stock.ts';
import type { CommandInput } from './definition.ts';
import { fieldByKind, inputFaults, refusal, textFaults } from './explain.ts';
import { recordCommand } from './record-command.ts';

export interface CreateStockLocationInput extends CommandInput {
  name: string;
}

interface Call {
  name: string;
}

/** Adds a place where stock is kept, in MaintainKit. */
export const createStockLocation = recordCommand<'MAINTAINKIT', CreateStockLocationInput, Call, LocationRecord>({
  name: 'createStockLocation',
  service: 'MAINTAINKIT',
  result: { field: 'locationId', prefix: stockLocationEntity.prefix },
  prepare: (_, input) => {
    const faults = [...inputFaults(input), ...textFaults(input, ['name'])];
    if (faults.length > 0) return Promise.resolve({ userErrors: faults });
    // MaintainKit keeps it so, and it is how the place is found again.
    const name = input.name.trim();
    return Promise.resolve({ call: { name }, subject: `location/${name}` });
  },
  send: ({ writer }, call) => writer.createLocation(call),
  seek: ({ name }) => ({ trace: { kind: 'location', name }, shows: (record) => record.name === name }),
  explain: (failure) => refusal(failure, fieldByKind(failure, { conflict: 'name' })),
});
