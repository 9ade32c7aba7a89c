import {
  conflictsOf,
  goldenFields,
  statedFields,
  statementsOf,
  type Statement,
} from '../../src/domain/golden-record.ts';
import { services } from '../../src/domain/records.ts';

const silent = Object.fromEntries(statedFields.map((field) => [field, null])) as Record<
  (typeof statedFields)[number],
  null
>;
const reliatic: Statement = {
  ...silent,
  service: 'RELIATIC',
  externalId: '1',
  name: 'Excavator A',
  type: 'ROTATING',
  operational: 'UNKNOWN',
};
const maintainkit: Statement = {
  ...silent,
  service: 'MAINTAINKIT',
  externalId: '2',
  name: 'EX A',
  operational: 'DOWN',
  manufacturer: 'O&K',
};

test('each field is the word of the first service that says something', () => {
  expect(goldenFields([maintainkit, reliatic], services, {})).toEqual({
    ...silent,
    name: 'Excavator A',
    type: 'ROTATING',
    operational: 'DOWN',
    manufacturer: 'O&K',
  });
});

test("a tenant's own precedence counts for its field alone, and silence gives way to the next service", () => {
  const fields = goldenFields([reliatic, maintainkit], services, { name: ['MAINTAINKIT'], type: ['MAINTAINKIT'] });
  expect(fields).toMatchObject({ name: 'EX A', type: 'ROTATING', operational: 'DOWN' });
});

test('services that say different things are in conflict; UNKNOWN and null say nothing', () => {
  expect(conflictsOf([reliatic, maintainkit], services, {})).toEqual([
    {
      field: 'name',
      values: [
        { service: 'RELIATIC', value: 'Excavator A' },
        { service: 'MAINTAINKIT', value: 'EX A' },
      ],
    },
  ]);
  expect(statementsOf([reliatic, maintainkit], 'operational', services, {})).toEqual([maintainkit]);
});
