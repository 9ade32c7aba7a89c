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
  /** Waits, for a bounded time, until what is read is as new as the position. @returns whether it is. */
  reached(position: bigint): Promise<boolean>;
}

export function consistencyOf(written: PrismaClient, read: PrismaClient, tenantId: string): Consistency {
  return {
    head: () => headOf(written, tenantId),
    async reached(position) {
      if (read === written) return true;
      for (let waitedMs = 0; ; waitedMs += lookAgainMs) {
        if ((await headOf(read, tenantId)) >= position) return true;
        if (waitedMs >= longestWaitMs) return false;
        await timer(lookAgainMs);
      }
    },
  };
}
