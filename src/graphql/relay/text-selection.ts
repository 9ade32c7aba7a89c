/** What a field answers with whose rows go into the answer as the text that PostgreSQL has made of them. */
import type { FieldNode, GraphQLResolveInfo } from 'graphql';
import type { Shape } from '../../replica/read/shape.ts';

export interface TextSelection {
  shape: Shape<string>;
  /** What stands in front of the rows of a connection and behind them: `{"nodes":[` and `]}`. Empty for one row. */
  open: string;
  close: string;
}

const selections = new WeakMap<FieldNode, TextSelection>();

/** Called once for each such field of a document, before it is executed. */
export function answerAsText(field: FieldNode, selection: TextSelection): void {
  selections.set(field, selection);
}

/** Undefined for every other field: its rows are objects, which the execution reads. */
export function textSelectionOf({ fieldNodes }: GraphQLResolveInfo): TextSelection | undefined {
  return fieldNodes[0] && selections.get(fieldNodes[0]);
}
