import type { GraphQLResolveInfo } from 'graphql';
import { prefixOf } from '../../replica/object-id.ts';
import { shapeOf } from '../../replica/read/shape.ts';
import type { GraphContext } from '../context.ts';
import { memberShape } from '../relay/selection.ts';
import { objectSourceByPrefix } from './objects.ts';

/**
 * An object of a list whose members are of several types, with what the list knows of it; null when it is gone. Those
 * of one type are read together, and not at all where no more is asked for than the list knows.
 * @param listName the connection's name without `Connection`.
 */
export async function memberOf<Known extends { id: string }>(
  { replica }: GraphContext,
  info: GraphQLResolveInfo,
  listName: string,
  known: Known,
): Promise<Known | null> {
  const source = objectSourceByPrefix[prefixOf(known.id) ?? ''];
  if (!source) return null;
  const { typeName, entity, load } = source;
  const shape = memberShape<never>(info, listName, typeName, entity);
  if (shape === shapeOf(entity, []) || shape === shapeOf(entity, Object.keys(known))) return known;
  const row = await load(replica)(shape, known.id);
  return row && { ...known, ...row };
}
