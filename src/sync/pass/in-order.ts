/**
 * Work that has to be done in its order, and can be begun ahead of its turn: while one batch of pages is written the
 * next is brought to the database.
 */
export class InOrder implements AsyncDisposable {
  #before: Promise<void> = Promise.resolve();
  #last: Promise<void> = Promise.resolve();

  /**
   * Begins the work.
   * @param work given what settles when it is its turn; rejects when the work before it failed.
   * @returns when the next may be begun: two are under way at most.
   * @throws what the work before it failed with.
   */
  async begin(work: (turn: Promise<void>) => Promise<void>): Promise<void> {
    this.#before = this.#last;
    this.#last = work(this.#before);
    // Until somebody waits for its end nobody hears of a failure.
    this.#last.catch(() => undefined);
    await this.#before;
  }

  /** @throws what the work failed with. */
  done(): Promise<void> {
    return this.#last;
  }

  /** Resolves when nothing is under way any more. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.allSettled([this.#before, this.#last]);
  }
}
