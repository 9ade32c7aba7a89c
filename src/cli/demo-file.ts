/** What a demo leaves for whoever wants to use it, and for its own next start: `.maintgraph/demo.json`. */
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const service = z.object({ url: z.string(), key: z.string(), webhookSecret: z.string() });
const schema = z.object({
  graphql: z.string(),
  ws: z.string(),
  graphiql: z.string(),
  database: z.string(),
  keys: z.object({ admin: z.string(), readOnly: z.string(), otherTenant: z.string() }),
  sandbox: z.record(z.string(), service),
  /** With which the credentials in the database are sealed. */
  sealingKey: z.string(),
});

export type DemoFile = z.output<typeof schema>;
export type DemoKeys = DemoFile['keys'];

const pathIn = (dataFolder: string): string => join(dataFolder, 'demo.json');

/** Null before the first start, or when the file is none of ours. */
export async function readDemoFile(dataFolder: string): Promise<DemoFile | null> {
  try {
    return schema.parse(JSON.parse(await readFile(pathIn(dataFolder), 'utf8')));
  } catch {
    return null;
  }
}

export async function writeDemoFile(dataFolder: string, file: DemoFile): Promise<void> {
  await mkdir(dataFolder, { recursive: true });
  const path = pathIn(dataFolder);
  await writeFile(path, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 });
  // The mode above counts only for a new file.
  await chmod(path, 0o600);
}
