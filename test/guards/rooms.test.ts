/** Who may import whom: the house keeps to the table, and the table is no decoration. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { root } from './tracked-files.ts';

const Report = z.object({
  summary: z.object({
    totalCruised: z.number(),
    violations: z.array(z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) })),
  }),
});

/** Runs dependency-cruiser with the project's own rules over `folder`/src. */
async function cruise(folder: string) {
  const bin = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const args = [bin, '--config', join(root, '.dependency-cruiser.cjs'), '--output-type', 'json', 'src'];
  const stdout = await new Promise<string>((done, fail) => {
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 256 * 1024 * 1024 }, (error, out, complaints) => {
      if (out === '') fail(new Error(`dependency-cruiser said: ${complaints}`, { cause: error }));
      else done(out);
    });
  });
  return Report.parse(JSON.parse(stdout)).summary;
}

/** A house in a temporary folder, one file per line of `files`. */
async function startHouse(files: Record<string, string>) {
  const folder = await mkdtemp(join(tmpdir(), 'house-'));
  const packages = Object.fromEntries(
    ['graphql', '@prisma/adapter-pg'].flatMap((name) => [
      [`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' })],
      [`node_modules/${name}/index.js`, ''],
    ]),
  );
  for (const [path, text] of Object.entries({ 'package.json': '{"type":"module"}', ...packages, ...files })) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}

/** One fault each: the file that has it, what it holds, and the rules that must name it. */
const leaf = 'export const value = 1;\nexport interface Row { id: string }\n';
const uses = (path: string) => `import { value } from '${path}';\nexport const used = value;\n`;
const names = (path: string) => `import type { Row } from '${path}';\nexport interface Used { row: Row }\n`;
const leaves = [
  'src/domain/leaf.ts',
  'src/events/leaf.ts',
  'src/upstream/leaf.ts',
  'src/upstream/reliatic/leaf.ts',
  'src/upstream/maintainkit/leaf.ts',
  'src/database/generated/leaf.ts',
  'src/helpers/leaf.ts',
  'src/main.ts',
  'src/cli/main.ts',
  'test/leaf.ts',
];
const faults: { what: string; file: string; text: string; rules: string[] }[] = [
  {
    what: 'a room that imports what the table does not allow',
    file: 'src/domain/arrow.ts',
    text: uses('../events/leaf.ts'),
    rules: ['room-domain'],
  },
  {
    what: 'a room that does so for a type only',
    file: 'src/graphql/type.ts',
    text: names('../upstream/leaf.ts'),
    rules: ['room-graphql'],
  },
  {
    what: 'a room that imports one the table does not know',
    file: 'src/domain/unknown.ts',
    text: uses('../helpers/leaf.ts'),
    rules: ['room-domain', 'unknown-room-imported'],
  },
  {
    what: 'a room that the table does not know',
    file: 'src/helpers/arrow.ts',
    text: uses('../domain/leaf.ts'),
    rules: ['unknown-room'],
  },
  {
    what: 'a room that imports the composition root',
    file: 'src/http/composition.ts',
    text: uses('../main.ts'),
    rules: ['nobody-imports-the-composition', 'room-http'],
  },
  {
    what: 'a room that imports the command line',
    file: 'src/events/command-line.ts',
    text: uses('../cli/main.ts'),
    rules: ['nobody-imports-the-composition', 'room-events'],
  },
  {
    what: 'src that imports test',
    file: 'src/cli/testing.ts',
    text: uses('../../test/leaf.ts'),
    rules: ['src-never-imports-test'],
  },
  { what: 'a cycle of types', file: 'src/domain/snake.ts', text: names('./tail.ts'), rules: ['no-cycle'] },
  {
    what: 'a service that knows another',
    file: 'src/upstream/reliatic/neighbour.ts',
    text: uses('../maintainkit/leaf.ts'),
    rules: ['services-do-not-know-each-other'],
  },
  {
    what: 'a row of the generated client at the edge',
    file: 'src/http/row.ts',
    text: names('../database/generated/leaf.ts'),
    rules: ['room-http', 'the-row-stays-with-its-owner'],
  },
  {
    what: 'GraphQL in the rules',
    file: 'src/domain/graphql.ts',
    text: "import 'graphql';\n",
    rules: ['graphql-stays-at-the-edge'],
  },
  {
    what: 'Prisma outside of its room',
    file: 'src/sync/prisma.ts',
    text: "import '@prisma/adapter-pg';\n",
    rules: ['prisma-stays-in-database'],
  },
  {
    what: 'an import that leads nowhere',
    file: 'src/domain/nowhere.ts',
    text: "import './gone.ts';\n",
    rules: ['not-resolvable'],
  },
  { what: 'no fault, an arrow of the table', file: 'src/replica/arrow.ts', text: uses('../domain/leaf.ts'), rules: [] },
  {
    what: 'no fault, a service in its own room',
    file: 'src/upstream/reliatic/own.ts',
    text: uses('./leaf.ts'),
    rules: [],
  },
];

test('src keeps to the table', async () => {
  const { totalCruised, violations } = await cruise(root);
  expect(totalCruised).toBeGreaterThan(100);
  expect(violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
});

describe('in a house with every fault', () => {
  let broken: { from: string; rule: { name: string } }[];

  beforeAll(async () => {
    await using house = await startHouse({
      ...Object.fromEntries(leaves.map((path) => [path, leaf])),
      ...Object.fromEntries(faults.map(({ file, text }) => [file, text])),
      'src/domain/tail.ts': names('./snake.ts'),
    });
    broken = (await cruise(house.folder)).violations;
  });

  test.each(faults)('$what: $rules', ({ file, rules }) => {
    const named = broken.filter(({ from }) => from === file).map(({ rule }) => rule.name);
    expect([...new Set(named)].toSorted()).toEqual(rules);
  });
});
