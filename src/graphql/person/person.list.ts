import { personEntity } from '../../replica/model/person.ts';

/** What lists of people are read from. */
export const personList = { typeName: 'Person', entity: personEntity } as const;
