/**
 * GraphiQL out of this process only: no CDN, no font, no worker and no schema from another host, so that it works in
 * a plant's closed network. The page's Content-Security-Policy makes the browser hold it to that.
 *
 * Why these files: GraphiQL 5 is published as modules for a bundler, and a bundle of our own would have to be built
 * or committed. `@graphql-yoga/render-graphiql` carries the same GraphiQL (with Monaco and the query explorer) already
 * built, as strings. Its own page is not used: it inlines 9 MB into every answer, sends subscriptions by server-sent
 * events, and gives connectionParams nothing of the headers editor. Instead its parts are served as cacheable files,
 * and client.js hands GraphiQL a fetcher of ours, with graphql-ws's own browser build for subscriptions.
 */
import { createHash } from 'node:crypto';
import { loadAssets, type Asset, type AssetRole } from './assets.ts';

export interface GraphiqlTab {
  /** GraphiQL titles the tab by the name of the operation in it. */
  query: string;
  /** JSON. */
  variables?: string;
}

export interface GraphiqlOptions {
  /** Where the page is served, without a closing slash; its files stand below it. */
  path: string;
  /** The path of the GraphQL endpoint on the page's own origin. */
  endpoint: string;
  /** The path of the WebSocket endpoint (graphql-transport-ws) on the page's own origin. */
  subscriptionEndpoint: string;
  /** Filled into the headers editor of every tab, so whoever opens the page has it. Null: the user types a key. */
  apiKey: string | null;
  /** Opened at the first visit; afterwards the browser keeps what the user made of them. */
  tabs: readonly GraphiqlTab[];
}

export interface GraphiqlAnswer {
  headers: Record<string, string>;
  body: Buffer;
}

export interface Graphiql {
  /** A GET for the page or for one of its files; null for any other path. `acceptEncoding` is the request's header. */
  answer(path: string, acceptEncoding?: string): Promise<GraphiqlAnswer | null>;
}

/** Monaco sets styles on elements and draws its icons from a data: font; everything else is a file of this origin. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "worker-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The files are 9 MB: they are read at the first request, so that a gateway whose GraphiQL nobody opens has none. */
export function createGraphiql(options: GraphiqlOptions): Graphiql {
  let loading: Promise<Asset[]> | undefined;
  const assets = () => (loading ??= loadAssets());
  const assetPath = ({ name }: Asset) => `${options.path}/assets/${name}`;

  return {
    async answer(path, acceptEncoding = '') {
      if (path === options.path || path === `${options.path}/`) {
        const pathByRole = new Map((await assets()).map((asset) => [asset.role, assetPath(asset)]));
        return pageAnswer(pageHtml(options, (role) => pathByRole.get(role) ?? ''));
      }
      const asset = (await assets()).find((known) => assetPath(known) === path);
      return asset ? assetAnswer(asset, /\bgzip\b/.test(acceptEncoding)) : null;
    },
  };
}

function pageAnswer(html: string): GraphiqlAnswer {
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': contentSecurityPolicy,
    'referrer-policy': 'no-referrer',
    // The page may hold a key.
    'cache-control': 'no-store',
  };
  return { headers, body: Buffer.from(html) };
}

function assetAnswer(asset: Asset, gzip: boolean): GraphiqlAnswer {
  const headers = {
    'content-type': asset.contentType,
    'cache-control': 'public, max-age=31536000, immutable',
    vary: 'accept-encoding',
    'x-content-type-options': 'nosniff',
  };
  return gzip
    ? { headers: { ...headers, 'content-encoding': 'gzip' }, body: asset.gzipped() }
    : { headers, body: asset.body() };
}

/** What client.js reads. */
function pageSettings({ endpoint, subscriptionEndpoint, apiKey, tabs }: GraphiqlOptions, path: PathOf) {
  const headers = apiKey === null ? '' : JSON.stringify({ Authorization: `Bearer ${apiKey}` }, null, 2);
  const filledTabs = tabs.map(({ query, variables }) => ({ query, variables: variables ?? '', headers }));
  return {
    endpoint,
    subscriptionEndpoint,
    headers,
    tabs: filledTabs,
    workers: { editorWorkerService: path('editorWorker'), json: path('jsonWorker'), graphql: path('graphqlWorker') },
    // Another key, or other examples, begin with fresh tabs; the browser keeps the old ones under their own name.
    storage: `maintgraph:${createHash('sha256').update(JSON.stringify(filledTabs)).digest('hex').slice(0, 12)}:`,
  };
}

type PathOf = (role: AssetRole) => string;

function pageHtml(options: GraphiqlOptions, path: PathOf): string {
  const settings = JSON.stringify(pageSettings(options, path)).replaceAll('<', String.raw`\u003c`);
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Maintgraph · GraphiQL</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="${path('style')}" />
    <style>
      body { margin: 0; }
      #root { height: 100dvh; }
      /* More tabs than the window holds must be seen to go on. */
      .graphiql-container .graphiql-tabs { scrollbar-width: thin; }
      /* A tab that is pressed would jump to where its last animation began, and the click would miss it. */
      .graphiql-container .graphiql-tab.graphiql-tab:focus-within { transform: none !important; }
    </style>
  </head>
  <body>
    <noscript>GraphiQL needs JavaScript.</noscript>
    <div id="root"></div>
    <script type="application/json" id="settings">${settings}</script>
    <script src="${path('subscriptions')}"></script>
    <script src="${path('graphiql')}"></script>
    <script src="${path('client')}"></script>
  </body>
</html>
`;
}
