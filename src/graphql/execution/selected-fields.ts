/** The fields that a document selects of an object, as an execution collects them. */
import {
  Kind,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type InlineFragmentNode,
  type SelectionSetNode,
} from 'graphql';

export interface Fragments {
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

/** Those that are answered together under one name. */
export type Fields = [FieldNode, ...FieldNode[]];

export interface Selected {
  /** By the name in the answer, in the answer's order, fragments included. */
  byName: Map<string, Fields>;
  /** A directive may leave out a part. */
  isConditional: boolean;
}

export function selectedOf(parts: Fragments, type: GraphQLObjectType, sets: readonly SelectionSetNode[]): Selected {
  const selected: Selected = { byName: new Map(), isConditional: false };
  for (const set of sets) take(parts, type, set, selected);
  return selected;
}

function take(parts: Fragments, type: GraphQLObjectType, set: SelectionSetNode, selected: Selected): void {
  for (const selection of set.selections) {
    if (selection.directives?.length) selected.isConditional = true;
    if (selection.kind === Kind.FIELD) add(selected, selection);
    else {
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : parts.fragments.get(selection.name.value);
      if (fragment && applies(fragment, type)) take(parts, type, fragment.selectionSet, selected);
    }
  }
}

function add({ byName }: Selected, field: FieldNode): void {
  const name = field.alias?.value ?? field.name.value;
  const others = byName.get(name);
  if (others) others.push(field);
  else byName.set(name, [field]);
}

function applies({ typeCondition }: Pick<InlineFragmentNode, 'typeCondition'>, type: GraphQLObjectType): boolean {
  const condition = typeCondition?.name.value;
  return (
    condition === undefined || condition === type.name || type.getInterfaces().some(({ name }) => name === condition)
  );
}
