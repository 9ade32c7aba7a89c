import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildGraph, printGraph } from '../graphql/schema.ts';

const file = join(dirname(fileURLToPath(import.meta.url)), '../../schema/schema.graphql');

export async function printSchema(isCheck: boolean): Promise<void> {
  const printed = printGraph(buildGraph());
  if (!isCheck) return writeFile(file, printed);
  if ((await readFile(file, 'utf8')) === printed) return;
  process.stderr.write(
    'schema/schema.graphql is not what the code prints: run npm run cli -- schema and look at the difference\n',
  );
  process.exitCode = 1;
}
