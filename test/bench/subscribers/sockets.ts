/** Many clients of one subscription, each on a socket of its own. */
import { once } from 'node:events';
import WebSocket from 'ws';

const subscription = 'subscription { stockLow { cursor occurredAt onHand part { id sku name onHand isLow } } }';
/** Sockets that are opened at a time. */
const portion = 100;

export interface Sockets {
  /** @returns when each of them heard of the next event, in milliseconds of `performance.now`. */
  heard(): Promise<number[]>;
  /** How many have heard of something since they were opened. */
  listening(): number;
  close(): Promise<void>;
}

export async function openSockets(url: string, apiKey: string, count: number): Promise<Sockets> {
  const times: number[] = [];
  const awake = new Set<number>();
  let whenAll: (() => void) | undefined;
  const tell = (index: number) => {
    awake.add(index);
    if (times.push(performance.now()) === count) whenAll?.();
  };
  const sockets: WebSocket[] = [];
  while (sockets.length < count) {
    const next = Array.from(
      { length: Math.min(portion, count - sockets.length) },
      (_, index) => sockets.length + index,
    );
    sockets.push(...(await Promise.all(next.map((index) => openSocket(url, apiKey, () => tell(index))))));
  }
  return {
    heard: async () => {
      times.length = 0;
      await new Promise<void>((resolve) => (whenAll = resolve));
      return [...times];
    },
    listening: () => awake.size,
    close: () => {
      for (const socket of sockets) socket.terminate();
      return Promise.resolve();
    },
  };
}

async function openSocket(url: string, apiKey: string, onEvent: () => void): Promise<WebSocket> {
  const socket = new WebSocket(url.replace(/^http/, 'ws'), 'graphql-transport-ws');
  await once(socket, 'open');
  const say = (message: object) => socket.send(JSON.stringify(message));
  say({ type: 'connection_init', payload: { authorization: `Bearer ${apiKey}` } });
  await once(socket, 'message');
  socket.on('message', (data: Buffer) => {
    const message = data.toString();
    if (message.includes('"errors"') || !message.includes('"next"')) throw new Error(`not an event: ${message}`);
    onEvent();
  });
  say({ id: 'low', type: 'subscribe', payload: { query: subscription } });
  return socket;
}
