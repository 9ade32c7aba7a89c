/** What a resolver has: whose request it is, that tenant's replica, and the commands. One for each operation and each event. */
import type { FieldNode } from 'graphql';
import type { Clock } from '../domain/clock.ts';
import type { Commands } from '../commands/commands.ts';
import type { EventBus } from '../events/bus.ts';
import type { ChangeFeed } from '../events/changes.ts';
import type { Consistency } from '../events/consistency.ts';
import type { TenantReplica } from '../replica/read/tenant-replica.ts';
import type { ApiKeys, Viewer } from '../tenancy/api-keys.ts';
import type { ConnectionView } from '../tenancy/connection-health.ts';
import type { Allowance } from './execution/allowance.ts';

export interface GraphContext {
  readonly viewer: Viewer;
  readonly replica: TenantReplica;
  readonly commands: Commands;
  readonly events: EventBus;
  /** What has changed in the tenant's replica, and in which order. */
  readonly changes: ChangeFeed;
  /** What has been written, and whether it can be read. */
  readonly consistency: Consistency;
  readonly clock: Clock;
  /** The tenant's connections and how they are doing. */
  readonly serviceConnections: () => Promise<ConnectionView[]>;
  /** The tenant's keys. @throws CommandFailure FORBIDDEN when this one may not manage the tenant. */
  readonly apiKeys: () => ApiKeys;
  /** What the operation may still have in its answer. */
  readonly allowance: Allowance;
  /** What a field's siblings share: its page request is the same for every parent. */
  readonly perField: Map<readonly FieldNode[], unknown>;
}
