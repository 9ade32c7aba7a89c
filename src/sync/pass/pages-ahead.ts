/**
 * Reads a resource's pages ahead of their use: while some are applied the next ones come, and whatever has come by then
 * is applied together. A service that is slower than the replica is never kept waiting, and one that is quicker makes
 * large batches instead of many small ones.
 */
import { setImmediate as turnOfOthers } from 'node:timers/promises';
import type { ResourcePage } from '../../upstream/connector.ts';

/** Rows that are read and not yet applied, at most; one page may go beyond it. */
const mostRows = 5_000;

type ReadPage = (position: string | null, signal: AbortSignal) => Promise<ResourcePage>;

export class PagesAhead implements AsyncDisposable {
  readonly #read: ReadPage;
  readonly #reading: Promise<void>;
  #pages: ResourcePage[] = [];
  #rows = 0;
  readonly #stop = new AbortController();
  #isOver = false;
  #failure: { error: unknown } | null = null;
  #onRead = () => {};
  #onTaken = () => {};

  constructor(read: ReadPage, start: string | null) {
    this.#read = read;
    this.#reading = this.#readFrom(start);
  }

  /**
   * The pages that have come, one at least, in their order; empty when there are no more.
   * @throws what reading failed with, once all that came before it is taken.
   */
  async take(): Promise<ResourcePage[]> {
    while (this.#pages.length === 0 && !this.#isOver) await new Promise<void>((resolve) => (this.#onRead = resolve));
    const pages = this.#pages;
    if (pages.length === 0 && this.#failure) throw this.#failure.error;
    this.#pages = [];
    this.#rows = 0;
    this.#onTaken();
    return pages;
  }

  async #readFrom(start: string | null): Promise<void> {
    let position = start;
    try {
      do {
        const page = await this.#read(position, this.#stop.signal);
        position = page.next;
        this.#pages.push(page);
        this.#rows += page.observations.length + page.rejected.length;
        this.#onRead();
        // Answers that are there at once would all be understood before the applying gets on with a single statement.
        await turnOfOthers();
        while (this.#rows >= mostRows && !this.#isOver) {
          await new Promise<void>((resolve) => (this.#onTaken = resolve));
        }
      } while (position !== null && !this.#isOver);
    } catch (error) {
      this.#failure = { error };
    }
    this.#isOver = true;
    this.#onRead();
  }

  /** Ends the reading; resolves when nothing is under way any more. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true;
    this.#stop.abort();
    this.#onTaken();
    await this.#reading;
  }
}
