/** One fault after the other at random times under load, then quiet, then the reckoning; and the report of all that. */
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { connectLnd, type LndAddress } from '#lightning/lnd-client';
import { until } from '#test/harness/until';
import type { Random } from '#test/ledger/random';
import type { Crew } from './crew.js';
import { type Accused, reckon } from './reckoning.js';
import { letADayPass } from './stranded.js';
import { type End, ends, type Mall, type Outcome, Traffic } from './traffic.js';
import { Withdrawals } from './withdrawals.js';

export interface Fault {
  readonly name: string;
  /** Breaks something, and returns when it is mended, or when it may stay as it is. */
  strike(): Promise<void>;
}

interface Struck {
  readonly name: string;
  readonly fromMs: number;
  readonly untilMs: number;
}

export interface StormOptions {
  readonly title: string;
  readonly seed: number;
  readonly random: Random;
  readonly market: Accused & Mall & { said(): Promise<string> };
  readonly crew: Crew;
  readonly faults: readonly Fault[];
  /** What has gone wrong that is not ours, where it explains that nothing is sold any more. */
  readonly notOurs?: () => string | undefined;
  /** Faults that could not be made here, and why. */
  readonly leftOut?: readonly string[];
}

const perSecond = 12;
const leastPerSecond = 10;
const longestPauseMs = 1_500;
/** Before the first fault and after the last one all works, so that a run without a sale has failed. */
const calmMs = 3_000;
const sellsAgainWithinMs = 60_000;

/** Anything of this needs a human, and none of these faults does. */
const alarm =
  /contradicts our record|is captured for a task|that was to be canceled is settled|refused to settle|money arrived that no charge/;

export async function storm(options: StormOptions): Promise<void> {
  const { title, seed, random, market, crew } = options;
  const report = [`${title}, seed ${seed}`];
  const print = (line: string) => report.push(line);
  const before = await market.books.wallets();
  const traffic = new Traffic(market, crew.stalls, random);
  const withdrawals = new Withdrawals(market.connection, crew.stalls, random, traffic.paidUntilMs);
  traffic.start(perSecond);
  withdrawals.start();
  const beganMs = performance.now();
  const struck: Struck[] = [];
  // What is wrong with the money is nobody else's doing.
  let reckoning = false;
  try {
    await sleep(calmMs);
    for (const fault of shuffled(options.faults, random)) {
      await sleep(random.int(longestPauseMs));
      const fromMs = performance.now();
      try {
        await fault.strike();
        await sellsAgain(traffic);
      } catch (error) {
        throw new Error(`${fault.name}: ${(error as Error).message}`, { cause: error });
      }
      struck.push({ name: fault.name, fromMs, untilMs: performance.now() });
    }
    await sleep(calmMs);
    const stormMs = performance.now() - beganMs;
    const ended = Promise.all([traffic.stop(), withdrawals.stop()]);
    await Promise.all([ended, letADayPass(market, ended)]);
    print(table(struck, traffic.outcomes, beganMs));
    for (const name of options.leftOut ?? []) print(`left out: ${name}`);
    reckoning = true;
    const { counts, sums } = await reckon(market, { traffic, withdrawals }, crew.stalls, before);
    print(
      `${traffic.started} buyers in ${seconds(stormMs)} s (${traffic.perSecond().toFixed(1)}/s): ${told(counts)}, ${traffic.turnedAway} turned away; ${sums}`,
    );
    expect(traffic.perSecond()).toBeGreaterThanOrEqual(leastPerSecond);
    const spending = traffic.outcomes.filter(({ payer }) => payer !== undefined);
    const leavings = [withdrawals.succeeded.length, spending.length];
    expect(Math.min(counts.sold, counts.whole, counts.owed, counts.refunded, ...leavings)).toBeGreaterThan(0);
    // Each clock that was set was off for some time in which things were bought; they must have been delivered as well.
    const off = struck.filter(({ name }) => name.startsWith('clock'));
    const soldThen = during(off, traffic.outcomes).filter(({ end }) => end === 'sold');
    if (off.length > 0) expect(soldThen.length).toBeGreaterThan(0);
    expect((await market.said()).split('\n').filter((line) => alarm.test(line))).toEqual([]);
  } catch (thrown) {
    const log = join(tmpdir(), `botbazaar-chaos-${seed}-${performance.now().toFixed(0)}.log`);
    await writeFile(log, await market.said());
    print(`failed after ${struck.map(({ name }) => name).join(', ')}; what the marketplace said is in ${log}`);
    for (const line of await outgoing(market.node())) print(line);
    const notOurs = reckoning ? undefined : options.notOurs?.();
    if (notOurs !== undefined) print(`not ours: ${notOurs}`);
    throw thrown;
  } finally {
    traffic.end();
    withdrawals.end();
    process.stdout.write(`${report.join('\n')}\n\n`);
  }
}

/** What the market's node itself says of payments that are not over. */
async function outgoing(node: LndAddress): Promise<string[]> {
  const client = connectLnd(node);
  try {
    const request = { include_incomplete: true, reversed: true, max_payments: '200' };
    const { payments } = await client.unary(client.lightning.ListPayments, request);
    return payments
      .filter(({ status }) => status !== 'SUCCEEDED' && status !== 'FAILED')
      .map(({ payment_hash, status, failure_reason, creation_date, htlcs }) => {
        const attempts = htlcs.map((htlc) => `${htlc.status} since ${htlc.attempt_time_ns}`);
        return `at the node ${payment_hash} of ${creation_date} is ${status} (${failure_reason}): ${attempts.join(', ') || 'no HTLC'}`;
      });
  } catch (error) {
    return [`the node does not say what it is paying: ${(error as Error).message}`];
  } finally {
    client.close();
  }
}

/** After whatever fault the next sale must come by itself. */
async function sellsAgain(traffic: Traffic): Promise<void> {
  const sold = traffic.sold();
  await until(
    () => traffic.sold(),
    (now) => now > sold,
    sellsAgainWithinMs,
  );
}

/** What began before the fault was over, and ended after it had begun. */
function during(struck: readonly Struck[], outcomes: readonly Outcome[]): Outcome[] {
  return outcomes.filter((one) => struck.some(({ fromMs, untilMs }) => one.fromMs < untilMs && one.untilMs > fromMs));
}

function table(struck: readonly Struck[], outcomes: readonly Outcome[], beganMs: number): string {
  const rows = struck.map((fault) => {
    const touched = during([fault], outcomes);
    const counts = ends.map((end) => String(touched.filter((one) => one.end === end).length).padStart(9));
    const at = seconds(fault.fromMs - beganMs).padStart(7);
    return `${fault.name.padEnd(34)}${at}${seconds(fault.untilMs - fault.fromMs).padStart(7)}${counts.join('')}`;
  });
  const head = `${'fault'.padEnd(34)}${'at s'.padStart(7)}${'took'.padStart(7)}${ends.map((end) => end.padStart(9)).join('')}`;
  return [head, ...rows].join('\n');
}

function told(counts: Readonly<Record<End, number>>): string {
  return ends.map((end) => `${counts[end]} ${end}`).join(', ');
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(1);
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const left = [...items];
  return Array.from({ length: items.length }, () => left.splice(random.int(left.length), 1)[0] as T);
}
