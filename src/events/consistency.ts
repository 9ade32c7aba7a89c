/** Reading what was written: a copy of the database that is read from may lag behind the one that is written to. */
import { setTimeout as timer } from 'node:timers/promises';
import type { PrismaClient } from '../database/generated/client.ts';
import { headOf } from './log.ts';

/** How long a reader is waited for, and how often it is looked at, in milliseconds. */
const longestWaitMs = 3_000;
const lookAgainMs = 50;

export interface Consistency {
  /** The tenant's newest position, where it is written. */
  head(): Promise<bigint>;
  /**
   * Waits, for a bounded time, until what is read is as new as the position.
   * @param atMostMs null: as long as is usual, which is the most.
   * @returns whether it is.
   */
  reached(position: bigint, atMostMs?: number | null): Promise<boolean>;
}

export function consistencyOf(written: PrismaClient, read: PrismaClient, tenantId: string): Consistency {
  return {
    head: () => headOf(written, tenantId),
    async reached(position, atMostMs = null) {
      if (read === written) return true;
      const mostMs = Math.min(longestWaitMs, atMostMs ?? longestWaitMs);
      for (let waitedMs = 0; ; waitedMs += lookAgainMs) {
        if ((await headOf(read, tenantId)) >= position) return true;
        if (waitedMs >= mostMs) return false;
        await timer(Math.min(lookAgainMs, mostMs - waitedMs));
      }
    },
  };
}
