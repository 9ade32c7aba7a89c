import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { z } from 'zod';

export interface ReceivedWebhook {
  headers: IncomingHttpHeaders;
  /** The exact bytes. */
  raw: Buffer;
}

/** A real HTTP server that keeps what it is sent and answers as it is told. */
export class WebhookReceiver implements AsyncDisposable {
  readonly received: ReceivedWebhook[] = [];
  /** The status of its answers. */
  status = 200;
  readonly #server: Server;
  readonly #waiting = new Set<() => void>();

  private constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        this.received.push({ headers: request.headers, raw: Buffer.concat(chunks) });
        response.writeHead(this.status).end('seen');
        for (const wake of this.#waiting) wake();
      });
    });
  }

  static async start(): Promise<WebhookReceiver> {
    const receiver = new WebhookReceiver();
    await new Promise<void>((resolve) => {
      receiver.#server.listen(0, '127.0.0.1', resolve);
    });
    return receiver;
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('The receiver does not listen.');
    return `http://127.0.0.1:${address.port}/hooks`;
  }

  /** What was received, once that is `count` webhooks or more. */
  async atLeast(count: number): Promise<ReceivedWebhook[]> {
    while (this.received.length < count) {
      // oxlint-disable-next-line no-loop-func -- the condition is looked at again after each webhook
      await new Promise<void>((resolve) => {
        this.#waiting.add(resolve);
      });
    }
    return this.received;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => {
      this.#server.close(resolve);
    });
  }
}

const payload = z.looseObject({ event: z.string() });
type Payload = z.output<typeof payload>;

/** The JSON of a webhook, of either service. */
export const payloadOf = (body: string | Buffer): Payload => payload.parse(JSON.parse(body.toString()));
