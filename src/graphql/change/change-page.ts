import type { ObjectChange } from '../../events/changes.ts';
import { prefixOf } from '../../replica/object-id.ts';
import type { PageInfo } from '../relay/connection.ts';
import { typeNameByPrefix } from '../relay/node.type.ts';
import { encodeEventCursor } from '../scalars/event-cursor.ts';
import type { Change } from './change.type.ts';

/** A page of the feed, whose cursors are places in the tenant's log. */
export class ChangePage {
  readonly nodes: readonly Change[];
  readonly #hasMore: boolean;
  readonly #isBehind: boolean;
  readonly #count: () => Promise<number>;

  /** @param changes one more than the page holds tells that there are more. */
  constructor(
    tenantId: string,
    changes: readonly ObjectChange[],
    { size, isBehind, count }: { size: number; isBehind: boolean; count: () => Promise<number> },
  ) {
    this.nodes = changes.slice(0, size).map((change) => changeOf(tenantId, change));
    this.#hasMore = changes.length > size;
    this.#isBehind = isBehind;
    this.#count = count;
  }

  get edges(): { cursor: string; node: Change }[] {
    return this.nodes.map((node) => ({ cursor: node.cursor, node }));
  }

  get pageInfo(): PageInfo {
    return {
      hasNextPage: this.#hasMore,
      hasPreviousPage: this.#isBehind,
      startCursor: this.nodes[0]?.cursor ?? null,
      endCursor: this.nodes.at(-1)?.cursor ?? null,
    };
  }

  count(): Promise<number> {
    return this.#count();
  }
}

const changeOf = (tenantId: string, { objectId, position, changedAt, isDeleted }: ObjectChange): Change => ({
  cursor: encodeEventCursor(tenantId, position),
  id: objectId,
  type: typeNameByPrefix[prefixOf(objectId) ?? ''] ?? '',
  isDeleted,
  changedAt,
});
