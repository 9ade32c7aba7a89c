/** `rules`: shown as JSON, edited, and set. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { changeRules } from '../../src/cli/rules.ts';
import { environmentWith } from '../world/environment.ts';
import { startWorld, type World } from '../world/world.ts';

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

function command(...words: string[]): Promise<{ code: unknown; stdout: string; stderr: string }> {
  const env = environmentWith({
    DATABASE_URL: world.gateway.database.url,
    MAINTGRAPH_SEALING_KEY: 'ab'.repeat(32),
    MAINTGRAPH_TENANT: 'plant',
  });
  const all = ['--import', 'tsx', 'src/cli/main.ts', 'rules', ...words];
  return new Promise((resolve) => {
    execFile(process.execPath, all, { env }, (error, stdout, stderr) => resolve({ code: error?.code, stdout, stderr }));
  });
}

async function file(content: string): Promise<string> {
  const path = join(folder, 'rules.json');
  await writeFile(path, content);
  return path;
}

test('what show prints can be edited and set, in parts too, and holds in the graph', async () => {
  const shown = await command('show');
  expect(shown.stdout).toContain('"4": ["MEDIUM", "MEDIUM", "MEDIUM_HIGH", "MEDIUM_HIGH", "HIGH"]');
  const rules = JSON.parse(shown.stdout) as object;
  const escalationLadder = [{ afterDays: 2, escalatesTo: 'reliability engineer' }];

  const set = await command('set', await file(JSON.stringify({ escalationLadder })));
  expect([set.code, JSON.parse(set.stdout)]).toEqual([undefined, { ...rules, escalationLadder }]);
  const { data } = await world.ask('{ viewer { rules { escalationLadder { level afterDays escalatesTo } } } }');
  expect(data.viewer.rules.escalationLadder).toEqual([{ level: 1, ...escalationLadder[0] }]);
}, 60_000);

test('rules that can not hold are refused with what is asked, and nothing is set', async () => {
  const { code, stderr } = await command(
    'set',
    await file('{ "rpnThresholds": { "critical": 60, "high": 125, "medium": 200 } }'),
  );
  expect([code, stderr]).toEqual([2, expect.stringContaining('medium < high < critical')]);
  const { data } = await world.ask('{ viewer { rules { rpnThresholds { critical } } } }');
  expect(data.viewer.rules.rpnThresholds.critical).toBe(200);
}, 60_000);

test.each([
  ['{ "rpnThresholds": ', /not JSON/],
  ['{ "thresholds": {} }', /not what rules show prints:[^]*thresholds/],
  ['{ "riskMatrix": { "version": "Reliatic", "rows": {} } }', /service's name/],
])('a file with %s in it is refused before anything is asked', async (content, said) => {
  await expect(changeRules(await file(content))).rejects.toThrow(said);
});
