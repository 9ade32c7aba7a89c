/** Subscribers who ask the same of an event get the same answer: it is worked out once, however many they are. */
import { createHash } from 'node:crypto';
import type { ExecutionArgs, ExecutionResult } from 'graphql';

/** Answers to older ones are let go: who comes for them so late gets one of its own, with the state as it is by then. */
const mostEvents = 100;

export class SharedAnswers {
  readonly #answersByEvent = new Map<object, Map<string, Promise<ExecutionResult>>>();

  /**
   * @param event one object for all of its subscribers.
   * @param question everything that an answer depends on beside the event.
   */
  of(event: object, question: string, answer: () => Promise<ExecutionResult>): Promise<ExecutionResult> {
    let answers = this.#answersByEvent.get(event);
    if (!answers) {
      this.#answersByEvent.set(event, (answers = new Map()));
      if (this.#answersByEvent.size > mostEvents) this.#letGoOfOldest();
    }
    let shared = answers.get(question);
    if (!shared) answers.set(question, (shared = answer()));
    return shared;
  }

  #letGoOfOldest(): void {
    const [oldest] = this.#answersByEvent.keys();
    if (oldest) this.#answersByEvent.delete(oldest);
  }
}

/** What a subscription asks, in a few characters. */
export function questionOf({ document, operationName, variableValues }: ExecutionArgs): string {
  const asked = [document.loc?.source.body ?? document, operationName, variableValues];
  return createHash('sha256').update(JSON.stringify(asked)).digest('base64');
}
