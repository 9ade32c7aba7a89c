/** Enums of the graph whose words are the domain's. */
import { registerEnumType } from 'type-graphql';

/** An object whose keys are its values, as an enum of the schema wants it. */
const wordsOf = <Word extends string>(words: readonly Word[]): { readonly [Each in Word]: Each } =>
  Object.fromEntries(words.map((word) => [word, word])) as { readonly [Each in Word]: Each };

/** Registers an enum whose every value says what it means. */
export function describedEnum<Word extends string>(
  name: string,
  description: string,
  meanings: Readonly<Record<Word, string>>,
): { readonly [Each in Word]: Each } {
  const words = wordsOf(Object.keys(meanings) as Word[]);
  const valuesConfig = Object.fromEntries(
    Object.entries<string>(meanings).map(([word, meaning]) => [word, { description: meaning }]),
  ) as { [Each in Word]: { description: string } };
  registerEnumType(words, { name, description, valuesConfig });
  return words;
}

/** What a list can be ordered by: fields of its rows, under names as the schema has them (`dueDate` is DUE_DATE). */
export function orderFields<Field extends string>(
  name: string,
  description: string,
  meanings: Readonly<Record<Field, string>>,
): Readonly<Record<string, Field>> {
  const fields = Object.fromEntries((Object.keys(meanings) as Field[]).map((field) => [wordOf(field), field]));
  const described = Object.entries<string>(meanings).map(([field, meaning]) => [
    wordOf(field),
    { description: meaning },
  ]);
  registerEnumType(fields, { name, description, valuesConfig: Object.fromEntries(described) as object });
  return fields;
}

const wordOf = (field: string): string => field.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();

export const unknownMeaning =
  'A word that the service uses and this gateway does not know; the raw word stands in `sources`.';
