import { relative } from 'node:path';
import type { Gateway } from '../main.ts';
import type { LoadedPlant } from '../sandbox/demo-plant/load.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { DemoKeys } from './demo-file.ts';

const dayMs = 86_400_000;

interface Welcome {
  gateway: Gateway;
  sandbox: Sandbox;
  plant: LoadedPlant;
  keys: DemoKeys;
  dataFolder: string;
  /** Reliatic's id of a machine. */
  machineId: string;
}

/** The demo's first screen: where to look, with what key, and what to try. */
export function welcome({ gateway, sandbox, plant, keys, dataFolder, machineId }: Welcome): string {
  const { counts } = plant;
  const { maintainkit, reliatic } = sandbox;
  const overdue = { asset_id: machineId, title: 'Replace the boom pin', due_date: daysAgo(3) };
  const rest = (service: 'maintainkit' | 'reliatic') =>
    `-H 'authorization: Bearer ${plant.organizations[service].keys.readWrite}' -H 'content-type: application/json'`;
  const query =
    '{ assets(first: 5) { totalCount nodes { tagNumber name riskRanking { cell level } failureModes(first: 2) { nodes { description rpn } } } } }';
  return `
Maintgraph is up: ${plant.organizations.reliatic.name}, ${counts.assets} assets, ${counts.failureModes} failure modes, ${counts.parts} parts.

  GraphiQL   ${gateway.url}/graphiql    (the key is filled in)
  Endpoint   ${gateway.url}/graphql
  Key        ${keys.admin}

Paste this into another terminal:

  curl -s ${gateway.url}/graphql -H 'authorization: Bearer ${keys.admin}' -H 'content-type: application/json' \\
    -d '${JSON.stringify({ query })}'

Live events: run the tab StockLow in GraphiQL, then consume some oil at the sandbox's MaintainKit:

  curl -s ${maintainkit.url}/movements ${rest('maintainkit')} \\
    -d '{"kind":"consume","sku":"OIL-15W40","location":"Almacén Central","qty":2}'

And run the tab AlertEscalated, then plan an action at the sandbox's Reliatic that is overdue already:

  curl -s ${reliatic.url}/actions ${rest('reliatic')} \\
    -d '${JSON.stringify(overdue)}'

Everything else (other keys, the services' URLs and secrets) is in ${relative(process.cwd(), dataFolder) || dataFolder}/demo.json. Stop with Ctrl-C.
`;
}

const daysAgo = (days: number): string => new Date(Date.now() - days * dayMs).toISOString().slice(0, 10);
