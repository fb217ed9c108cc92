/**
 * Steps of the same tasks in every order and at the same time, from two processes: jobs that come twice, callbacks beside
 * inline answers, claims that are kept, lost, released and answered late, questions to buyers and their answers, pieces of output,
 * the deadline beside the delivery, sweeps in between. What may not depend on luck is checked at the end.
 * The seed is printed; `DISPATCH_SEED=<n>` runs it again.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defaultDispatchConfig } from '#apps/dispatch/config';
import type { StepJob } from '#apps/dispatch/queue';
import { schema } from '#apps/dispatch/schema';
import type { RunningDispatch } from '#apps/dispatch/start';
import type { VersionReply } from '#contracts/registry';
import { systemClock } from '#kernel/clock';
import { AppError } from '#kernel/errors';
import { suiteDatabase } from '#test/harness/database';
import {
  type Bought,
  brokenInvariants,
  callBack,
  createKit,
  fund,
  type Kit,
  keep,
  provide,
  read,
  until,
} from './dispatch-kit.js';
import { worker } from './pulling.js';
import { answer, type Offer, type SellerServer, startSeller } from './seller-server.js';

const seed = Number(process.env.DISPATCH_SEED ?? systemClock.now().getTime() % 1_000_000);
const tasksPerRound = 60;
const opsPerTask = 10;

/** mulberry32 */
function randomFrom(start: number): () => number {
  let state = start >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Handler = (job: StepJob, tries: number) => Promise<unknown>;

describe(`steps in any order (seed ${seed})`, () => {
  const random = randomFrom(seed);
  const pick = <T>(choices: readonly T[]): T => choices[Math.floor(random() * choices.length)] as T;
  const handlers: Handler[] = [];
  const offers: { offer: Offer; attemptId: string }[] = [];
  let seller: SellerServer;
  let kit: Kit;
  let processes: RunningDispatch[];
  let listing: VersionReply;
  let pulled: VersionReply;
  const tasks: Bought[] = [];
  const running: Promise<void>[] = [];
  const claims: { taskId: string; attempt: number }[] = [];

  afterAll(async () => {
    await kit.stop();
    await seller.close();
  });
  const suite = suiteDatabase([schema]);
  beforeAll(async () => {
    seller = await startSeller();
    kit = await createKit({ suite: suite(), seller });
    // No queue but the test: it hands each process the jobs that it likes.
    const queue = () => ({
      add: async () => true,
      takeBack: () => undefined,
      work: (handler: Handler) => void handlers.push(handler),
      stopWork: async () => undefined,
      close: async () => undefined,
    });
    // What buyers are to be told is written and not sent.
    const webhooks = { ...defaultDispatchConfig.webhooks, maxCalls: 0 };
    processes = [
      await kit.start({ sweepIntervalMs: 60, webhooks }, { queue }),
      await kit.start({ sweepIntervalMs: 90, webhooks }, { queue }),
    ];
    pulled = kit.registry.add({ maxConcurrency: 5, outputSchema: { type: 'number' } });
    listing = kit.registry.add({
      maxConcurrency: 5,
      outputSchema: { type: 'number' },
      url: seller.serve(async (offer, response, { headers }) => {
        if (offer.type === 'task') offers.push({ offer, attemptId: String(headers['webhook-id']) });
        await sleep(random() * 60);
        const [status, body] = pick([
          [200, { output: offer.attempt }],
          [200, { output: offer.attempt }],
          [200, { output: 'wrong' }],
          [202, {}],
          [202, {}],
          [200, { ask: { n: pick([1, 1, 1, 2]), message: 'which?' } }],
          [200, { ask: { n: pick([1, 1, 1, 2]), message: 'which?' } }],
          [500, {}],
          [422, { error: { message: 'no' } }],
        ] as const);
        answer(response, status, body);
        const bought = tasks.find(({ taskId }) => taskId === offer.taskId);
        if ('ask' in body && bought && random() < 0.8) {
          running.push(
            sleep(random() * 300)
              .then(answering(bought))
              .catch(refusedIsFine),
          );
        }
      }),
    });
  });

  const service = () => pick(processes).service;
  const job =
    (bought: Bought, step: StepJob['step'], of = listing) =>
    async () => {
      const { listingId = '' } = of.service ?? {};
      await pick(handlers)({ step, taskId: bought.taskId, listingId, listingVersion: 1, round: 0 }, 1);
    };
  const callback = (bought: Bought) => async () => {
    const known = offers.filter(({ offer }) => offer.taskId === bought.taskId);
    const { offer, attemptId } = known[Math.floor(random() * known.length)] ?? {};
    if (offer === undefined || attemptId === undefined) return;
    const ask = { n: pick([1, 2, 3]), message: 'by callback?' };
    const body = pick([
      { output: 1 },
      { output: 'bad' },
      { error: { message: 'later', retry: true } },
      { ask },
      { ask },
    ]);
    await callBack(service(), listing, attemptId, offer, body);
  };
  const claim = async () => {
    const claimed = await worker(service(), pulled).claim(pick([0, 100]), 1_000);
    if (claimed !== null) claims.push(claimed);
  };
  /** The buyer answers what is asked, or what is not. */
  const answering = (bought: Bought) => async () => {
    const { inputRequest } = await read(service(), bought).catch(() => ({ inputRequest: null }));
    await provide(service(), bought, inputRequest?.n ?? pick([1, 2]), pick(['a', 'b']));
  };
  /** What a worker does with an attempt that it has, or had. */
  const report = (bought: Bought) => async () => {
    await claim();
    const own = claims.filter(({ taskId }) => taskId === bought.taskId);
    const known = own.length > 0 ? own : claims.slice(-5);
    const mine = known[Math.floor(random() * known.length)];
    if (mine === undefined) return;
    const buyer = tasks.find(({ taskId }) => taskId === mine.taskId) ?? bought;
    const { renew, ask, answer: wait, complete, fail, release } = worker(service(), pulled);
    const act = pick<() => Promise<unknown>>([
      () => renew(mine),
      () => renew(mine, { progress: random() }),
      () => renew(mine, { progress: random(), piece: { n: pick([1, 2]), outputJson: '1' } }),
      () => ask(mine, pick([1, 2]), 'which?', { answerWithinMs: pick([1_000, 5_000]) }).then(answering(buyer)),
      () => wait(mine, pick([1, 2]), 50),
      () => complete(mine, 1),
      () => complete(mine, 2),
      () => complete(mine, 3),
      () => complete(mine, 'wrong'),
      () => fail(mine, 'again', true),
      () => fail(mine, 'never', false),
      () => release(mine),
    ]);
    await act();
  };
  const refusedIsFine = (thrown: unknown) => {
    const expected = ['task_not_running', 'invalid_output', 'task_not_found', 'unavailable'];
    expected.push('question_out_of_turn', 'input_not_asked', 'partial_output_refused');
    if (thrown instanceof AppError && expected.includes(thrown.code)) return;
    throw thrown;
  };

  const billingComesBack = async () => {
    await sleep(40);
    kit.billing.away = false;
  };

  it('ends every task once, with the money where the state says', async () => {
    for (let n = 0; n < tasksPerRound; n += 1) {
      const isPulled = n % 2 === 1;
      const webhookUrl = `${seller.url}/hook`;
      const funding = pick(['hold', 'invoice'] as const);
      const bought = await keep(service(), isPulled ? pulled : listing, undefined, { webhookUrl, funding });
      tasks.push(bought);
      kit.billing.hold(bought.taskId);
      const windowMs = pick([300, 1_500, 4_000, 8_000]);
      const funded = async () => {
        await fund(service(), bought, { windowMs });
      };
      const ops: (() => Promise<void>)[] = [funded, funded];
      for (let op = 0; op < opsPerTask; op += 1) {
        const of = isPulled ? pulled : listing;
        const own = isPulled
          ? [claim, report(bought), report(bought), report(bought), answering(bought)]
          : [callback(bought), job(bought, 'offer'), answering(bought)];
        ops.push(pick([job(bought, 'offer', of), job(bought, 'finish', of), job(bought, 'deadline', of), ...own]));
      }
      for (const op of ops) {
        running.push(
          sleep(random() * Math.min(windowMs * 1.2, 2_500))
            .then(op)
            .catch(refusedIsFine),
        );
      }
      if (random() < 0.1) {
        kit.billing.away = true;
        running.push(billingComesBack());
      }
    }
    await Promise.all(running);
    kit.billing.away = false;

    const ends = new Map<string, number>();
    for (const bought of tasks) {
      const { state } = await read(service(), bought, 20_000);
      const money = state === 'DELIVERED' ? 'captured' : 'canceled';
      const charge = await until(
        () => kit.billing.charges.get(bought.taskId),
        (now) => now === money,
      );
      expect({ state, charge }).toEqual({ state, charge: money });
      ends.set(state, (ends.get(state) ?? 0) + 1);
    }
    const delivered = await kit.database.query(
      `SELECT DISTINCT delivery FROM dispatch.task WHERE state = 'DELIVERED' ORDER BY 1`,
    );
    expect(delivered).toEqual([{ delivery: 'pull' }, { delivery: 'push' }]);
    const [asked] = await kit.database.query<{ questions: number; answers: number }>(
      'SELECT count(*)::integer AS questions, count(answered_at)::integer AS answers FROM dispatch.question',
    );
    expect(asked?.questions).toBeGreaterThan(0);
    expect(asked?.answers).toBeGreaterThan(0);
    expect(tasksPerRound - (ends.get('DELIVERED') ?? 0)).toBeGreaterThan(0);
    // What a seller took with 202 before the end still holds its place until then; nothing is open now.
    expect(await brokenInvariants(kit.database)).toEqual([]);
    const open = await kit.database.query('SELECT listing_id FROM dispatch.seller_slot WHERE running <> 0');
    expect(open).toEqual([]);
    expect(kit.logged.filter(({ level }) => level === 'error')).toEqual([]);
  }, 60_000);
});
