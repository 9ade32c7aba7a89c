/** A real HTTP server on the loopback that gives recorded answers, and a connector's surroundings with time held still. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { pino } from 'pino';
import type { ConnectorDeps } from '../../src/upstream/http/exchange.ts';
import type { HttpLimits } from '../../src/upstream/http/limits.ts';

export interface Recorded {
  status?: number;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  json?: unknown;
  /** Sent as it is. */
  raw?: string;
  /** `silence` never answers, `hangUp` closes the connection unanswered, `breakOff` within the answer's body. */
  fault?: 'silence' | 'hangUp' | 'breakOff';
}

export interface Received {
  method: string;
  path: string;
  query: Record<string, string>;
  headers: IncomingMessage['headers'];
  body: unknown;
}

export interface RecordedService extends AsyncDisposable {
  url: string;
  /** What was asked, in order. */
  received: Received[];
  /** Answers for `GET /assets`, one after the other; the last one goes on being given. */
  answer(route: string, ...answers: (Recorded | ((request: Received) => Recorded))[]): void;
  stop(): Promise<void>;
}

function give(response: ServerResponse, recorded: Recorded, date: Date): void {
  const { status = 200, headers = {}, json, raw, fault } = recorded;
  if (fault === 'silence') return;
  if (fault === 'hangUp') {
    response.destroy();
    return;
  }
  response.sendDate = false;
  const body = raw ?? (json === undefined ? '' : JSON.stringify(json));
  const type = raw === undefined ? 'application/json' : 'text/html';
  response.writeHead(status, { date: date.toUTCString(), 'content-type': type, ...headers });
  if (fault === 'breakOff') {
    response.write(body.slice(0, 10), () => response.destroy());
    return;
  }
  response.end(body);
}

export async function startService(now: () => Date): Promise<RecordedService> {
  const received: Received[] = [];
  const answers = new Map<string, (Recorded | ((request: Received) => Recorded))[]>();

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://service');
    const sent = await text(request);
    const asked: Received = {
      method: request.method ?? '',
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: request.headers,
      body: sent === '' ? undefined : JSON.parse(sent),
    };
    received.push(asked);
    const queue = answers.get(`${asked.method} ${asked.path}`) ?? [];
    const next = (queue.length > 1 ? queue.shift() : queue[0]) ?? { status: 404, json: {} };
    give(response, typeof next === 'function' ? next(asked) : next, now());
  }

  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return {
    url: `http://127.0.0.1:${address.port}`,
    received,
    answer: (route, ...recorded) => void answers.set(route, recorded),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

export interface Surroundings {
  deps: ConnectorDeps;
  clock: { now(): Date; advance(ms: number): void };
  /** Pauses between retries, in milliseconds; none is waited for. */
  pauses: number[];
  /** What the log was told, a line each. */
  log: Record<string, unknown>[];
}

export const startedAt = new Date('2026-04-01T12:00:00.000Z');

export function surroundings(limits: Partial<HttpLimits> = {}): Surroundings {
  let now = startedAt.getTime();
  const clock = {
    now: () => new Date(now),
    advance: (ms: number) => {
      now += ms;
    },
  };
  const pauses: number[] = [];
  const log: Record<string, unknown>[] = [];
  const logger = pino({ base: null }, { write: (line: string) => void log.push(JSON.parse(line)) });
  const pause = async (ms: number): Promise<void> => void pauses.push(ms);
  return { deps: { fetch, clock, logger, pause, random: () => 0.5, limits }, clock, pauses, log };
}
