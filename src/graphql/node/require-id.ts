import { prefixOf } from '../../replica/object-id.ts';
import { badUserInput } from '../errors/bad-user-input.ts';

/** @throws BAD_USER_INPUT when the text is no id of this type; an id that names nothing is for the reader to find out. */
export function requireId(id: string, prefix: string, noun: string, argument = 'id'): void {
  if (prefixOf(id) === prefix) return;
  throw badUserInput(
    argument,
    `must be the id of ${noun}, ${prefix}_ and 26 letters and digits, not ${JSON.stringify(id)}`,
  );
}
