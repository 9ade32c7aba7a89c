import { overwrittenBy } from '../../src/upstream/reliatic/overwritten.ts';

const read = {
  tag_number: 'P-1',
  name: 'Pump',
  asset_type: 'rotating',
  status: 'active',
  manufacturer: 'KSB',
  location: null,
  colour: 'grey',
};
const written = { ...read, name: 'Feed pump' };
const theirs = { ...read, manufacturer: 'Sulzer' };

test('a state before that leaves fields out says nothing of them', () => {
  const before = { name: 'Pump', manufacturer: 'Sulzer' };
  expect(overwrittenBy({ read, written }, [{ before, after: written }])).toEqual([
    { field: 'manufacturer', value: 'Sulzer' },
  ]);
});

test('blanks around a text, and null where there was nothing, are no change', () => {
  const { location: _, ...before } = { ...read, manufacturer: ' KSB ' };
  expect(overwrittenBy({ read, written }, [{ before, after: written }])).toEqual([]);
});

test('what Reliatic does not keep as it was written is not what was written over', () => {
  const before = { ...theirs, colour: 'red' };
  expect(overwrittenBy({ read, written }, [{ before, after: { ...written, colour: 'blue' } }])).toEqual([
    { field: 'manufacturer', value: 'Sulzer' },
  ]);
});

test('one change upon another is lost as the last of them left it, where the own change is not told', () => {
  const last = { ...theirs, location: 'Hall 2' };
  const changes = [
    { before: read, after: theirs },
    { before: theirs, after: last },
  ];
  expect(overwrittenBy({ read, written }, changes)).toEqual([
    { field: 'manufacturer', value: 'Sulzer' },
    { field: 'location', value: 'Hall 2' },
  ]);
});

test('a replacement that changed nothing is not told from what came after it, and nothing is claimed', () => {
  expect(overwrittenBy({ read, written: read }, [{ before: read, after: theirs }])).toEqual([]);
});
