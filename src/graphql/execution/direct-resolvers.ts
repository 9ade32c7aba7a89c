/**
 * type-graphql calls a resolver's method through promises and copies of its arguments, for every parent again. There
 * is nothing for it to check here: no validation, authorization or middleware, and the argument classes are shapes
 * without methods. So queries and fields are resolved by the method itself.
 */
import { isObjectType, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import { getMetadataStorage } from 'type-graphql';

type Resolve = GraphQLFieldResolver<unknown, unknown, Record<string, unknown>>;
type Read = (...given: Parameters<Resolve>) => unknown;
type Storage = ReturnType<typeof getMetadataStorage>;
type Handler = Storage['queries'][number] | Storage['fieldResolvers'][number];
type Param = Storage['params'][number];

export function resolveDirectly(schema: GraphQLSchema): void {
  const { queries, fieldResolvers, objectTypes } = getMetadataStorage();
  const nameByClass = new Map(objectTypes.map(({ target, name }) => [target, name]));
  for (const handler of queries) direct(schema, 'Query', handler);
  for (const handler of fieldResolvers) {
    const target = handler.kind === 'external' && handler.getObjectType?.();
    if (target) direct(schema, nameByClass.get(target) ?? '', handler);
  }
}

function direct(schema: GraphQLSchema, typeName: string, handler: Handler): void {
  const type = schema.getType(typeName);
  const field = isObjectType(type) ? type.getFields()[handler.schemaName] : undefined;
  const resolve = directResolver(handler);
  if (field && resolve) field.resolve = resolve;
}

/** Null for a method that is given anything else than root, arguments, context and info. */
function directResolver({ target, methodName, params = [], middlewares = [], roles }: Handler): Resolve | null {
  const reads = params.toSorted((a, b) => a.index - b.index).map(readOf);
  if (middlewares.length > 0 || roles || !reads.every((read) => read !== null)) return null;
  const instance = new (target as new () => Record<string, (...values: unknown[]) => unknown>)();
  const method = instance[methodName];
  if (!method) return null;
  return (root, args, context, info) => {
    const values = reads.map((read) => read(root, args, context, info));
    return method.apply(instance, values);
  };
}

function readOf(param: Param): Read | null {
  switch (param.kind) {
    case 'root':
      return param.propertyName === undefined && !param.getType ? (root) => root : null;
    case 'args':
      return (_root, args) => args;
    case 'arg':
      return (_root, args) => args[param.name];
    case 'context':
      return param.propertyName === undefined ? (_root, _args, context) => context : null;
    case 'info':
      return (_root, _args, _context, info) => info;
    default:
      return null;
  }
}
