import { readFile, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import { createGraphiql, type GraphiqlTab } from './page.ts';

const operationsFolder = join(dirname(fileURLToPath(import.meta.url)), '../../../schema/operations');

/** /graphiql, with the example operations in tabs. @param apiKey filled in for whoever opens it; null: for nobody. */
export async function graphiqlRoute(server: FastifyInstance, apiKey: string | null): Promise<void> {
  const tabs = await readTabs();
  const graphiql = createGraphiql({
    path: '/graphiql',
    endpoint: '/graphql',
    subscriptionEndpoint: '/graphql',
    apiKey,
    tabs,
  });
  server.get('/graphiql*', async (request, reply) => {
    const answer = await graphiql.answer(request.url.split('?')[0] ?? '', request.headers['accept-encoding']);
    if (!answer) return reply.status(404).send({ message: 'there is no such page' });
    return reply.headers(answer.headers).send(answer.body);
  });
}

/** Each operation of schema/operations is a tab, its variables those of the JSON file beside it. */
async function readTabs(): Promise<GraphiqlTab[]> {
  const names = (await readdir(operationsFolder)).toSorted();
  return Promise.all(
    names
      .filter((name) => name.endsWith('.graphql'))
      .map(async (name) => {
        const query = await readFile(join(operationsFolder, name), 'utf8');
        const beside = name.replace(/\.graphql$/, '.variables.json');
        return names.includes(beside)
          ? { query, variables: await readFile(join(operationsFolder, beside), 'utf8') }
          : { query };
      }),
  );
}
