/** Queries that ask for more than one request may: refused with a code of their own, before they keep others waiting. */
import { startReadingPlant, type ReadingPlant } from './reading-plant.ts';

let plant: ReadingPlant;
beforeAll(async () => {
  plant = await startReadingPlant({ webhooks: false });
});
afterAll(() => plant.world[Symbol.asyncDispose]());

/** Each fragment spreads the next one twice. */
const doubling = (steps: number, both: (next: string) => string) =>
  `{ assets { nodes { ...f0 } } } ${Array.from({ length: steps }, (_, step) => `fragment f${step} on Asset { ${both(`...f${step + 1}`)} }`).join(' ')}
   fragment f${steps} on Asset { name }`;

/** Failure modes of the assets of failure modes: of two on one asset, each level has twice as many. */
const levels = (depth: number, fields = 'rpn'): string =>
  depth === 0 ? '{ nodes { rpn } }' : `{ nodes { ${fields} asset { failureModes ${levels(depth - 1, fields)} } } }`;
const many = Array.from({ length: 150 }, (_, at) => `r${at}: rpn`).join(' ');

const tooComplex = [{ message: expect.stringContaining('more than'), extensions: { code: 'QUERY_TOO_COMPLEX' } }];

test.each([
  ['spread side by side', doubling(24, (next) => `${next} ${next}`)],
  ['spread within one another', doubling(24, (next) => `${next} ... on Asset { ${next} }`)],
  ['under two names', doubling(24, (next) => `a: parent { ${next} } b: parent { ${next} }`)],
  ['over too many levels', `{ failureModes ${levels(24, many)} }`],
])('fragments or lists %s', async (_, query) => {
  for (let time = 0; time < 3; time += 1) {
    const { errors, data } = await plant.world.ask(query);
    expect(errors).toMatchObject(tooComplex);
    expect(data ?? null).toBeNull();
  }
  const heard = plant.world.subscribe(query).then((listening) => listening.next());
  await expect(heard).rejects.toThrow('QUERY_TOO_COMPLEX');
});

test.each([
  ['spread side by side', doubling(9, (next) => `${next} ${next}`)],
  ['spread within one another', doubling(9, (next) => `${next} ... on Asset { ${next} }`)],
  ['over several levels', `{ failureModes ${levels(8)} }`],
])('fragments or lists %s, within bounds', async (_, query) => {
  for (let time = 0; time < 3; time += 1) {
    const { errors, data } = await plant.world.ask(query);
    expect(errors).toEqual([]);
    expect(data).not.toBeNull();
  }
});

test('none of this was a fault of the gateway', () => {
  expect(plant.world.warnings).toEqual([]);
});
