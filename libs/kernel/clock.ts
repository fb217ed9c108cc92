/** The only reader of the computer's clock. Everything else takes a `Clock`, so that a test can own the time. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** Milliseconds of a clock that never jumps, for measuring how long something took. */
export function monotonicMs(): number {
  return performance.now();
}

/** A clock that stands still until the test moves it. */
export function manualClock(start: Date): Clock & { advance(ms: number): void } {
  let now = start.getTime();
  return {
    now: () => new Date(now),
    advance(ms) {
      now += ms;
    },
  };
}

export function addMs(instant: Date, ms: number): Date {
  return new Date(instant.getTime() + ms);
}
