/**
 * A number beyond its column, a time beyond the calendar, a NUL in a text: what a service states can be well formed and
 * yet be nothing the replica can hold. Such a record must not keep out the others that came with it.
 */
import type { Transaction } from '../../database/database.ts';
import { dataFault } from '../../database/data-fault.ts';
import type { Observation } from '../../domain/records.ts';
import { applyObservations, type Applied, type ApplyRequest } from './apply.ts';
import { forgetTouched } from './touched.ts';

export interface Refused {
  observation: Observation;
  reason: string;
}

type Attempt = { applied: Applied } | { reason: string };

/** Applies what can be held, and hands back the rest with the reasons. */
export async function applyHoldable(
  tx: Transaction,
  request: ApplyRequest,
): Promise<{ applied: Applied; refused: Refused[] }> {
  const refused: Refused[] = [];
  const { observations } = request;
  const whole = await attempt(tx, request);
  if ('applied' in whole) return { applied: whole.applied, refused };
  const applied = await applyHalves(tx, { ...request, gone: [] }, observations, whole.reason, refused);
  const rest = await applyObservations(tx, { ...request, observations: [] });
  return { applied: sum(applied, rest), refused };
}

/** The refused among many are found by halves: one bad row in a page costs a few attempts, and not one for each row. */
async function applyHalves(
  tx: Transaction,
  request: ApplyRequest,
  observations: readonly Observation[],
  reason: string,
  refused: Refused[],
): Promise<Applied> {
  const [first] = observations;
  if (first === undefined) return nothing;
  if (observations.length === 1) {
    refused.push({ observation: first, reason });
    return nothing;
  }
  const middle = Math.ceil(observations.length / 2);
  let applied = nothing;
  for (const half of [observations.slice(0, middle), observations.slice(middle)]) {
    const tried = await attempt(tx, { ...request, observations: half });
    const done = 'applied' in tried ? tried.applied : await applyHalves(tx, request, half, tried.reason, refused);
    applied = sum(applied, done);
  }
  return applied;
}

const nothing: Applied = { changed: 0, deleted: 0, events: 0 };

const sum = (one: Applied, other: Applied): Applied => ({
  changed: one.changed + other.changed,
  deleted: one.deleted + other.deleted,
  events: one.events + other.events,
});

async function attempt(tx: Transaction, request: ApplyRequest): Promise<Attempt> {
  await tx.$executeRaw`savepoint holdable`;
  try {
    const applied = await applyObservations(tx, request);
    await tx.$executeRaw`release savepoint holdable`;
    return { applied };
  } catch (error) {
    const reason = dataFault(error);
    if (reason === null) throw error;
    await tx.$executeRaw`rollback to savepoint holdable`;
    forgetTouched(tx);
    await tx.$executeRaw`release savepoint holdable`;
    return { reason };
  }
}
