/**
 * Whoever asks while a run is under way waits for the next one, which begins after the asking and so sees everything
 * that was written before it; many who ask share one run.
 */
export class SharedRuns {
  readonly #runs = new Map<string, { running: Promise<void>; next: Promise<void> | null }>();

  start(key: string, work: () => Promise<void>): Promise<void> {
    const known = this.#runs.get(key);
    if (known?.next) return known.next;
    if (known) {
      known.next = known.running.catch(() => undefined).then(() => this.#start(key, work));
      return known.next;
    }
    return this.#start(key, work);
  }

  #start(key: string, work: () => Promise<void>): Promise<void> {
    const running = work();
    const entry = { running, next: null };
    this.#runs.set(key, entry);
    const settle = () => {
      if (this.#runs.get(key) === entry && entry.next === null) this.#runs.delete(key);
    };
    running.then(settle, settle);
    return running;
  }
}
