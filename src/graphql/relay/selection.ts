/**
 * Which columns a field's selection needs. A field of a type needs the column of its own name, or those that its
 * `needs` extension names. Worked out once for each field of a document, not once a request.
 */
import { Kind, type FieldNode, type GraphQLObjectType, type GraphQLResolveInfo, type SelectionSetNode } from 'graphql';
import type { Entity } from '../../replica/model/entity.ts';
import { shapeOf, type Shape } from '../../replica/read/shape.ts';
import { textSelectionOf } from './text-selection.ts';

export interface ConnectionSelection<Row> {
  shape: Shape<Row>;
  /** Whether anyone asks for the rows' cursors. */
  withCursors: boolean;
}

const nodeShapes = new WeakMap<FieldNode, Map<string, Shape<never>>>();
const memberShapes = new WeakMap<FieldNode, Map<string, Shape<never>>>();
const connectionShapes = new WeakMap<FieldNode, ConnectionSelection<never>>();

/** The columns of an object that the field answers with. */
export function nodeShape<Row>(info: GraphQLResolveInfo, typeName: string, source: Entity): Shape<Row> {
  const text = textSelectionOf(info);
  if (text) return text.shape as Shape<Row>;
  const [field] = info.fieldNodes;
  const known = info.fieldNodes.length === 1 && field ? nodeShapes.get(field)?.get(typeName) : undefined;
  if (known) return known;
  const selected = info.fieldNodes.flatMap((node) => fieldsOf(info, node.selectionSet, typeName));
  const shape = shapeFor<Row>(info, typeName, source, selected);
  if (info.fieldNodes.length === 1 && field) {
    const shapes = nodeShapes.get(field) ?? new Map<string, Shape<never>>();
    nodeShapes.set(field, shapes.set(typeName, shape as Shape<never>));
  }
  return shape;
}

/**
 * The columns of the rows of a connection that the field answers with.
 * @param always columns that are read whether they are selected or not.
 */
export function connectionShape<Row>(
  info: GraphQLResolveInfo,
  typeName: string,
  source: Entity,
  always: readonly string[] = [],
): ConnectionSelection<Row> {
  const [field] = info.fieldNodes;
  const known = info.fieldNodes.length === 1 && field ? connectionShapes.get(field) : undefined;
  if (known) return known;
  const { nodes, withCursors } = connectionFields(info, typeName, typeName);
  const selection = { shape: shapeFor<Row>(info, typeName, source, nodes, always), withCursors };
  if (info.fieldNodes.length === 1 && field) connectionShapes.set(field, selection as ConnectionSelection<never>);
  return selection;
}

/** The columns of the rows of one type among those that the field, a connection of an interface, answers with. */
export function memberShape<Row>(
  info: GraphQLResolveInfo,
  interfaceName: string,
  typeName: string,
  source: Entity,
): Shape<Row> {
  const [field] = info.fieldNodes;
  const known = info.fieldNodes.length === 1 && field ? memberShapes.get(field)?.get(typeName) : undefined;
  if (known) return known;
  const shape = shapeFor<Row>(info, typeName, source, connectionFields(info, interfaceName, typeName).nodes);
  if (info.fieldNodes.length === 1 && field) {
    const shapes = memberShapes.get(field) ?? new Map<string, Shape<never>>();
    memberShapes.set(field, shapes.set(typeName, shape as Shape<never>));
  }
  return shape;
}

/** What is selected of a connection's nodes as far as they are of a type, and whether of their cursors. */
function connectionFields(
  info: GraphQLResolveInfo,
  listName: string,
  typeName: string,
): { nodes: FieldNode[]; withCursors: boolean } {
  const connection = info.fieldNodes.flatMap((node) => fieldsOf(info, node.selectionSet, `${listName}Connection`));
  const edges = below(info, connection, 'edges', `${listName}Edge`);
  const pageInfo = below(info, connection, 'pageInfo', 'PageInfo');
  return {
    nodes: [...below(info, connection, 'nodes', typeName), ...below(info, edges, 'node', typeName)],
    withCursors: [...edges, ...pageInfo].some(({ name }) => name.value === 'cursor' || name.value.endsWith('Cursor')),
  };
}

function below(info: GraphQLResolveInfo, fields: readonly FieldNode[], name: string, typeName: string): FieldNode[] {
  return fields
    .filter((field) => field.name.value === name)
    .flatMap((field) => fieldsOf(info, field.selectionSet, typeName));
}

/** The fields selected of a type, fragments included; what @skip or @include may leave out is taken in. */
function fieldsOf(info: GraphQLResolveInfo, selections: SelectionSetNode | undefined, typeName: string): FieldNode[] {
  return (selections?.selections ?? []).flatMap((selection): FieldNode[] => {
    if (selection.kind === Kind.FIELD) return [selection];
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : info.fragments[selection.name.value];
    const condition = fragment?.typeCondition?.name.value;
    if (!fragment || (condition !== undefined && !applies(info, condition, typeName))) return [];
    return fieldsOf(info, fragment.selectionSet, typeName);
  });
}

function applies({ schema }: GraphQLResolveInfo, condition: string, typeName: string): boolean {
  if (condition === typeName) return true;
  return objectType(schema.getType(typeName))
    .getInterfaces()
    .some(({ name }) => name === condition);
}

function shapeFor<Row>(
  { schema }: GraphQLResolveInfo,
  typeName: string,
  source: Entity,
  fields: readonly FieldNode[],
  always: readonly string[] = [],
): Shape<Row> {
  const types = objectType(schema.getType(typeName)).getFields();
  const needed = fields.flatMap(({ name }) => {
    const needs = types[name.value]?.extensions['needs'] as readonly string[] | undefined;
    return needs ?? [name.value];
  });
  return shapeOf(source, [...always, ...needed]);
}

const objectType = (type: unknown): GraphQLObjectType => type as GraphQLObjectType;
