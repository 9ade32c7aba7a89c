/** What a visitor sees first, and what must never be published. */
import { textOf, trackedFiles } from './tracked-files.ts';

const visibleNames = new Set([
  'README.md',
  'codegen.ts',
  'package-lock.json',
  'package.json',
  'prisma',
  'schema',
  'src',
  'test',
  'tsconfig.json',
]);

/** What a line must not hold, by what it would give away. */
const findings = {
  'a path of somebody’s machine':
    /(?<![\w.\-)}/])\/(?:work|farm|root|home\/[a-z]\w*|Users\/\w+)\/|\b[A-Z]:\\{1,2}Users\\/,
  'the host of a package registry': /https?:\/\/[^\s/"']*(?:registry|artifactory|verdaccio|nexus|npmmirror)[^\s"']*/i,
  'a private key': /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/,
  'an access key of a cloud': /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bAIza[\w-]{35}\b/,
  'a token of a code host or a chat': /\b(?:gh[pousr]_\w{36}|github_pat_\w{60,}|glpat-[\w-]{20}|xox[abprs]-[\w-]{10,})/,
  'a token of a package registry': /\bnpm_\w{36}\b|_authToken\s*=/,
  // One character eight times over says that the key is a stand-in.
  'a live key of a payment or maintenance service': /\b(?:sk|rk|rl|mk)_live_(?!\w*?(\w)\1{7})[A-Za-z0-9]{24,}\b/,
} as const;

type Finding = keyof typeof findings;
const samples: Record<Finding, string[]> = {
  'a path of somebody’s machine': [
    `open ${['', 'home', 'ada', 'plant.csv'].join('/')}`,
    `"${['', 'work', 'main', 'src'].join('/')}"`,
  ],
  'the host of a package registry': [`https:${['', '', 'registry.example', 'graphql'].join('/')}`],
  'a private key': [['-----BEGIN RSA PRIVATE', 'KEY-----'].join(' ')],
  'an access key of a cloud': [`AKIA${'Q7'.repeat(8)}`],
  'a token of a code host or a chat': [`ghp_${'a1'.repeat(18)}`, `xoxb-${'1'.repeat(12)}`],
  'a token of a package registry': [`npm_${'a1'.repeat(18)}`],
  'a live key of a payment or maintenance service': [`mk_live_${'a1'.repeat(16)}`],
};

function linesWith(pattern: RegExp): string[] {
  return trackedFiles().flatMap((path) =>
    (textOf(path) ?? '').split('\n').flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}`] : [])),
  );
}

test('the top level shows the agreed names only; what belongs to tools is a dotfile', () => {
  const names = new Set(trackedFiles().map((path) => path.split('/')[0] ?? path));
  expect([...names].filter((name) => !name.startsWith('.') && !visibleNames.has(name))).toEqual([]);
});

test.each(Object.keys(findings) as Finding[])('no tracked text gives away %s', (finding) => {
  expect(linesWith(findings[finding])).toEqual([]);
});

test('the lockfile does not say where the packages were fetched from', () => {
  expect(textOf('package-lock.json')).not.toContain('"resolved"');
});

test.each(Object.keys(findings) as Finding[])('the guard knows %s when it sees it', (finding) => {
  for (const sample of samples[finding]) expect(sample).toMatch(findings[finding]);
});
