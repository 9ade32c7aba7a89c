import type { FastifyReply } from 'fastify';

/** The answer to every write: nothing but the id of what was written. */
export const created = (reply: FastifyReply, id: string): FastifyReply =>
  reply.status(201).send({ success: true, data: { id } });
