/** Runs until the process is told to stop, then closes what was opened, the last first. */
import type { Logger } from '../telemetry/logger.ts';

type Closer = () => Promise<unknown>;

const patienceMs = 10_000;

export class RunningProcess {
  readonly #closers: Closer[] = [];
  #stopping: Promise<void> | undefined;

  /** @param logger falls silent once the stop begins: what breaks then breaks because it is closed. */
  constructor(logger: Logger) {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, () => {
        logger.level = 'silent';
        void this.stop().then(() => process.exit(0));
      });
    }
  }

  /** What is to be closed when the process stops. */
  closing(closer: Closer): void {
    this.#closers.push(closer);
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#closeAll();
    return this.#stopping;
  }

  async #closeAll(): Promise<void> {
    const tooLong = setTimeout(() => process.exit(1), patienceMs);
    // Ctrl-C reaches the database at the same moment, so a closer may find it gone: the next one goes on all the same.
    for (const close of this.#closers.toReversed()) await close().catch(() => undefined);
    clearTimeout(tooLong);
  }
}
