/** Read your writes: the header that names a write to be seen, and what an answer says that does not show it yet. */
import type { FormattedExecutionResult } from 'graphql';

/** Its value is a payload's `consistencyToken`. */
export const afterHeader = 'x-maintgraph-after';

/** Stands in an answer's `extensions` when the write was waited for in vain. */
const behind = { consistency: { isBehind: true } };

export const withNotice = <Result extends Pick<FormattedExecutionResult, 'extensions'>>(result: Result): Result => ({
  ...result,
  extensions: { ...result.extensions, ...behind },
});

/** The same for an answer that is written already, and has no extensions of its own. */
export const textWithNotice = (answer: string): string => `{"extensions":${JSON.stringify(behind)},${answer.slice(1)}`;
