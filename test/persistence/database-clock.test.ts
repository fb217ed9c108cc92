import { beforeAll, describe, expect, it } from '@jest/globals';
import { addMs, type Clock, monotonicMs, systemClock } from '#kernel/clock';
import type { Database } from '#persistence/database';
import { openDatabaseClock } from '#persistence/database-clock';
import { suiteDatabase } from '#test/harness/database';
import { until } from '#test/harness/until';

const suite = suiteDatabase([]);
let database: Database;
beforeAll(async () => {
  database = await suite().openAsOwner();
});

const offBy = (ms: number): Clock => ({ now: () => addMs(systemClock.now(), ms) });

/** A database whose clock is `aheadMs` ahead of this process' monotonic one, and which answers after `takesMs`. */
function scripted() {
  const script = { aheadMs: 1_000_000, takesMs: 0, away: false, asked: 0 };
  const query = async <T>() => {
    script.asked += 1;
    if (script.away) throw new Error('away');
    const nowMs = monotonicMs() + script.aheadMs;
    await new Promise((resolve) => setTimeout(resolve, script.takesMs));
    return [{ nowMs }] as T[];
  };
  return { script, query };
}

function lines() {
  const said: string[] = [];
  return { said, logger: { warn: (_: object, message: string) => void said.push(message) } };
}

describe("the database's clock", () => {
  it('is the one of the server, and tells its whole time', async () => {
    const { logger } = lines();
    const clock = await openDatabaseClock(database, { logger });
    const before = clock.now();
    const [row] = await database.query<{ at: Date }>('SELECT clock_timestamp() AS at');
    const after = clock.now();
    clock.stop();
    expect(Number(row?.at) - before.getTime()).toBeGreaterThanOrEqual(-50);
    expect(after.getTime() - Number(row?.at)).toBeGreaterThanOrEqual(-50);
  });

  it.each([120_000, -120_000])(
    "does not care for the computer's own, which is %s ms off, and says so once",
    async (off) => {
      const { logger, said } = lines();
      const clock = await openDatabaseClock(database, { logger, own: offBy(off), everyMs: 5 });
      await new Promise((resolve) => setTimeout(resolve, 100));
      const [row] = await database.query<{ at: Date }>('SELECT clock_timestamp() AS at');
      expect(Math.abs(clock.now().getTime() - Number(row?.at))).toBeLessThan(1_000);
      clock.stop();
      expect(said).toEqual(["this computer's clock differs from the database's, which is used"]);
    },
  );

  it('goes on while the database is away, and follows it when its clock has changed', async () => {
    const { script, query } = scripted();
    const { logger } = lines();
    const clock = await openDatabaseClock({ query }, { logger, everyMs: 5 });
    const ahead = () => clock.now().getTime() - monotonicMs();
    script.away = true;
    const { asked } = script;
    await until(
      () => script.asked,
      (times) => times > asked + 3,
    );
    expect(Math.abs(ahead() - 1_000_000)).toBeLessThan(50);
    Object.assign(script, { away: false, aheadMs: 2_000_000 });
    await until(ahead, (ms) => Math.abs(ms - 2_000_000) < 50);
    clock.stop();
  });

  it('is not moved by an answer that merely took long', async () => {
    const { script, query } = scripted();
    const { logger } = lines();
    const clock = await openDatabaseClock({ query }, { logger, everyMs: 5 });
    const ahead = () => clock.now().getTime() - monotonicMs();
    const known = ahead();
    script.takesMs = 200;
    const { asked } = script;
    await until(
      () => script.asked,
      (times) => times > asked + 1,
    );
    expect(Math.abs(ahead() - known)).toBeLessThan(20);
    clock.stop();
  });
});
