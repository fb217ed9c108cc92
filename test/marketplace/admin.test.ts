/**
 * An admin at work on a whole marketplace: money that simulated nodes really hold, tasks that are tried again or canceled in the
 * very moment of their delivery, and a log that has all of it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { expectSound, type Wallets } from '#test/harness/books';
import { type Offered, taskOrder } from '#test/harness/buyers';
import { csvRecords } from '#test/harness/csv';
import { suiteMarketplace } from '#test/harness/marketplace';
import { unrecorded } from '#test/harness/transcript';
import { until } from '#test/harness/until';
import { payment, taskAtSeller, waitingSeller } from './waiting-seller.js';

const market = suiteMarketplace(() => ({
  sellerPorts: 3,
  environment: { BOTBAZAAR_CHALLENGES_PER_MINUTE: '100000', BOTBAZAAR_CHALLENGES_BURST: '10000' },
}));
let before: Wallets;
beforeAll(async () => {
  before = await market().books.wallets();
});

const authorized = () => ({ authorization: `Bearer ${market().access().adminToken}` });
/** What a list says differs from run to run: ids, ages, heights. */
const ask = (path: string, accept = 'application/json') =>
  unrecorded(() =>
    market()
      .buyer()
      .send({ path, headers: { ...authorized(), accept } }),
  );
const order = (taskId: string, what: 'retry' | 'cancel', body: Record<string, unknown>) =>
  market()
    .buyer()
    .send({
      path: `/v1/admin/tasks/${taskId}/${what}`,
      body: { reason: 'asked by the test', ...body },
      headers: authorized(),
    });

interface Hold {
  readonly taskId: string;
  readonly state: string;
  readonly expiryHeight: number;
  readonly nodeHeight?: number;
  readonly blocksToExpiry?: number;
  readonly minutesToDeadline: number;
  readonly heldMsat: string;
  readonly chargeId: string;
}

describe('an admin', () => {
  it('sees what the nodes hold, the nearest to its expiry first, and the sums of the charges', async () => {
    const { listing, finish } = await waitingSeller(market(), { deadlineMs: 15_000, maxConcurrency: 8 });
    const buyers = Array.from({ length: 5 }, () => market().buyer());
    const offers = await Promise.all(
      buyers.map((buyer, n) => buyer.challenge(taskOrder(listing.slug, { text: `hold ${n}` }))),
    );
    const payments = buyers.map((buyer, n) => payment(buyer, offers[n] as Offered));
    await until(
      async () => listing.works.length,
      (works) => works === 5,
    );
    const { holds } = (await ask('/v1/admin/holds')).json() as unknown as { holds: Hold[] };
    expect(holds.map(({ taskId }) => taskId).sort()).toEqual(offers.map(({ taskId }) => taskId).sort());
    const keys = holds.map(({ expiryHeight, chargeId }) => `${String(expiryHeight).padStart(9, '0')} ${chargeId}`);
    expect(keys).toEqual([...keys].sort());
    for (const hold of holds) {
      expect(hold).toMatchObject({ state: 'HELD', heldMsat: String(offers[0]?.priceMsat) });
      expect(hold.minutesToDeadline).toBeGreaterThan(0);
      expect(hold.minutesToDeadline).toBeLessThan(0.34);
      expect(hold.blocksToExpiry).toBe(hold.expiryHeight - (hold.nodeHeight ?? 0));
    }
    const rows = csvRecords((await ask('/v1/admin/holds', 'text/csv')).text);
    expect(rows.map(({ taskId }) => taskId)).toEqual(holds.map(({ taskId }) => taskId));

    const summary = (await ask('/v1/admin/charges/summary')).json() as unknown as { lines: Record<string, unknown>[] };
    expect(summary.lines).toContainEqual(expect.objectContaining({ funding: 'hold', state: 'HELD', count: '5' }));
    finish();
    await Promise.all(payments);
    for (const { taskId } of offers) await market().books.ended(taskId);
    expect((await ask('/v1/admin/holds')).json()).toEqual({ holds: [] });
  });

  it('is told why a task cannot be tried again or canceled', async () => {
    const listing = await market().list();
    const unpaid = await market()
      .buyer()
      .challenge(taskOrder(listing.slug, { text: 'unpaid' }));
    const { challenge } = await market()
      .buyer()
      .buy(taskOrder(listing.slug, { text: 'paid' }));
    await market().books.ended(challenge.taskId);
    const told = async (taskId: string, what: 'retry' | 'cancel', body = {}) => {
      const { status, json } = await order(taskId, what, body);
      return [status, json().code ?? json().did];
    };
    expect(await told(unpaid.taskId, 'retry')).toEqual([409, 'task_not_retryable']);
    expect(await told(challenge.taskId, 'retry')).toEqual([409, 'task_over']);
    expect(await told(challenge.taskId, 'retry', { attempt: 1 })).toEqual([409, 'task_over']);
    expect(await told(challenge.taskId, 'cancel')).toEqual([409, 'task_over']);
    expect(await told(`tsk_${'0'.repeat(32)}`, 'retry')).toEqual([404, 'task_not_found']);
    expect(await told(unpaid.taskId, 'retry', { attempt: 0 })).toEqual([400, 'invalid_request']);
    expect(await told(unpaid.taskId, 'retry', { reason: '' })).toEqual([400, 'invalid_request']);
  });

  it(
    'has a task tried again in the millisecond of its delivery, and it is delivered once',
    () =>
      unrecorded(async () => {
        const rounds = 24;
        const answers: string[] = [];
        for (const funding of ['hold', 'invoice'] as const) {
          const seller = await waitingSeller(market(), { deadlineMs: 15_000, maxConcurrency: 8 });
          const { finish } = seller;
          for (let round = 0; round < rounds / 2; round += 1) {
            const { buyer, wish, offered, paying } = await taskAtSeller(market(), seller, `round ${round}`, funding);
            finish();
            await sleep(round % 6);
            const retried = await order(offered.taskId, 'retry', { attempt: 1 });
            // Its second attempt, where there is one, is answered as well.
            const answering = setInterval(finish, 20);
            const { task, charge, timeline } = await market().books.ended(offered.taskId);
            clearInterval(answering);
            const { did, code } = retried.json();
            answers.push(`${retried.status} ${did ?? code}`);
            expect([task, charge]).toEqual(['DELIVERED', 'SETTLED']);
            const ends = timeline.events.filter(({ of, to }) => of === 'attempt' && to === 'delivered');
            expect(ends).toHaveLength(1);
            const result = await buyer.claim(wish, offered, { preimage: await paying });
            expect(result.json()).toMatchObject({ state: 'DELIVERED', output: { echo: { text: `round ${round}` } } });
          }
        }
        const allowed = ['200 offered', '200 finished', '200 nothing', '409 task_over'];
        expect([...new Set(answers)].filter((one) => !allowed.includes(one))).toEqual([]);
        expect(answers).toHaveLength(rounds);
      }),
    120_000,
  );

  it(
    'cancels and retries at the same time as it is delivered: the work is paid or the money is back',
    () =>
      unrecorded(async () => {
        const rounds = 12;
        const outcomes: string[] = [];
        for (const funding of ['hold', 'invoice'] as const) {
          const seller = await waitingSeller(market(), { deadlineMs: 15_000, maxConcurrency: 8 });
          const { finish } = seller;
          for (let round = 0; round < rounds / 2; round += 1) {
            const { offered, paying } = await taskAtSeller(market(), seller, `round ${round}`, funding);
            const [canceled] = await Promise.all([
              sleep(round % 3).then(() => order(offered.taskId, 'cancel', {})),
              order(offered.taskId, 'retry', { attempt: 1 }),
              sleep(round % 2).then(finish),
            ]);
            const answering = setInterval(finish, 20);
            const { task, charge } = await market().books.ended(offered.taskId);
            clearInterval(answering);
            outcomes.push(`${funding} ${canceled.status} ${task} ${charge}`);
            await paying;
          }
        }
        const allowed = ['200 CANCELED', '409 DELIVERED', '409 EXPIRED'].flatMap((end) => {
          const charge = (funding: string) =>
            end.endsWith('DELIVERED') ? 'SETTLED' : funding === 'hold' ? 'CANCELED' : 'REFUND_DUE';
          return ['hold', 'invoice'].map((funding) => `${funding} ${end} ${charge(funding)}`);
        });
        expect([...new Set(outcomes)].filter((outcome) => !allowed.includes(outcome))).toEqual([]);
        expect(outcomes).toHaveLength(rounds);
      }),
    90_000,
  );

  it('finds all that it has done in the log, with how it ended', async () => {
    const actions: { outcome: string; action: string; n: string; status: number }[] = [];
    for (let path: string | undefined = '/v1/admin/audit?limit=11'; path !== undefined; ) {
      const page = await ask(path);
      actions.push(...(page.json().actions as typeof actions));
      path = /<([^>]+)>; rel="next"/.exec(String(page.headers.link ?? ''))?.[1];
    }
    const count = (action: string) => actions.filter((one) => one.action === action).length;
    expect([count('retryTask'), count('cancelTaskByAdmin')]).toEqual([40, 13]);
    expect(actions.map(({ n }) => Number(n))).toEqual(Array.from({ length: 53 }, (_, index) => 53 - index));
    for (const { outcome, status } of actions)
      expect([outcome, status]).toEqual([status === 200 ? 'done' : 'refused', status]);
  });

  it('finds nothing stuck in a market where all went well, and the tasks by their states', async () => {
    const { tasks } = (await ask('/v1/admin/tasks?stuck=true')).json() as unknown as { tasks: object[] };
    expect(tasks).toEqual([]);
    const delivered = await ask('/v1/admin/tasks?state=DELIVERED&order=newest&limit=10', 'text/csv');
    expect(csvRecords(delivered.text)).toHaveLength(10);
    expect(delivered.headers['next-cursor']).toMatch(/^tsk_/);
  });

  it('leaves books in order', async () => {
    await expectSound(market().books, before);
    expect(await market().books.balance(2140)).toBe(0n);
    expect(market().sellers.forged).toEqual([]);
  });
});
