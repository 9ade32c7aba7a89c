import type { EventType, LoggedEvent } from '../../events/catalogue.ts';
import type { GraphContext } from '../context.ts';

/** The tenant's facts of one type from now on, those that pass. Ends with its subscription. */
export async function eventStream<Type extends EventType>(
  { events, viewer, consistency }: GraphContext,
  type: Type,
  passes: (event: LoggedEvent<Type>) => boolean | Promise<boolean>,
): Promise<AsyncIterableIterator<LoggedEvent<Type>>> {
  const source = await events.subscribe(viewer.tenant.id, [type]);
  const finish = () => source.return?.() ?? Promise.resolve({ value: undefined, done: true as const });
  const stream: AsyncIterableIterator<LoggedEvent<Type>> = {
    async next() {
      for (;;) {
        const result = await source.next();
        if (result.done === true) return result;
        // A copy of the database may not have yet what the log tells of.
        await consistency.reached(result.value.position);
        if (await passes(result.value)) return result;
      }
    },
    return: finish,
    throw: finish,
    [Symbol.asyncIterator]: () => stream,
  };
  return stream;
}
