/**
 * Subscribers who ask the same of an event get the same answer: it is worked out once, however many they are. An event
 * is one object for all of them, and its answers go with it.
 */
import { createHash } from 'node:crypto';
import type { ExecutionArgs, ExecutionResult } from 'graphql';

export class SharedAnswers {
  readonly #answersByEvent = new WeakMap<object, Map<string, Promise<ExecutionResult>>>();

  /** @param question everything that an answer depends on beside the event. */
  of(event: object, question: string, answer: () => Promise<ExecutionResult>): Promise<ExecutionResult> {
    let answers = this.#answersByEvent.get(event);
    if (!answers) this.#answersByEvent.set(event, (answers = new Map()));
    let shared = answers.get(question);
    if (!shared) answers.set(question, (shared = answer()));
    return shared;
  }
}

/** What a subscription asks, in a few characters. */
export function questionOf({ document, operationName, variableValues }: ExecutionArgs): string {
  const asked = [document.loc?.source.body ?? document, operationName, variableValues];
  return createHash('sha256').update(JSON.stringify(asked)).digest('base64');
}
