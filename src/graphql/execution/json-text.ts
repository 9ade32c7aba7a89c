/** JSON that is finished already, as a part of an answer, and the writing of answers that have such parts. */
import { randomBytes } from 'node:crypto';
import { GraphQLScalarType, type FormattedExecutionResult } from 'graphql';

/** Nobody can know it, so no string of an answer is equal to it. */
const mark = randomBytes(16).toString('hex');
const quotedMark = `"${mark}"`;

/** In the order of the answer that is being written. */
let pending: string[] = [];

class JsonText {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** JSON.stringify can't be given text, so it writes a mark, in whose place the text is put. */
  toJSON(): string {
    pending.push(this.#text);
    return mark;
  }
}

/** The type of a field whose resolver answers with JSON text. Not in the schema that clients see. */
export const jsonText = new GraphQLScalarType<never, JsonText>({
  name: 'JsonText',
  serialize(value) {
    if (typeof value !== 'string') throw new TypeError(`JSON text, not ${typeof value}`);
    return new JsonText(value);
  },
});

/** The answer's body: https://graphql.github.io/graphql-over-http/draft/#sec-Body */
export function writeAnswer(result: FormattedExecutionResult): string {
  pending = [];
  const written = JSON.stringify(result);
  if (pending.length === 0) return `${written}\n`;
  const parts = written.split(quotedMark);
  let answer = parts[0] ?? '';
  for (const [index, text] of pending.entries()) answer += text + (parts[index + 1] ?? '');
  return `${answer}\n`;
}
