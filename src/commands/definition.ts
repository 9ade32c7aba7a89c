/** What a write-through is made of: enough for any process, at any later time, to send it or to look for its effect. */
import type { Transaction } from '../database/database.ts';
import type { Clock } from '../domain/clock.ts';
import type { Service } from '../domain/records.ts';
import type { PrismaClient } from '../database/generated/client.ts';
import type { ServiceConnection } from '../tenancy/service-connections.ts';
import type { OverwrittenValue, StateChange } from '../upstream/connector.ts';
import type { UpstreamFailure } from '../upstream/failure.ts';
import type { ConnectorOf } from '../upstream/registry.ts';
import type { UserError } from './failure.ts';

/** Whose command it is, and the service that carries it out. */
export interface Place<Name extends Service = Service> {
  tenantId: string;
  connection: ServiceConnection & { service: Name };
  connector: ConnectorOf<Name>;
  prisma: PrismaClient;
  clock: Clock;
  /** Reads on in the connection's ledger; resolves when what was written before the call has been seen. */
  catchUp: () => Promise<void>;
}

/** What stands in every command's input beside its own fields. */
export interface CommandInput {
  idempotencyKey?: string | null;
  /** What becomes of it when the service is out of reach; left out: FAIL. */
  whenUnavailable?: WhenUnavailable | null;
}

export const whenUnavailable = ['FAIL', 'QUEUE'] as const;
export type WhenUnavailable = (typeof whenUnavailable)[number];

/** JSON, in the service's own ids: a decimal is a string, a moment ISO 8601. */
export type Prepared<Call> = { call: Call; subject: string } | { userErrors: readonly UserError[]; results?: Results };

/** Ids of the objects a command made or changed, by the payload's field. */
export type Results = Readonly<Record<string, string | readonly string[] | null>>;

export interface Done {
  /** The service's id of what it made or changed. */
  upstreamId: string | null;
  results: Results;
}

/** What a record that is to be replaced was when it was read, as JSON, and when that was by the service's clock. */
export type Basis = object & { readAt: Date };

/** Writes down what is about to be replaced, before it is. */
export type Note = (basis: Basis) => Promise<void>;

/** A command whose answer was lost. */
export interface Lost {
  id: string;
  sentAt: Date;
  /** The service's ids that other commands of the name stand for. */
  isClaimed: (upstreamIds: readonly string[]) => Promise<ReadonlySet<string>>;
  /** How many commands ask for the very same and have no outcome, this one included. */
  twins: number;
}

/** What a service shows of a command whose answer was lost. */
export type Finding<Answer> =
  | { was: 'done'; answer: Answer }
  /** It shows no effect; proof only once the request can no longer be under way. */
  | { was: 'notDone' }
  | { was: 'unclear'; reason: string };

/** @typeParam Call what the journal keeps of it, as JSON. */
export interface CommandDefinition<Name extends Service, Input extends CommandInput, Call extends object, Answer> {
  readonly name: string;
  readonly service: Name;
  /** Every fault of the input at once, or what the service is to be asked. */
  prepare(place: Place<Name>, input: Input): Promise<Prepared<Call>>;
  /** Asks the service, once. @throws UpstreamFailure */
  send(place: Place<Name>, call: Call, note: Note): Promise<Answer>;
  /** Brings the answer into the replica, in the transaction that settles the command. */
  apply(tx: Transaction, place: Place<Name>, call: Call, answer: Answer): Promise<Done>;
  /** @throws UpstreamFailure when the service can't be asked now. */
  lookUp(place: Place<Name>, call: Call, lost: Lost): Promise<Finding<Answer>>;
  /** Turns a refusal that the user can mend into errors beside the input's fields. */
  explain(failure: UpstreamFailure, call: Call): UserError[];
  /** Of what it noted: what its effect has written over, by the changes told of that time; left out: it replaces nothing. */
  overwritten?(this: void, place: Place<Name>, basis: object, changes: readonly StateChange[]): OverwrittenValue[];
  /** Takes in what a refusal shows of the object, in the transaction that settles the command; left out: nothing. */
  refused?(tx: Transaction, place: Place<Name>, call: Call, failure: UpstreamFailure): Promise<Results>;
  /**
   * What may be the outcome in full, where the answer left something out: the first is taken that no other command
   * stands for. @throws UpstreamFailure
   */
  complete?(this: void, place: Place<Name>, call: Call, done: Done): Promise<Done[]>;
}

/** A definition with its call: what is left to know is when. */
export interface BoundCommand<Answer> {
  send: (note: Note) => Promise<Answer>;
  apply: (tx: Transaction, answer: Answer) => Promise<Done>;
  lookUp: (lost: Lost) => Promise<Finding<Answer>>;
  explain: (failure: UpstreamFailure) => UserError[];
  /** Null: it replaces nothing. */
  overwritten: ((basis: object, changes: readonly StateChange[]) => OverwrittenValue[]) | null;
  refused: (tx: Transaction, failure: UpstreamFailure) => Promise<Results>;
  /** Null: every answer is the outcome in full. */
  complete: ((done: Done) => Promise<Done[]>) | null;
}

export function bind<Name extends Service, Input extends CommandInput, Call extends object, Answer>(
  definition: CommandDefinition<Name, Input, Call, Answer>,
  place: Place<Name>,
  call: Call,
): BoundCommand<Answer> {
  const { complete, overwritten } = definition;
  return {
    send: (note) => definition.send(place, call, note),
    apply: (tx, answer) => definition.apply(tx, place, call, answer),
    lookUp: (lost) => definition.lookUp(place, call, lost),
    explain: (failure) => definition.explain(failure, call),
    overwritten: overwritten ? (basis, changes) => overwritten(place, basis, changes) : null,
    refused: (tx, failure) => definition.refused?.(tx, place, call, failure) ?? Promise.resolve({}),
    complete: complete ? (done) => complete(place, call, done) : null,
  };
}
