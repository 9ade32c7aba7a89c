/**
 * Fields whose whole selection is columns of one table, `riskRanking { level }` or `failureModes { nodes { rpn } }`,
 * need no execution: PostgreSQL writes their JSON. Which fields of an operation these are is worked out here; what is
 * not surely understood is left to be executed.
 */
import {
  getNamedType,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type FieldNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Column, Entity, SqlType } from '../../replica/model/entity.ts';
import { textShapeOf, type Shape, type TextField } from '../../replica/read/shape.ts';
import type { TextSelection } from '../relay/text-selection.ts';
import { selectedOf, type Fields, type Fragments } from './selected-fields.ts';

type Field = GraphQLField<unknown, unknown>;

export interface DocumentParts extends Fragments {
  schema: GraphQLSchema;
  /** The tables of the types that have one. */
  entities: Readonly<Record<string, Entity>>;
}

/** The fields of the operation that PostgreSQL can write, the outermost of each branch. */
export function textFieldsOf(parts: DocumentParts, operation: OperationDefinitionNode): Map<FieldNode, TextSelection> {
  const walk = new Walk(parts);
  const root = parts.schema.getRootType(operation.operation);
  if (root) walk.look(root, [operation.selectionSet]);
  return walk.result();
}

class Walk {
  readonly #parts: DocumentParts;
  readonly #found = new Map<FieldNode, TextSelection>();
  readonly #refused = new Set<FieldNode>();
  /** How single rows of a type are asked for, null where it is not as text. */
  readonly #rowShapes = new Map<string, Set<Shape<string> | null>>();

  constructor(parts: DocumentParts) {
    this.#parts = parts;
  }

  look(type: GraphQLObjectType, sets: readonly SelectionSetNode[]): void {
    for (const fields of selectedOf(this.#parts, type, sets).byName.values()) {
      const definition = type.getFields()[fields[0].name.value];
      if (!definition || isLeafType(getNamedType(definition.type))) continue;
      const text = this.#take(definition, fields);
      if (text) continue;
      for (const field of fields) this.#refuse(field);
      const below = fields.flatMap(({ selectionSet }) => selectionSet ?? []);
      for (const each of objectTypesOf(this.#parts, definition)) this.look(each, below);
    }
  }

  result(): Map<FieldNode, TextSelection> {
    // Rows of one type that are asked for in several ways are read as objects: then they are read once for all.
    const rowShapes = new Set([...this.#rowShapes.values()].flatMap((shapes) => (shapes.size > 1 ? [...shapes] : [])));
    for (const [field, { shape }] of this.#found) if (rowShapes.has(shape)) this.#found.delete(field);
    return this.#found;
  }

  /** Whether the field is now one that PostgreSQL writes. */
  #take(definition: Field, fields: Fields): boolean {
    // What is not resolved has no twin.
    if (!definition.resolve) return false;
    const [field] = fields;
    // Two fields of one name are answered together.
    const text = fields.length === 1 ? textSelection(this.#parts, definition, field) : null;
    this.#noteRows(definition, text);
    if (!text || this.#refused.has(field)) return false;
    // A fragment's field may stand in several places.
    const other = this.#found.get(field);
    if (other && !isSame(text, other)) return false;
    this.#found.set(field, text);
    return true;
  }

  #noteRows({ type }: Field, text: TextSelection | null): void {
    const { name } = getNamedType(type);
    if (!(name in this.#parts.entities)) return;
    this.#rowShapes.set(name, (this.#rowShapes.get(name) ?? new Set()).add(text && text.shape));
  }

  #refuse(field: FieldNode): void {
    this.#refused.add(field);
    this.#found.delete(field);
  }
}

const isSame = (one: TextSelection, other: TextSelection): boolean =>
  one.shape === other.shape && one.open === other.open && one.close === other.close;

function objectTypesOf({ schema }: DocumentParts, { type }: Field): readonly GraphQLObjectType[] {
  const named = getNamedType(type);
  if (isAbstractType(named)) return schema.getPossibleTypes(named);
  return isObjectType(named) ? [named] : [];
}

function textSelection(parts: DocumentParts, { type }: Field, field: FieldNode): TextSelection | null {
  const answer = isNonNullType(type) ? type.ofType : type;
  if (!isObjectType(answer) || !field.selectionSet) return null;
  const entity = parts.entities[answer.name];
  if (entity) return rowSelection(parts, answer, entity, [field]);
  const node = answer.name.endsWith('Connection') ? nodeTypeOf(answer) : null;
  const nodeEntity = node && parts.entities[node.name];
  return nodeEntity ? connectionSelection(parts, answer, node, nodeEntity, field.selectionSet) : null;
}

function nodeTypeOf(connection: GraphQLObjectType): GraphQLObjectType | null {
  const nodes = connection.getFields()['nodes']?.type;
  const named = nodes && getNamedType(nodes);
  return isObjectType(named) ? named : null;
}

/** `nodes` alone, or with `__typename`: of a connection's other fields, each needs more than the rows' texts. */
function connectionSelection(
  parts: DocumentParts,
  connection: GraphQLObjectType,
  node: GraphQLObjectType,
  entity: Entity,
  set: SelectionSetNode,
): TextSelection | null {
  const { byName, isConditional } = selectedOf(parts, connection, [set]);
  const lists = [...byName.values()].filter(([field]) => field.name.value === 'nodes');
  const others = [...byName.values()].filter(([field]) => field.name.value !== 'nodes');
  const [nodes] = lists;
  if (isConditional || !nodes || lists.length > 1) return null;
  if (!others.every(([field]) => field.name.value === '__typename')) return null;
  const rows = rowSelection(parts, node, entity, nodes);
  const properties = [...byName].map(([name, fields]) =>
    fields === nodes ? `"${name}":[\t]` : `"${name}":"${connection.name}"`,
  );
  const [open = '', close = ''] = `{${properties.join(',')}}`.split('\t');
  return rows && { shape: rows.shape, open, close };
}

function rowSelection(
  parts: DocumentParts,
  type: GraphQLObjectType,
  entity: Entity,
  fields: readonly FieldNode[],
): TextSelection | null {
  const sets = fields.flatMap(({ selectionSet }) => selectionSet ?? []);
  const { byName, isConditional } = selectedOf(parts, type, sets);
  if (isConditional) return null;
  const texts: TextField[] = [];
  for (const [name, [field]] of byName) {
    const value = valueOf(type, entity, field.name.value);
    if (!value) return null;
    texts.push({ name, value });
  }
  return { shape: textShapeOf(entity, texts), open: '', close: '' };
}

function valueOf(type: GraphQLObjectType, entity: Entity, name: string): TextField['value'] | null {
  if (name === '__typename') return { word: type.name };
  const definition = type.getFields()[name];
  const column = entity.columns[name];
  if (!definition || !column || definition.resolve || !isWrittenAlike(definition, column)) return null;
  return { column: name };
}

/** The leaf types that a column's value is an answer of, whatever the value. An enum's words are the column's. */
const leavesOf = {
  text: ['String', 'ID'],
  int4: ['Int'],
  int8: [],
  numeric: ['Decimal', 'Float'],
  bool: ['Boolean'],
  date: ['Date'],
  timestamptz: ['DateTime'],
  jsonb: [],
} as const satisfies Record<SqlType, readonly string[]>;

function isWrittenAlike({ type }: Field, column: Column<unknown>): boolean {
  if (isNonNullType(type) && column.isNullable) return false;
  const leaf = isNonNullType(type) ? type.ofType : type;
  if (isListType(leaf) || !isLeafType(leaf)) return false;
  const names: readonly string[] = leavesOf[column.type];
  return names.includes(leaf.name) || ('getValues' in leaf && column.type === 'text');
}
