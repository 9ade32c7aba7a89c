/** Commands that are answered with the record that they made or changed. */
import type { DomainRecord, Observation, Service } from '../domain/records.ts';
import type { Transaction } from '../database/database.ts';
import { applyObservations } from '../replica/apply/apply.ts';
import { objectId } from '../replica/object-id.ts';
import { StaleWrite, type UpstreamFailure } from '../upstream/failure.ts';
import type { ConnectorOf } from '../upstream/registry.ts';
import type { ObservationOf } from '../upstream/row-reader.ts';
import type { CommandDefinition, CommandInput, Note, Place, Prepared } from './definition.ts';
import { refusal } from './explain.ts';
import type { UserError } from './failure.ts';
import { findWritten, unreadable, type Sought } from './look-up.ts';

interface RecordCommand<
  Name extends Service,
  Input extends CommandInput,
  Call extends object,
  Meant extends DomainRecord,
> {
  name: string;
  service: Name;
  /** The payload's field of the object, and how its id begins. */
  result: { field: string; prefix: string };
  prepare: (place: Place<Name>, input: Input) => Promise<Prepared<Call>>;
  /** Asks the service, once. @throws UpstreamFailure */
  send: (connector: ConnectorOf<Name>, call: Call, note: Note) => Promise<ObservationOf<Meant>>;
  /**
   * Where its effect is looked for; `again`: the service takes it once however often it is sent. Left out: nothing that
   * is written there can be read back.
   */
  seek?: ((call: Call) => Sought<Meant>) | 'again';
  /** Left out: it replaces nothing. */
  overwritten?: NonNullable<CommandDefinition<Name, Input, Call, ObservationOf<Meant>>['overwritten']>;
  /** Left out: the fields that the service names, or the whole. */
  explain?: (failure: UpstreamFailure, call: Call) => UserError[];
}

export function recordCommand<
  Name extends Service,
  Input extends CommandInput,
  Call extends object,
  Meant extends DomainRecord,
>(options: RecordCommand<Name, Input, Call, Meant>): CommandDefinition<Name, Input, Call, ObservationOf<Meant>> {
  const { name, service, result, prepare, send, seek, overwritten, explain } = options;
  const idOf = ({ tenantId }: Place<Name>, { externalId }: Observation) =>
    objectId(result.prefix, tenantId, service, externalId);
  return {
    name,
    service,
    prepare,
    send: ({ connector }, call, note) => send(connector, call, note),
    apply: async (tx, place, _, observation) => {
      await take(tx, place, observation, 'WRITE');
      return { upstreamId: observation.externalId, results: { [result.field]: idOf(place, observation) } };
    },
    lookUp: async (place, call, lost) => {
      if (seek === 'again') return { was: 'done', answer: await send(place.connector, call, nothingToNote) };
      return seek ? findWritten(place, seek(call), lost) : unreadable;
    },
    ...(overwritten && { overwritten }),
    explain: (failure, call) => (explain ? explain(failure, call) : refusal(failure)),
    refused: async (tx, place, _, failure) => {
      if (!(failure instanceof StaleWrite)) return {};
      await take(tx, place, failure.current, 'POLL');
      return { [result.field]: idOf(place, failure.current) };
    },
  };
}

/** What a service takes once however often it is sent makes a record, and replaces none. */
const nothingToNote: Note = () => Promise.resolve();

/** Brings what the service answered into the replica. */
export async function take(
  tx: Transaction,
  { tenantId, connection: { service }, clock }: Place,
  observation: Observation,
  via: 'WRITE' | 'POLL',
): Promise<void> {
  await applyObservations(tx, { tenantId, service, via, observations: [observation], now: clock.now() });
}
