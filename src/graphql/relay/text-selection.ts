/** What a field answers with whose rows go into the answer as the text that PostgreSQL has made of them. */
import type { FieldNode, GraphQLResolveInfo } from 'graphql';
import type { Shape } from '../../replica/read/shape.ts';

export interface TextSelection {
  shape: Shape<string>;
  /** What stands in front of the rows of a connection and behind them: `{"nodes":[` and `]}`. Empty for one row. */
  open: string;
  close: string;
}

/** With the number of fields that are selected below it, which a field that answers with text has no selection to tell of. */
export interface SizedTextSelection extends TextSelection {
  size: number;
}

const selections = new WeakMap<FieldNode, SizedTextSelection>();

/** Called once for each such field of a document, before it is executed. */
export function answerAsText(field: FieldNode, selection: SizedTextSelection): void {
  selections.set(field, selection);
}

/** Undefined for every other field: its rows are objects, which the execution reads. */
export function textSelectionOf({ fieldNodes }: GraphQLResolveInfo): SizedTextSelection | undefined {
  return fieldNodes[0] && selections.get(fieldNodes[0]);
}
