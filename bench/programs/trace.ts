/**
 * Loaded before the product's main file by the traced run of `hold-tasks`: measures each statement, each wait for a
 * connection and each unary call to LND by wrapping what the drivers export. The product knows nothing of it.
 * `{trace: 'start'}` forgets what was measured so far, `{trace: 'stop'}` is answered `{spans, cpuMs, busy}`.
 */
import { Client } from '@grpc/grpc-js';
import pg from 'pg';

/** `totalMs` is the sum over `count` calls. */
export interface Span {
  readonly name: string;
  readonly count: number;
  readonly totalMs: number;
}

export interface Trace {
  readonly spans: readonly Span[];
  /** Processor time of the process. */
  readonly cpuMs: number;
  /** Share of the time in which the event loop was not idle. */
  readonly busy: number;
}

const measured = new Map<string, { count: number; totalMs: number }>();

function add(name: string, ms: number): void {
  const span = measured.get(name) ?? { count: 0, totalMs: 0 };
  span.count += 1;
  span.totalMs += ms;
  measured.set(name, span);
}

type Loose = (this: unknown, ...args: unknown[]) => unknown;

/** Puts a function in place that measures until the callback, which is the last argument, or the promise is settled. */
function measure(owner: object, method: string, nameOf: (args: readonly unknown[]) => string): void {
  const methods = owner as Record<string, Loose>;
  const original = methods[method];
  if (original === undefined) throw new Error(`there is no ${method} to measure`);
  methods[method] = function (...args) {
    const name = nameOf(args);
    const startedMs = performance.now();
    const done = args.at(-1);
    if (typeof done === 'function') {
      args[args.length - 1] = function (this: unknown, ...results: unknown[]) {
        add(name, performance.now() - startedMs);
        return (done as Loose).apply(this, results);
      };
      return original.apply(this, args);
    }
    const result = original.apply(this, args);
    if (result instanceof Promise) {
      const end = () => add(name, performance.now() - startedMs);
      result.then(end, end);
    }
    return result;
  };
}

measure(Client.prototype, 'makeUnaryRequest', ([path]) => `LND ${String(path).split('/').at(-1)}`);
measure(pg.Client.prototype, 'query', ([query]) => {
  const { name, text } = typeof query === 'string' ? { name: undefined, text: query } : (query as pg.QueryConfig);
  return `SQL ${name ?? (text ?? '').replaceAll(/\s+/g, ' ').trim().slice(0, 60)}`;
});
measure(pg.Pool.prototype, 'connect', () => 'wait for a connection');

let cpu = process.cpuUsage();
let loop = performance.eventLoopUtilization();
process.on('message', ({ trace }: { trace?: 'start' | 'stop' }) => {
  if (trace === 'start') {
    measured.clear();
    cpu = process.cpuUsage();
    loop = performance.eventLoopUtilization();
  } else if (trace === 'stop') {
    const { user, system } = process.cpuUsage(cpu);
    const spans = [...measured].map(([name, { count, totalMs }]) => ({ name, count, totalMs }));
    const { utilization } = performance.eventLoopUtilization(loop);
    process.send?.({ spans, cpuMs: (user + system) / 1_000, busy: utilization } satisfies Trace);
  }
});
// The channel must not keep the product alive.
process.channel?.unref();
