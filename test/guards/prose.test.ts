/** What the prose points at is there: the links, the paths and the npm scripts that a README names. */
import { existsSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { root, textOf, trackedFiles } from './tracked-files.ts';

interface Prose {
  path: string;
  text: string;
}

const fileEndings = /^[\w.-]+\.(?:ts|cjs|json|md|graphql|prisma|sql|ya?ml|csv)$/;
const tracked = trackedFiles();
const topLevel = new Set(tracked.map((path) => path.split('/')[0]));
const fileNames = new Set(tracked.map((path) => basename(path)));

/** The part of a path before its first placeholder: `src/upstream/<service>/wire.ts` promises `src/upstream`. */
function promisedPath(token: string): string {
  const segments = token.split('/');
  const open = segments.findIndex((segment) => /[<>*{}…:$]/.test(segment));
  return (open < 0 ? segments : segments.slice(0, open)).join('/');
}

function linksIn({ path, text }: Prose): string[] {
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '');
  return targets
    .filter((target) => !/^(?:[a-z]+:|#|\/)/i.test(target))
    .filter((target) => !existsSync(resolve(root, dirname(path), target.replace(/#.*$/, ''))));
}

/** Words of code, inline or fenced, that begin with a name of the top level, and plain file names. */
function pathsIn({ path, text }: Prose): string[] {
  const code = [...text.matchAll(/```[\s\S]*?```|`([^`\n]+)`/g)];
  const words = code.flatMap((match) => match[0].replaceAll('`', '').split(/[\s"'(),;]+/));
  const paths = words.filter((word) => word.includes('/') && topLevel.has(word.split('/')[0]));
  const names = code.flatMap((match) => (fileEndings.test(match[1] ?? '') ? [match[1] ?? ''] : []));
  const isThere = (name: string) => fileNames.has(name) || existsSync(resolve(root, dirname(path), name));
  return [
    ...paths.filter((word) => !existsSync(resolve(root, promisedPath(word.replace(/[.:]$/, ''))))),
    ...names.filter((name) => !isThere(name)),
  ];
}

function scriptsIn({ text }: Prose): string[] {
  const manifest = JSON.parse(textOf('package.json') ?? '{}') as { scripts: Record<string, string> };
  const named = [...text.matchAll(/\bnpm (?:run )?(?:(?<=run )([\w:-]+)|(start|test)\b)/g)];
  return named.map((match) => match[1] ?? match[2] ?? '').filter((name) => !(name in manifest.scripts));
}

const proses: Prose[] = trackedFiles('README.md', ':(glob)src/**/README.md').map((path) => ({
  path,
  text: textOf(path) ?? '',
}));
const faultsOf = (check: (prose: Prose) => string[]) =>
  proses.flatMap((prose) => check(prose).map((fault) => `${prose.path}: ${fault}`));

test('every link of a README leads somewhere', () => {
  expect(faultsOf(linksIn)).toEqual([]);
});

test('every path that a README names is there', () => {
  expect(faultsOf(pathsIn)).toEqual([]);
});

test('every npm script that a README names can be run', () => {
  expect(faultsOf(scriptsIn)).toEqual([]);
});

test('the guard sees a link, a path, a file and a script that are gone', () => {
  const text = [
    '[gone](./gone.md) [there](package.json#scripts) [out](https://example.org/a.md) [up](#top)',
    '`src/gone.ts` `src/<service>/wire.ts` `gone.ts` `package.json` `application/json` and, at the end, `test/gone/`.',
    '```sh\nnpm run gone\nnpm test -- test/gone.test.ts\nnpm run check\n```',
  ].join('\n');
  const prose = { path: 'README.md', text };
  expect(linksIn(prose)).toEqual(['./gone.md']);
  expect(pathsIn(prose)).toEqual(['src/gone.ts', 'test/gone/', 'test/gone.test.ts', 'gone.ts']);
  expect(scriptsIn(prose)).toEqual(['gone']);
});
