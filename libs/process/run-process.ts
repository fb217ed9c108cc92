/** A service's process: it starts, stays until it is asked to end, and gives back what it took in the opposite order. */
import { monotonicMs } from '#kernel/clock';

/** Notes what has to be called at the end; what was noted last is called first. */
export type Undo = (step: () => Promise<void> | void) => void;

/** One who asks twice within this time has pressed once. */
const sameAskMs = 1_000;
const undoAfterFailureMs = 5_000;

/** What runs may fail later, in a way that only the end of the process helps against. */
export interface RunningProcess {
  readonly failed: Promise<Error>;
}

/**
 * Ends the process: with 0 when it was asked to end, with 1 and the reason on standard error when it could not start, or fails
 * while it runs.
 */
export async function runProcess(start: (undo: Undo) => Promise<RunningProcess | undefined>): Promise<void> {
  const steps: (() => Promise<void> | void)[] = [];
  const undoAll = async () => {
    for (const step of steps.splice(0).reverse()) await step();
  };
  const asked = new Promise<void>((resolve) => {
    let askedAtMs: number | undefined;
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
      process.on(signal, () => {
        askedAtMs ??= monotonicMs();
        if (monotonicMs() - askedAtMs > sameAskMs) process.exit(1);
        resolve();
      });
    }
  });
  try {
    const running = await start((step) => steps.push(step));
    const failure = await Promise.race([asked, running?.failed ?? asked]);
    if (failure) throw failure;
    await undoAll();
    process.exit(0);
  } catch (thrown) {
    process.stderr.write(`${why(thrown)}\n`);
    // What cannot be given back, or not soon, is given back by the end of the process.
    setTimeout(() => process.exit(1), undoAfterFailureMs);
    await undoAll().catch(() => undefined);
    process.exit(1);
  }
}

/** A sentence where the failure was thrown for people, the stack of a defect. */
function why(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  // What the system refused, such as to write on a full disk, is no defect either.
  const isForPeople =
    ['ConfigError', 'SecretFileError', 'ListenError', 'AppError'].includes(thrown.name) || 'syscall' in thrown;
  return isForPeople ? thrown.message : (thrown.stack ?? thrown.message);
}
