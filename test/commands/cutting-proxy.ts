/** A proxy in front of the services that cuts connections, as bad networks do: over real sockets. */
import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * What a write meets on its way.
 * - `before`: the connection is refused, and not a byte is sent; `swallowed`: the request is read and goes nowhere;
 * - `unanswered`: the service does it, and not a byte of its answer arrives; `headless`: half of the answer's head does;
 * - `halfway`: its head and half of its body do.
 */
export const cuts = ['before', 'swallowed', 'unanswered', 'headless', 'halfway'] as const;
export type Cut = (typeof cuts)[number];

export interface CuttingProxy extends AsyncDisposable {
  /** What the next write meets; those after it meet nothing. */
  cut: Cut | null;
  /** Writes that the services took: `POST /api/v1/movements`. */
  readonly effects: string[];
  /** As the gateway's way to the services. */
  readonly fetch: typeof fetch;
}

const target = 'x-test-target';

export async function startCuttingProxy(): Promise<CuttingProxy> {
  const state: State = { cut: null, effects: [] };
  const server = createServer((incoming, outgoing) => void relay(incoming, outgoing, state));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  // Nobody listens there.
  const closed = createServer();
  await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
  const nowhere = `http://127.0.0.1:${(closed.address() as AddressInfo).port}`;
  await new Promise((resolve) => closed.close(resolve));
  const proxied: typeof fetch = (input, init) => {
    const { origin: theirs, pathname, search } = new URL(new Request(input).url);
    const isRefused = isWrite(init?.method) && state.cut === 'before';
    if (isRefused) state.cut = null;
    const headers = { ...(init?.headers as Record<string, string>), [target]: theirs };
    return fetch(`${isRefused ? nowhere : origin}${pathname}${search}`, { ...init, headers });
  };
  return Object.assign(state, {
    fetch: proxied,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

const isWrite = (method = 'GET'): boolean => method !== 'GET';

interface State {
  cut: Cut | null;
  effects: string[];
}

async function relay(incoming: IncomingMessage, outgoing: ServerResponse, state: State): Promise<void> {
  const body = await bytesOf(incoming);
  const cut = isWrite(incoming.method) ? state.cut : null;
  if (cut !== null) state.cut = null;
  if (cut === 'swallowed') {
    incoming.socket.destroy();
    return;
  }
  const answer = await passOn(incoming, body);
  if (isEffect(incoming, answer)) state.effects.push(`${incoming.method} ${incoming.url}`);
  await answerWith(incoming, outgoing, answer, cut);
}

function passOn({ method, url = '/', headers: given }: IncomingMessage, body: Buffer): Promise<IncomingMessage> {
  const { [target]: theirs, host: _, 'content-length': __, ...headers } = given;
  return new Promise((resolve, reject) => {
    const sent = ask(new URL(url, String(theirs)), { method, headers }, resolve);
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Maint.io answers 200, and not 201, to what it has already. */
function isEffect({ method, url = '' }: IncomingMessage, { statusCode = 500 }: IncomingMessage): boolean {
  const isKnown = statusCode === 200 && /^\/v1\/(?:records|assets)$/.test(url);
  return isWrite(method) && statusCode < 300 && !isKnown;
}

async function answerWith(
  { socket }: IncomingMessage,
  outgoing: ServerResponse,
  answer: IncomingMessage,
  cut: Cut | null,
): Promise<void> {
  const content = await bytesOf(answer);
  if (cut === 'unanswered') socket.destroy();
  else if (cut === 'headless') socket.end('HTTP/1.1 20', () => socket.destroy());
  else {
    const { 'transfer-encoding': _, ...headers } = answer.headers;
    outgoing.writeHead(answer.statusCode ?? 500, { ...headers, 'content-length': content.length });
    if (cut === 'halfway') {
      outgoing.write(content.subarray(0, Math.floor(content.length / 2)), () => socket.destroy());
    } else outgoing.end(content);
  }
}

async function bytesOf(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}
