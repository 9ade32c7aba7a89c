import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { callerOf } from '../rest-server.ts';
import type { ServiceContext } from '../service.ts';
import { subscribeToTopic, webhookUrlFault } from '../webhook-outbox.ts';
import { webhookTypes } from './conventions.ts';
import { oneOf, parse, text } from './fields.ts';

const subscription = z.strictObject({
  type: oneOf(webhookTypes),
  url: text.refine((url) => webhookUrlFault(url) === null, 'must be an https URL'),
});

export function subscriptionRoutes(app: FastifyInstance, context: ServiceContext): void {
  app.post('/subscriptions', async (request, reply) => {
    const { type, url } = parse(subscription, request.body);
    const endpoint = await subscribeToTopic(context.pool, 'maintainx', callerOf(request).organizationId, {
      url,
      topic: type,
      secret: randomBytes(32).toString('hex'),
    });
    return reply.status(201).send({ id: endpoint.id, status: 'ACTIVE', secret: endpoint.secret });
  });
}
