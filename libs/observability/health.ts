/** One thing that must be there before the program can do its work. */
export interface HealthCheck {
  readonly name: string;
  /** Undefined = fine; else what is missing, in words that a stranger may read. */
  check(): Promise<string | undefined>;
}

export interface Readiness {
  readonly ready: boolean;
  readonly missing: readonly { readonly name: string; readonly reason: string }[];
}

/** Runs all checks at once. One that does not answer in time is missing, and so is one that fails. */
export async function readiness(checks: readonly HealthCheck[], timeoutMs: number): Promise<Readiness> {
  const reasons = await Promise.all(checks.map((check) => reasonOf(check, timeoutMs)));
  const missing = checks.flatMap(({ name }, index) => {
    const reason = reasons[index];
    return reason === undefined ? [] : [{ name, reason }];
  });
  return { ready: missing.length === 0, missing };
}

async function reasonOf(check: HealthCheck, timeoutMs: number): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`did not answer within ${timeoutMs} ms`), timeoutMs);
  });
  try {
    return await Promise.race([check.check(), late]);
  } catch {
    // Why is for the log of the part that failed; whoever asks for health may be anyone.
    return 'the check failed';
  } finally {
    clearTimeout(timer);
  }
}
