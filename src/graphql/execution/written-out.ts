/** How large a document is once every fragment stands written out where it is spread. */
import {
  GraphQLError,
  Kind,
  type ASTVisitor,
  type FragmentDefinitionNode,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql';

/** Fragments that spread others twice double with every step: a hundred words come to a million fields. */
const mostFields = 15_000;

type FindFragment = (name: string) => FragmentDefinitionNode | null | undefined;

const sizes = new WeakMap<SelectionSetNode, number>();

/** How many fields are selected, those below fields and fragments included. Worked out once for each set. */
export function fieldsWrittenOut(set: SelectionSetNode | undefined, fragment: FindFragment): number {
  if (!set) return 0;
  const known = sizes.get(set);
  if (known !== undefined) return known;
  // A fragment that spreads itself is refused elsewhere; here it must come to an end.
  sizes.set(set, 0);
  let size = 0;
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) size += 1 + fieldsWrittenOut(selection.selectionSet, fragment);
    else {
      const spread = selection.kind === Kind.FRAGMENT_SPREAD ? fragment(selection.name.value) : selection;
      size += fieldsWrittenOut(spread?.selectionSet, fragment);
    }
  }
  sizes.set(set, size);
  return size;
}

/** A rule of validation: nothing that follows it ever meets a document that is larger. */
export const noEndlessDocument = (context: ValidationContext): ASTVisitor => ({
  OperationDefinition(operation) {
    const size = fieldsWrittenOut(operation.selectionSet, (name) => context.getFragment(name));
    if (size <= mostFields) return;
    const message = `The operation selects more than ${mostFields} fields once its fragments are written out`;
    context.reportError(new GraphQLError(message, { nodes: operation, extensions: { code: 'QUERY_TOO_COMPLEX' } }));
  },
});
