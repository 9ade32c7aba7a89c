/** What every service's room offers, so that sync, webhooks and commands never know which service they speak with. */
import type { GoneRecord, Observation, RecordKind, Service } from '../domain/records.ts';

export interface ConnectorSettings {
  /** Up to and including the version path, as the vendor states it: `https://maintainkit.app/api/v1`. */
  baseUrl: string;
  apiKey: string;
  /** ISO 4217 code of every amount the service sends without one. */
  currency: string;
  /** Which organization a key that is good for several is to act in (MaintainX). */
  organizationId?: string | undefined;
}

/** A row that could not be understood: kept with its reason, never dropped. */
export interface RejectedRow {
  /** What it was to be. */
  kind: RecordKind;
  /** Null where it can't be told which record it is. */
  externalId: string | null;
  payload: unknown;
  reason: string;
}

export interface ResourcePage {
  observations: Observation[];
  rejected: RejectedRow[];
  /** Records that the service says it no longer has; left out where it never says so. */
  gone?: readonly GoneRecord[];
  /** Opaque position of the next page; null when this was the last one. */
  next: string | null;
  /** Of a `delta` resource: where its next pass starts, an overlap included. */
  resume?: string;
  /** Rows of the resource as the service counts them; null where it does not. */
  total: number | null;
  /** The service's clock when the page was asked for. */
  asOf: Date;
}

/**
 * - `sweep`: every page is read each time, and what is missing from a complete pass is gone.
 * - `ledger`: append-only; a read goes on behind the rows already known.
 * - `detail`: one request an object, read when there is room in the rate budget.
 * - `delta`: what changed since the last pass, a little of it twice; the first pass reads everything.
 */
export type ReadMode = 'sweep' | 'ledger' | 'detail' | 'delta';

export interface Resource {
  /** As the service's path names it: `failure-modes`. */
  name: string;
  /** Null where its rows are of several kinds. */
  kind: RecordKind | null;
  mode: ReadMode;
  /** Rows move between the pages while a sweep reads them: a record that was not met is gone only when `readOne` says so. */
  shifts?: true;
  /** Milliseconds from one pass to the next at least; left out where every round may read it. */
  everyMs?: number;
}

/** What is left of the service's rate limit, from its latest answer; nulls before the first one or where it tells none. */
export interface RateBudget {
  limit: number | null;
  remaining: number | null;
  resetsAt: Date | null;
}

/** Requests, and how many of them were writes. */
export interface Sent {
  requests: number;
  writes: number;
}

/** What a connection may send, and what it has sent: one account for everything that speaks over it. */
export interface RateAccount {
  budget(): RateBudget;
  /** What was sent since the connection was opened, by the day in UTC (`2026-04-01`); of two days at least. */
  sentByDay(): ReadonlyMap<string, Sent>;
  /** The month's quota is spent: nothing is sent before the month ends. */
  holdMonth(until: Date): void;
  /** Null while the month's quota is not known to be spent. */
  monthHeldUntil(): Date | null;
}

/** What a customer has bought of a service that counts requests by the month. */
export interface ServicePlan {
  /** As the vendor calls it; null as long as the service has not shown which it is. */
  name: string | null;
  requestsPerMonth: number | null;
}

/** Where a write may have left its effect; ids are the service's own. */
export interface Trace {
  kind: RecordKind;
  /** The record that was to be changed; left out for one that was to be made. */
  externalId?: string | undefined;
  /** The asset that a new record is about. */
  assetId?: string | undefined;
  /** What a new record is called: its tag number, sku, name or title. */
  name?: string | undefined;
  /** By the gateway's clock. */
  since: Date;
}

export interface ResourceReader {
  readonly resources: readonly Resource[];
  /**
   * One page of a `sweep` resource (`position` null: the first), of a `ledger` (`position`: what `ledgerPosition`
   * made of the rows known, or null: from the start), or one object of a `detail` resource (`position`: its external
   * id). A ledger's page behind a position begins with the last row known, so that its readers dedupe by id.
   * @throws UpstreamFailure; LedgerShifted; the signal's reason when it aborts.
   */
  read(resource: Resource, position: string | null, signal?: AbortSignal): Promise<ResourcePage>;
  /**
   * One record by its id, where the service has an endpoint for that: in `observations`, or in `gone`.
   * @throws UpstreamFailure; the signal's reason when it aborts.
   */
  readOne?(kind: RecordKind, externalId: string, signal?: AbortSignal): Promise<ResourcePage>;
  /**
   * Every record of the kind that a write can have left there, and perhaps others; left out where nothing can be read.
   * @throws UpstreamFailure
   */
  lookFor?(trace: Trace): Promise<Observation[]>;
  /**
   * Where to go on in a ledger of which `count` rows are known (rejected ones included), the last of them, in the order
   * read, `lastExternalId`; null when none is, which is the start. When the page read there does not begin with that
   * row, the order assumed does not hold: `read` says so with `LedgerShifted`, and the ledger is read from the start.
   */
  ledgerPosition(count: number, lastExternalId: string | null): string | null;
}

export class LedgerShifted extends Error {
  override name = 'LedgerShifted';
}

/** A webhook's body is not what the contract says: no event, no time, or no JSON at all. */
export class UnreadableWebhook extends Error {
  override name = 'UnreadableWebhook';
}

/** What a question with a key proved of it, in phrases for people: "read assets". */
export interface KeyProof {
  may: readonly string[];
  mayNot: readonly string[];
  /** What no question tells without changing anything. */
  untold: readonly string[];
  /** What the answer proved of the customer's plan; null where it proved nothing. */
  plan: string | null;
}

export interface Connector extends ResourceReader {
  readonly service: Service;
  /** The cheapest question the contract allows; resolves when the key works. @throws UpstreamFailure */
  ping(): Promise<KeyProof>;
  readonly rate: RateAccount;
  /**
   * The plan, told by the limit of requests a minute that the service states (null: it has not yet) and by how many it
   * took this month; left out where no plan has a quota. The months are those of the calendar in UTC.
   */
  planOf?(perMinute: number | null, usedThisMonth: number): ServicePlan;
}

/** A record before and after a change, each as the service has it. */
export interface StateChange {
  kind: RecordKind;
  externalId: string;
  before: Readonly<Record<string, unknown>>;
  after: Readonly<Record<string, unknown>>;
}

/** What somebody else had put into a field, by the graph's name of it, before it was written over; null: they had emptied it. */
export interface OverwrittenValue {
  field: string;
  value: string | null;
}

/** What a verified webhook says. */
export interface WebhookNotice {
  /** The service's own id of the delivery, or null where it has none (the replica then dedupes by the body's hash). */
  deliveryId: string | null;
  /** As the vendor names it: `stock.low`. */
  event: string;
  /** By the service's clock. */
  occurredAt: Date;
  /** Records the notice states, newest state first to be applied; empty when it is of no use to the replica. */
  observations: Observation[];
  rejected: RejectedRow[];
  gone?: readonly GoneRecord[];
  /** Records of which the notice says only that something happened: they are to be read with `readOne`. */
  hints?: readonly { kind: RecordKind; externalId: string }[];
  /** Left out where the service does not tell how the record was before. */
  change?: StateChange;
}

export interface WebhookReader {
  /**
   * True when the signature over the raw bytes is the secret's, and its time, where the service states one, is not far
   * from `now`; compares in constant time. Never throws.
   */
  verify(
    rawBody: Buffer,
    headers: Readonly<Record<string, string | string[] | undefined>>,
    secret: string,
    now: Date,
  ): boolean;
  /**
   * A notice whose record can't be understood still counts: its record stands in `rejected`.
   * @throws UnreadableWebhook when the body is not what the contract says; the sender gets 400 and may send again.
   */
  parse(
    rawBody: Buffer,
    headers: Readonly<Record<string, string | string[] | undefined>>,
    settings: { currency: string },
  ): WebhookNotice;
}
