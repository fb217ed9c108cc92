/**
 * The database's clock. What a service writes down as a time, another process compares with its own: a deadline, a lease, a
 * sweep. Where each of them asked its own computer, a clock that is wrong by more than the work takes would end every task. So
 * all of them ask the one server that they have in common, and the clocks of their computers do not matter.
 *
 * Asking costs a round trip, so it is done now and then, and the time in between is counted by a clock that never jumps.
 */
import { type Clock, monotonicMs, systemClock } from '#kernel/clock';
import type { Tx } from './database.js';

export interface DatabaseClock extends Clock {
  stop(): void;
}

export interface DatabaseClockOptions {
  readonly logger: { warn(fields: object, message: string): void };
  /** The computer's own clock, which is only compared. */
  readonly own?: Clock;
  readonly everyMs?: number;
}

const defaultEveryMs = 5_000;
/** A computer whose clock is further off is worth a line in the log: its other programs have no better one. */
const worthALineMs = 2_000;
const askSql = `SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS "nowMs"`;

/** Asks before it returns, so it throws where the database is not reachable. */
export async function openDatabaseClock(
  database: Pick<Tx, 'query'>,
  { logger, own = systemClock, everyMs = defaultEveryMs }: DatabaseClockOptions,
): Promise<DatabaseClock> {
  /** What the database's time is ahead of the monotonic one. */
  let aheadMs = await midpoint(ask(database));
  // The first question may have opened a connection, all of it before the database read its clock.
  aheadMs = agreed(aheadMs, await ask(database));
  const now = () => new Date(monotonicMs() + aheadMs);
  let wasOff = false;
  const compare = () => {
    const offMs = Math.round(own.now().getTime() - now().getTime());
    const isOff = Math.abs(offMs) > worthALineMs;
    if (isOff && !wasOff) logger.warn({ offMs }, "this computer's clock differs from the database's, which is used");
    wasOff = isOff;
  };
  let asking = false;
  const look = async () => {
    if (asking) return;
    asking = true;
    try {
      aheadMs = agreed(aheadMs, await ask(database));
      compare();
    } catch (error) {
      logger.warn({ err: error }, 'the database did not tell its time; it is counted on from what it told before');
    } finally {
      asking = false;
    }
  };
  compare();
  const timer = setInterval(() => void look(), everyMs);
  timer.unref();
  return { now, stop: () => clearInterval(timer) };
}

/** The database read its clock some time between the question and the answer. */
interface Bounds {
  readonly lowestMs: number;
  readonly highestMs: number;
}

async function ask(database: Pick<Tx, 'query'>): Promise<Bounds> {
  const askedAtMs = monotonicMs();
  const [row] = await database.query<{ nowMs: number }>(askSql);
  const nowMs = row?.nowMs ?? Number.NaN;
  return { lowestMs: nowMs - monotonicMs(), highestMs: nowMs - askedAtMs };
}

async function midpoint(answer: Promise<Bounds>): Promise<number> {
  const { lowestMs, highestMs } = await answer;
  return (lowestMs + highestMs) / 2;
}

/** A slow answer says little, and what is known agrees with it; only an answer that excludes it changes it. */
function agreed(aheadMs: number, { lowestMs, highestMs }: Bounds): number {
  return Math.min(Math.max(aheadMs, lowestMs), highestMs);
}
