import { entity, nullableText, text, type RowOf } from './entity.ts';
import { mentions, oneOf } from './conditions.ts';

export interface PersonFilter {
  email?: readonly string[] | null;
  role?: readonly string[] | null;
  /** Words in name or email. */
  search?: string | null;
}

export const personColumns = {
  id: text('id'),
  name: text('name'),
  email: nullableText('email'),
  role: nullableText('role'),
};

export const personEntity = entity<PersonFilter>()({
  table: 'person',
  prefix: 'psn',
  columns: personColumns,
  conditions: { email: oneOf('email'), role: oneOf('role'), search: mentions('name', 'email') },
  defaultOrder: [{ field: 'name', direction: 'ASC' }],
});

export type PersonRow = RowOf<typeof personColumns>;
