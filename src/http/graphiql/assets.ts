/** The files behind the GraphiQL page, out of the packages that publish them ready for a browser. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

export type AssetRole =
  | 'client'
  | 'editorWorker'
  | 'graphiql'
  | 'graphqlWorker'
  | 'jsonWorker'
  | 'style'
  | 'subscriptions';

export interface Asset {
  role: AssetRole;
  /** Holds a hash of the content, so a browser may keep the file for ever. */
  name: string;
  contentType: string;
  body(): Buffer;
  /** Compressed once, at the first call. */
  gzipped(): Buffer;
}

/** Every file, one for each role. */
export async function loadAssets(): Promise<Asset[]> {
  // 9 MB of strings: imported here and not at start.
  const built = await import('@graphql-yoga/render-graphiql/graphiql');
  const subscriptions = join(dirname(createRequire(import.meta.url).resolve('graphql-ws')), '../umd/graphql-ws.min.js');
  const files: [AssetRole, string][] = [
    ['style', built.css],
    ['graphiql', built.js],
    ['editorWorker', built.editorWorkerService],
    ['jsonWorker', built.jsonWorker],
    ['graphqlWorker', built.graphqlWorker],
    ['subscriptions', await readFile(subscriptions, 'utf8')],
    ['client', await readFile(join(import.meta.dirname, 'client.js'), 'utf8')],
  ];
  return files.map(([role, text]) => asset(role, text));
}

function fileName(role: AssetRole, text: string): string {
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 12);
  return `${role}.${hash}.${role === 'style' ? 'css' : 'js'}`;
}

function asset(role: AssetRole, text: string): Asset {
  let compressed: Buffer | undefined;
  return {
    role,
    name: fileName(role, text),
    contentType: role === 'style' ? 'text/css; charset=utf-8' : 'text/javascript; charset=utf-8',
    body: () => Buffer.from(text),
    gzipped: () => (compressed ??= gzipSync(text)),
  };
}
