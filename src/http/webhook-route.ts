import type { FastifyInstance } from 'fastify';
import type { Receipt, WebhookInbox } from '../webhooks/inbox.ts';

const answers = {
  accepted: { status: 200, message: 'accepted' },
  duplicate: { status: 200, message: 'accepted before' },
  unknownConnection: { status: 404, message: 'there is no such connection' },
  badSignature: { status: 401, message: 'the signature is not that of these bytes and this secret' },
  unreadable: { status: 400, message: 'the body is not what the service documents' },
} as const satisfies Record<Receipt, { status: number; message: string }>;

/** POST /webhooks/:service/:connectionId */
export function webhookRoute(server: FastifyInstance, inbox: WebhookInbox): void {
  server.post<{ Params: { service: string; connectionId: string } }>(
    '/webhooks/:service/:connectionId',
    async ({ params, body, headers }, reply) => {
      const rawBody = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
      const { status, message } = answers[await inbox.receive({ ...params, rawBody, headers })];
      return reply.status(status).send({ message });
    },
  );
}
