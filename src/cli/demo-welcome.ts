import { relative } from 'node:path';
import type { Gateway } from '../main.ts';
import type { LoadedPlant } from '../sandbox/demo-plant/load.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { DemoKeys } from './demo-file.ts';

interface Welcome {
  gateway: Gateway;
  sandbox: Sandbox;
  plant: LoadedPlant;
  keys: DemoKeys;
  dataFolder: string;
}

/** The demo's first screen: where to look, with what key, and what to try. */
export function welcome({ gateway, sandbox, plant, keys, dataFolder }: Welcome): string {
  const { counts } = plant;
  const { url: maintainkit } = sandbox.maintainkit;
  const query =
    '{ assets(first: 5) { totalCount nodes { tagNumber name riskRanking { cell level } failureModes(first: 2) { nodes { description rpn } } } } }';
  return `
Maintgraph is up: ${plant.reliatic.name}, ${counts.assets} assets, ${counts.failureModes} failure modes, ${counts.parts} parts.

  GraphiQL   ${gateway.url}/graphiql    (the key is filled in)
  Endpoint   ${gateway.url}/graphql
  Key        ${keys.admin}

Paste this into another terminal:

  curl -s ${gateway.url}/graphql -H 'authorization: Bearer ${keys.admin}' -H 'content-type: application/json' \\
    -d '${JSON.stringify({ query })}'

Live events: run the tab StockLow in GraphiQL, then consume some oil at the sandbox's REST API:

  curl -s ${maintainkit}/movements -H 'authorization: Bearer ${plant.maintainkit.keys.readWrite}' -H 'content-type: application/json' \\
    -d '{"kind":"consume","sku":"OIL-15W40","location":"Almacén Central","qty":2}'

Everything else (other keys, the services' URLs and secrets) is in ${relative(process.cwd(), dataFolder) || dataFolder}/demo.json. Stop with Ctrl-C.
`;
}
