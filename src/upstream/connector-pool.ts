/** One live connector a connection, so that everything that speaks with a service shares its rate limit and breaker. */
import type { Service } from '../domain/records.ts';
import type { ConnectorSettings, RateAccount } from './connector.ts';
import type { ConnectorDeps } from './http/exchange.ts';
import { connectorOf, type ConnectorOf } from './registry.ts';

/** What the pool needs to know of a tenant's connection to a service. */
export interface PooledConnection<Name extends Service = Service> extends ConnectorSettings {
  id: string;
  service: Name;
}

interface Opened {
  settings: ConnectorSettings;
  connector: ConnectorOf<Service>;
}

type Openers = { [Name in Service]: (settings: ConnectorSettings, deps: ConnectorDeps) => ConnectorOf<Name> };

const openers: Openers = connectorOf;

function isSame(left: ConnectorSettings, right: ConnectorSettings): boolean {
  return (
    left.baseUrl === right.baseUrl &&
    left.apiKey === right.apiKey &&
    left.currency === right.currency &&
    left.organizationId === right.organizationId
  );
}

function isOf<Name extends Service>(service: Name, connector: ConnectorOf<Service>): connector is ConnectorOf<Name> {
  return connector.service === service;
}

export class ConnectorPool {
  readonly #deps: ConnectorDeps;
  readonly #openedById = new Map<string, Opened>();
  readonly #monthHeldUntil = new Map<string, Date>();

  constructor(deps: ConnectorDeps) {
    this.#deps = deps;
  }

  /** The connection's connector, opened anew when its settings are not the ones it was opened with. */
  get<Name extends Service>(connection: PooledConnection<Name>): ConnectorOf<Name> {
    const { id, service, baseUrl, apiKey, currency, organizationId } = connection;
    const settings = { baseUrl, apiKey, currency, organizationId };
    const known = this.#openedById.get(id);
    if (known !== undefined && isSame(known.settings, settings) && isOf(service, known.connector)) {
      return known.connector;
    }
    const connector = openers[service](settings, this.#deps);
    const heldUntil = this.#monthHeldUntil.get(id);
    // Another key may have another quota: it is asked anew.
    if (known === undefined && heldUntil !== undefined) connector.rate.holdMonth(heldUntil);
    this.#openedById.set(id, { settings, connector });
    return connector;
  }

  /**
   * A connector of its own for one question over settings that may be wrong: it asks once, since whoever waits wants to
   * know how it is now, logs nothing, since they are told, and disturbs nobody who speaks over the connection meanwhile.
   */
  tryOut<Name extends Service>(settings: Omit<PooledConnection<Name>, 'id'>): ConnectorOf<Name> {
    const { limits, logger } = this.#deps;
    const deps = { ...this.#deps, limits: { ...limits, retries: 0 }, logger: logger.child({}, { level: 'silent' }) };
    return openers[settings.service](settings, deps);
  }

  /** The connection's quota of this month is known to be spent: nothing is sent over it before then. */
  holdMonth(id: string, until: Date): void {
    const opened = this.#openedById.get(id);
    if (opened) opened.connector.rate.holdMonth(until);
    else this.#monthHeldUntil.set(id, until);
  }

  /** What each open connection has sent and may send, by the connection's id. */
  accounts(): ReadonlyMap<string, RateAccount> {
    return new Map([...this.#openedById].map(([id, { connector }]) => [id, connector.rate]));
  }

  /** Drops the connection's connector, and the key in it; a request under way ends by itself. */
  forget(id: string): void {
    this.#openedById.delete(id);
  }
}
