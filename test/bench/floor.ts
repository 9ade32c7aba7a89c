/**
 * The least a server can do for the same requests: node:http, a pool, and one hand-written prepared statement whose
 * value is the answer. Started as a process of its own with the database's URL; it tells its parent the port.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { floorStatements } from './floor-statements.ts';
import type { QueryName } from './queries.ts';
import type { GraphQLRequest } from './requests.ts';
import type { ServerInput } from './server-process.ts';

function startFloor({ databaseUrl, tenants }: ServerInput): void {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 10 });
  const tenantByHeader = new Map(tenants.map(({ id, apiKey }) => [`Bearer ${apiKey}`, id]));

  async function answer(tenantId: string, request: GraphQLRequest): Promise<string> {
    const name: QueryName = request.operationName;
    const values = name === 'Q3' ? [tenantId, request.variables['id']] : [tenantId];
    const { rows } = await pool.query<{ answer: string }>({ name, text: floorStatements[name], values });
    return rows[0]?.answer ?? '';
  }

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const tenantId = tenantByHeader.get(request.headers.authorization ?? '');
    if (tenantId === undefined) {
      response.writeHead(401).end();
      return;
    }
    const text = await answer(tenantId, JSON.parse(await bodyOf(request)) as GraphQLRequest);
    const headers = { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(text) };
    response.writeHead(200, headers).end(text);
  }

  const server = createServer((request, response) => {
    respond(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
}

function bodyOf(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => (text += chunk));
    request.on('end', () => resolve(text));
    request.on('error', reject);
  });
}

process.once('message', (input: ServerInput) => startFloor(input));
process.once('disconnect', () => process.exit());
