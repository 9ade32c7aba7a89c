/**
 * Beside each field that rows may answer as text stands a twin that answers JSON text: same resolver, same arguments.
 * Its name is one that no client can write, and nothing that lists a type's fields lists it. A document's fields that
 * PostgreSQL can write are put in the twins' place before the document is compiled.
 */
import {
  getNamedType,
  GraphQLNonNull,
  isNonNullType,
  isObjectType,
  Kind,
  visit,
  type DocumentNode,
  type FieldNode,
  type GraphQLField,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import type { Entity } from '../../replica/model/entity.ts';
import { answerAsText } from '../relay/text-selection.ts';
import { jsonText } from './json-text.ts';
import { textFieldsOf } from './text-fields.ts';
import { fieldsWrittenOut } from './written-out.ts';

const twinOf = (name: string): string => `${name}$text`;

export function addTextTwins(schema: GraphQLSchema, entities: Readonly<Record<string, Entity>>): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    const fields = type.getFields();
    for (const field of Object.values(fields)) {
      const answer = getNamedType(field.type);
      if (!field.resolve || !(answer.name.replace(/Connection$/, '') in entities)) continue;
      Object.defineProperty(fields, twinOf(field.name), { value: twin(field), enumerable: false });
    }
  }
}

function twin(field: GraphQLField<unknown, unknown>): GraphQLField<unknown, unknown> {
  const type = isNonNullType(field.type) ? new GraphQLNonNull(jsonText) : jsonText;
  return { ...field, name: twinOf(field.name), type };
}

/** The document with each field that PostgreSQL can write replaced by its twin. */
export function withTextFields(
  schema: GraphQLSchema,
  entities: Readonly<Record<string, Entity>>,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): DocumentNode {
  const fragments = new Map(
    document.definitions.flatMap((part) =>
      part.kind === Kind.FRAGMENT_DEFINITION ? [[part.name.value, part] as const] : [],
    ),
  );
  const texts = textFieldsOf({ schema, fragments, entities }, operation);
  return visit(document, {
    Field(field) {
      const text = texts.get(field);
      if (!text) return undefined;
      const { selectionSet, ...rest } = field;
      const name = { kind: Kind.NAME, value: twinOf(field.name.value) } as const;
      const inPlace: FieldNode = { ...rest, name, alias: field.alias ?? field.name };
      const size = fieldsWrittenOut(selectionSet, (fragment) => fragments.get(fragment));
      answerAsText(inPlace, { ...text, size });
      return inPlace;
    },
  });
}
