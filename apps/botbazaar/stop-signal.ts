/** Ctrl-C, a closed terminal, or a polite kill: all ask for the same orderly end. */
import { monotonicMs } from '#kernel/clock';

const exitCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
/** One Ctrl-C can arrive twice: from the terminal, and passed on by npm. Whoever presses it again takes longer than this. */
const sameAskMs = 1_000;
/** Work that is under way gets ten seconds; what takes longer than that and everything else together hangs. */
const patienceMs = 20_000;

export class StopSignal {
  /** Settles when the end is asked for. */
  readonly asked: Promise<void>;
  private askedAtMs: number | undefined;

  constructor() {
    this.asked = new Promise((resolve) => {
      for (const signal of Object.keys(exitCodes) as (keyof typeof exitCodes)[]) {
        process.on(signal, () => {
          this.askedAtMs ??= monotonicMs();
          // Asked again, it does not wait for anything; database and bots end with the pipes that this process holds.
          const end = () => process.exit(exitCodes[signal]);
          if (monotonicMs() - this.askedAtMs > sameAskMs) end();
          setTimeout(end, patienceMs).unref();
          resolve();
        });
      }
    });
  }

  get isAsked(): boolean {
    return this.askedAtMs !== undefined;
  }
}
