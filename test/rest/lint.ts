/** `npm run rest`: holds every file in schema/rest to OpenAPI 3.1 and to the linter's rules. Nothing leaves the machine. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createConfig, formatProblems, getTotals, lint } from '@redocly/openapi-core';

const folder = join(import.meta.dirname, '../../schema/rest');

const config = await createConfig({
  extends: ['recommended-strict'],
  rules: {
    // The descriptions are ours, of services that are their vendors'.
    'info-license': 'off',
    // Where the vendor states no address, an example one stands.
    'no-server-example.com': 'off',
  },
});

const files = readdirSync(folder).filter((name) => name.endsWith('.openapi.yaml'));
let errors = 0;
for (const file of files) {
  const problems = await lint({ ref: join(folder, file), config });
  const totals = getTotals(problems);
  errors += totals.errors;
  if (problems.length > 0) formatProblems(problems, { totals, version: 'openapi-core' });
}
process.stdout.write(`${files.length} descriptions of REST services, ${errors} errors\n`);
process.exitCode = errors > 0 || files.length === 0 ? 1 : 0;
