/**
 * `node --import …/shifted-clock.mjs` with CHAOS_CLOCK_FILE: a program whose computer's clock is off by as many milliseconds as
 * the file says, and jumps when the file changes. What TLS and the file system say of time stays as it is.
 */
import { readFileSync } from 'node:fs';

const file = process.env.CHAOS_CLOCK_FILE;
const lookEveryMs = 100;

if (file !== undefined) {
  const RealDate = Date;
  let offMs = 0;
  const look = () => {
    try {
      offMs = Number(readFileSync(file, 'utf8')) || 0;
    } catch (error) {
      // Nobody has set the clock yet.
      if (error.code !== 'ENOENT') throw error;
    }
  };
  look();
  setInterval(look, lookEveryMs).unref();
  const now = () => RealDate.now() + offMs;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget === globalThis.Date ? target : newTarget),
    apply: () => new RealDate(now()).toString(),
    get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
  });
}
