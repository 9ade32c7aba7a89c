/** `rules`: shown as JSON, edited, and set. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { changeRules } from '../../src/cli/rules.ts';
import { startWorld, type World } from '../world/world.ts';
import { command } from './command.ts';

let world: World;
let folder: string;
beforeAll(async () => {
  world = await startWorld({ webhooks: false });
  folder = await mkdtemp(join(tmpdir(), 'maintgraph-rules-'));
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

async function file(content: string): Promise<string> {
  const path = join(folder, 'rules.json');
  await writeFile(path, content);
  return path;
}

test('what show prints can be edited and set, in parts too, and holds in the graph', async () => {
  const shown = await command(world, 'rules', 'show');
  expect(shown.stdout).toContain('"4": ["MEDIUM", "MEDIUM", "MEDIUM_HIGH", "MEDIUM_HIGH", "HIGH"]');
  const rules = JSON.parse(shown.stdout) as object;
  const escalationLadder = [{ afterDays: 2, escalatesTo: 'reliability engineer' }];

  const set = await command(world, 'rules', 'set', await file(JSON.stringify({ escalationLadder })));
  expect([set.code, JSON.parse(set.stdout)]).toEqual([undefined, { ...rules, escalationLadder }]);
  const { data } = await world.ask('{ viewer { rules { escalationLadder { level afterDays escalatesTo } } } }');
  expect(data.viewer.rules.escalationLadder).toEqual([{ level: 1, ...escalationLadder[0] }]);
}, 60_000);

/** As the command does it, in this process. */
async function changed(content: string): Promise<string> {
  const config = { databaseUrl: world.gateway.database.url, tenant: 'plant' };
  const lines: string[] = [];
  await changeRules(await file(content), { config, print: (line) => lines.push(line) });
  return lines.join('\n');
}

test('a part that is set leaves the others as they were', async () => {
  const rpnThresholds = { critical: 300, high: 150, medium: 80 };
  const first = JSON.parse(await changed(JSON.stringify({ rpnThresholds }))) as object;
  const escalationLadder = [{ afterDays: 4, escalatesTo: 'planner' }];
  expect(JSON.parse(await changed(JSON.stringify({ escalationLadder })))).toEqual({ ...first, escalationLadder });
});

test.each([
  ['{ "rpnThresholds": ', /not JSON/],
  ['{ "thresholds": {} }', /not what rules show prints:[^]*thresholds/],
  ['{ "riskMatrix": { "version": "Reliatic", "rows": {} } }', /service's name/],
  ['{ "rpnThresholds": { "critical": 60, "high": 125, "medium": 200 } }', /medium < high < critical/],
  ['{ "escalationLadder": [{ "afterDays": 0, "escalatesTo": "planner" }] }', /step 1 of the ladder/],
])('a file with %s in it is refused with what is asked, and nothing is set', async (content, said) => {
  const rules = async () =>
    (await world.ask('{ viewer { rules { rpnThresholds { critical } escalationLadder { afterDays } } } }')).data;
  const before = await rules();
  await expect(changed(content)).rejects.toThrow(said);
  expect(await rules()).toEqual(before);
});
