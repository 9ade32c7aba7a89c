/** What the contract suite needs to know of a service to put its connector through the same questions as the others. */
import { createHmac } from 'node:crypto';
import type { Service } from '../../../src/domain/records.ts';
import type { Connector, ConnectorSettings } from '../../../src/upstream/connector.ts';
import type { FailureKind } from '../../../src/upstream/failure.ts';
import type { ConnectorDeps } from '../../../src/upstream/http/exchange.ts';
import type { Recorded } from '../recorded-service.ts';

type Expected = [kind: string, externalId: string];

export interface ResourceCase {
  name: string;
  /** Where the connector is to ask, and the answers there, a page each. */
  route: string;
  answers: Recorded[];
  position?: string;
  /** Kind and external id of every observation, over all pages; what pages repeat stands twice. */
  expected: Expected[];
  /** Of a feed of changes: where its next pass is to start. */
  resume?: string;
}

/** What one record looks like when it is written another way: each is to be the same record. */
export interface SpellingCase {
  name: string;
  route: string;
  answer: Recorded;
  expected: Expected;
}

export interface ReadCases {
  /** A list with one good row, one that has unknown words and fields, and one that can't be understood. */
  mixed: { name: string; route: string; answer: Recorded; fault: RegExp };
  /** One row with nothing but what it can't do without, its id written as another type or in another case. */
  spellings: SpellingCase[];
}

export interface WriteCase<Opened extends Connector = Connector> {
  name: string;
  route: string;
  success: Recorded;
  /** What the connector asks afterwards, to see what it wrote. */
  afterwards?: { route: string; answer: Recorded };
  /** The service takes it once, however often it is sent. */
  isIdempotent?: true;
  run(connector: Opened): Promise<unknown>;
}

export interface WebhookCase {
  /** The header that carries the signature, lower case. */
  header: string;
  /** All headers of a delivery, as the service signs it. */
  sign(body: Buffer, secret: string, at: Date): Record<string, string>;
  /** Deliveries older than five minutes are refused. */
  isDated: boolean;
  /** A body, and what it brings or hints at. */
  body: unknown;
  brings: Expected;
  /** The same with a record that can't be understood; null where a body is a mere hint. */
  broken: { body: unknown; fault: RegExp } | null;
}

export interface Contract<Opened extends Connector = Connector> {
  service: Service;
  open(settings: ConnectorSettings, deps: ConnectorDeps): Opened;
  /** Headers by which every request says who asks. */
  headers: Record<string, string>;
  /** The question that proves the key, and the answers that do. */
  ping: { route: string; answers: Recorded[] };
  resources: ResourceCase[];
  /** Null: nothing can be read. */
  reads: ReadCases | null;
  /** The first is what the suite breaks. */
  writes: [WriteCase<Opened>, ...WriteCase<Opened>[]];
  /** An error with a code, where the service has codes. */
  error(status: number, code: string): Recorded;
  /** What a failure is to say of such an error; left out: the code, and a sentence of the service's. */
  stated?(status: number): { code: string | null; message: string };
  /** Codes that say more than their status. */
  codes: [status: number, code: string, kind: FailureKind][];
  /** Null: the service sends none. */
  webhook: WebhookCase | null;
  /** The headers of a limit that is reset `seconds` after `now`. */
  rate(limit: number, remaining: number, now: Date, seconds: number): Record<string, string>;
}

export const settings = { apiKey: 'key_live_abcdef', currency: 'USD' };

/** The hex digest that every service signs with. */
export const hmac = (content: Buffer | string, secret: string): string =>
  createHmac('sha256', secret).update(content).digest('hex');

/** As most services write it: the reset is a moment. */
export function rateByUnixTime(limit: number, remaining: number, now: Date, seconds: number): Record<string, string> {
  const reset = String(now.getTime() / 1000 + seconds);
  return { 'x-ratelimit-limit': String(limit), 'x-ratelimit-remaining': String(remaining), 'x-ratelimit-reset': reset };
}
