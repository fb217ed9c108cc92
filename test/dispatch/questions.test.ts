/** A worker that asks its buyer: question, answer, lease and place meanwhile, and every way in which it can end. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { schema } from '#apps/dispatch/schema';
import type { RunningDispatch } from '#apps/dispatch/start';
import { suiteDatabase } from '#test/harness/database';
import { type Bought, brokenInvariants, buy, createKit, type Kit, none, provide, read, until } from './dispatch-kit.js';
import { worker } from './pulling.js';
import { type SellerServer, startSeller } from './seller-server.js';

const shortLeaseMs = 1_000;
const notRunning = { code: 'task_not_running' };
const notAsked = { code: 'input_not_asked' };
const codeOf = (promise: Promise<string>) => promise.catch((error: { code: string }) => error.code);

describe('a question of a worker', () => {
  let seller: SellerServer;
  let kit: Kit;
  let dispatch: RunningDispatch;
  afterAll(async () => {
    await kit.stop();
    await seller.close();
  });
  const suite = suiteDatabase([schema]);
  beforeAll(async () => {
    seller = await startSeller();
    kit = await createKit({ suite: suite(), seller });
    dispatch = await kit.start();
  });

  const shop = (options: { maxConcurrency?: number; outputSchema?: unknown } = {}) => {
    const listing = kit.registry.add(options);
    return { listing, ...worker(dispatch.service, listing) };
  };
  const charge = (taskId: string) => kit.billing.charges.get(taskId);
  const states = async (taskId: string) =>
    (await dispatch.service.getTimeline({ taskId })).events.map(({ toState, actor }) => `${toState} ${actor}`);
  const ended = (bought: Bought) =>
    until(
      () => read(dispatch.service, bought),
      ({ state }) => !['QUEUED', 'RUNNING', 'INPUT_REQUIRED'].includes(state),
    );

  it('is shown to the buyer at once, and its answer wakes the worker', async () => {
    const { listing, claimed, ask, answer, complete } = shop();
    const bought = await buy(kit, dispatch.service, listing);
    const mine = await claimed();
    const { etag } = await read(dispatch.service, bought);
    const watching = read(dispatch.service, bought, 5_000, etag);
    expect(await ask(mine, 1, 'Which\u0007 language?', { schema: { enum: ['de', 'fr'] } })).toBe('INPUT_REQUIRED');
    const seen = await watching;
    expect(seen).toMatchObject({
      state: 'INPUT_REQUIRED',
      inputRequest: { n: 1, message: 'Which  language?', schemaJson: '{"enum":["de","fr"]}' },
    });
    expect(seen.inputRequest?.answerUntilMs).toBe(mine.deadlineAtMs);
    const waiting = answer(mine, 1);
    await sleep(50);
    const started = performance.now();
    expect(await provide(dispatch.service, bought, 1, 'de')).toBe('RUNNING');
    expect(await waiting).toBe('de');
    expect(performance.now() - started).toBeLessThan(500);
    expect(await read(dispatch.service, bought)).toMatchObject({ state: 'RUNNING', inputRequest: null });
    expect(await complete(mine, 'gut')).toBe('DELIVERED');
    expect(await states(bought.taskId)).toEqual([
      'AWAITING_PAYMENT buyer',
      'QUEUED buyer',
      'RUNNING seller',
      'INPUT_REQUIRED seller',
      'RUNNING buyer',
      'DELIVERED seller',
    ]);
  });

  it('changes nothing when it comes twice, nor does the answer', async () => {
    const { listing, claimed, ask, answer, complete } = shop();
    const bought = await buy(kit, dispatch.service, listing);
    const mine = await claimed();
    expect(await Promise.all([ask(mine, 1, 'a?'), ask(mine, 1, 'a?')])).toEqual(['INPUT_REQUIRED', 'INPUT_REQUIRED']);
    await expect(ask(mine, 1, 'another?')).rejects.toMatchObject({ code: 'question_out_of_turn' });
    await expect(ask(mine, 2, 'b?')).rejects.toMatchObject({ code: 'question_out_of_turn' });
    expect(await provide(dispatch.service, bought, 1, { yes: 1 })).toBe('RUNNING');
    expect(await ask(mine, 1, 'a?')).toBe('RUNNING');
    expect(await provide(dispatch.service, bought, 1, { yes: 1 })).toBe('RUNNING');
    await expect(provide(dispatch.service, bought, 1, { yes: 2 })).rejects.toMatchObject(notAsked);
    expect(await answer(mine, 1)).toEqual({ yes: 1 });
    expect(await complete(mine, 1)).toBe('DELIVERED');
    expect(await provide(dispatch.service, bought, 1, { yes: 1 })).toBe('DELIVERED');
    expect(await ask(mine, 2, 'b?')).toBe('DELIVERED');
  });

  it('takes one of two answers that come at once', async () => {
    const { listing, claimed, ask, answer } = shop();
    const bought = await buy(kit, dispatch.service, listing);
    const mine = await claimed();
    await ask(mine, 1, 'a?');
    const answers = await Promise.all([0, 1, 2, 3].map((n) => codeOf(provide(dispatch.service, bought, 1, n))));
    expect(answers.filter((state) => state === 'RUNNING')).toHaveLength(1);
    expect(answers.filter((code) => code === 'input_not_asked')).toHaveLength(3);
    expect(await answer(mine, 1)).toBe(answers.indexOf('RUNNING'));
  });

  it('takes an answer of its schema alone, from its buyer alone, of a size that is bounded in all', async () => {
    const { listing, claimed, ask, complete } = shop();
    const bought = await buy(kit, dispatch.service, listing);
    const mine = await claimed();
    await expect(provide(dispatch.service, bought, 1, 'early')).rejects.toMatchObject(notAsked);
    await ask(mine, 1, 'a?', {
      schema: { type: 'object', required: ['text'], properties: { text: { type: 'string' } } },
    });
    await expect(provide(dispatch.service, bought, 1, { text: 1 })).rejects.toMatchObject({
      code: 'invalid_input',
      fields: [{ path: '/input/text', message: 'must be of type string' }],
    });
    await expect(provide(dispatch.service, bought, 2, { text: 'x' })).rejects.toMatchObject(notAsked);
    const stranger = { taskId: bought.taskId, paymentHash: Buffer.alloc(32, 1) };
    await expect(provide(dispatch.service, stranger, 1, { text: 'x' })).rejects.toMatchObject({
      code: 'task_not_found',
    });
    await expect(provide(dispatch.service, bought, 1, { text: 'x'.repeat(300_000) })).rejects.toMatchObject({
      code: 'body_too_large',
    });
    expect(await read(dispatch.service, bought)).toMatchObject({ state: 'INPUT_REQUIRED' });
    const byKey = { taskId: bought.taskId, paymentHash: none, taskKeyHash: bought.taskKeyHash };
    const inputJson = JSON.stringify({ text: 'x'.repeat(200_000) });
    expect(await dispatch.service.provideInput({ ...byKey, n: 1, inputJson })).toEqual({ state: 'RUNNING' });
    await ask(mine, 2, 'more?');
    await expect(provide(dispatch.service, bought, 2, 'x'.repeat(100_000))).rejects.toMatchObject({
      code: 'body_too_large',
    });
    expect(await provide(dispatch.service, bought, 2, 'less')).toBe('RUNNING');
    expect(await complete(mine, 1)).toBe('DELIVERED');
  });

  it('that is malformed, or asks with a schema that is not acceptable, changes nothing', async () => {
    const { listing, claimed, ask, complete } = shop();
    const bought = await buy(kit, dispatch.service, listing);
    const mine = await claimed();
    const wrongType = expect.objectContaining({ path: '/schema/type' });
    const bad = { code: 'invalid_schema', fields: expect.arrayContaining([wrongType]) };
    await expect(ask(mine, 1, 'a?', { schema: { type: 'strange' } })).rejects.toMatchObject(bad);
    await expect(ask(mine, 1, '')).rejects.toMatchObject({ code: 'invalid_request' });
    await expect(ask(mine, 1, 'x'.repeat(2_001))).rejects.toMatchObject({ code: 'invalid_request' });
    await expect(ask(mine, 1, 'a?', { answerWithinMs: 5 })).rejects.toMatchObject({ code: 'invalid_request' });
    const large = { schema: { enum: ['x'.repeat(20_000)] } };
    await expect(ask(mine, 1, 'a?', large)).rejects.toMatchObject({ code: 'invalid_schema' });
    expect(await read(dispatch.service, bought)).toMatchObject({ state: 'RUNNING', attempts: 1 });
    expect(await complete(mine, 1)).toBe('DELIVERED');
  });

  it('may follow on an answer ten times, and no more', async () => {
    const { listing, claimed, ask, complete } = shop();
    const bought = await buy(kit, dispatch.service, listing);
    const mine = await claimed();
    for (let n = 1; n <= 10; n += 1) {
      expect(await ask(mine, n, `${n}?`)).toBe('INPUT_REQUIRED');
      expect(await provide(dispatch.service, bought, n, n)).toBe('RUNNING');
    }
    await expect(ask(mine, 11, '11?')).rejects.toMatchObject({ code: 'invalid_request' });
    expect(await complete(mine, 1)).toBe('DELIVERED');
  });

  it('lets the lease rest, and begin anew with the answer', async () => {
    const { listing, claimed, claim, ask, renew, complete } = shop();
    const bought = await buy(kit, dispatch.service, listing);
    const mine = await claimed(0, shortLeaseMs);
    await ask(mine, 1, 'a?', { answerWithinMs: 8_000 });
    await sleep(1_500);
    expect(await read(dispatch.service, bought)).toMatchObject({ state: 'INPUT_REQUIRED', attempts: 1 });
    const resting = await renew(mine, { progress: 0.5, note: 'half' });
    expect(Number(resting.leaseUntilMs)).toBeGreaterThan(Date.now() + 5_000);
    expect(await read(dispatch.service, bought)).toMatchObject({ state: 'INPUT_REQUIRED', progress: 0.5 });
    await provide(dispatch.service, bought, 1, 'x');
    const lease = await renew(mine);
    expect(Number(lease.leaseUntilMs)).toBeLessThan(Date.now() + 2 * shortLeaseMs);
    expect(await claim()).toBeNull();
    expect(await complete(mine, 1)).toBe('DELIVERED');
  });

  it('whose worker is lost goes to the next one with its answer, which is too late for the lost one', async () => {
    const { listing, claimed, ask, answer, complete } = shop();
    const bought = await buy(kit, dispatch.service, listing);
    const first = await claimed(0, shortLeaseMs);
    await ask(first, 1, 'a?');
    expect(await provide(dispatch.service, bought, 1, { digits: 1 })).toBe('RUNNING');
    const second = await claimed(8_000);
    expect(second).toMatchObject({ attempt: 2, answers: [{ n: 1, message: 'a?', answerJson: '{"digits":1}' }] });
    await expect(answer(first, 1)).rejects.toMatchObject(notRunning);
    await expect(ask(first, 2, 'b?')).rejects.toMatchObject(notRunning);
    await expect(answer(second, 1)).rejects.toMatchObject(notAsked);
    expect(await ask(second, 2, 'b?')).toBe('INPUT_REQUIRED');
    expect(await provide(dispatch.service, bought, 2, 2)).toBe('RUNNING');
    expect(await complete(second, 1)).toBe('DELIVERED');
  });

  it('that nobody answers in time fails the task, and gives money and place back', async () => {
    const { listing, claimed, ask, complete } = shop({ maxConcurrency: 1 });
    const [bought, next] = [await buy(kit, dispatch.service, listing), await buy(kit, dispatch.service, listing)];
    const mine = await claimed();
    await ask(mine, 1, 'a?', { answerWithinMs: 1_000 });
    const second = await claimed(5_000);
    expect(second.taskId).toBe(next.taskId);
    expect(await ended(bought)).toMatchObject({
      state: 'FAILED',
      reason: "the seller's question was not answered in time",
      inputRequest: null,
    });
    await until(
      () => charge(bought.taskId),
      (state) => state === 'canceled',
    );
    await expect(provide(dispatch.service, bought, 1, 1)).rejects.toMatchObject(notAsked);
    await expect(complete(mine, 1)).rejects.toMatchObject(notRunning);
    expect(await complete(second, 1)).toBe('DELIVERED');
  });

  it('ends at the deadline, which it does not move', async () => {
    const { listing, claimed, ask } = shop();
    const bought = await buy(kit, dispatch.service, listing, { windowMs: 3_000 });
    await ask(await claimed(), 1, 'a?', { answerWithinMs: 86_400_000 });
    expect(await read(dispatch.service, bought, 4_000)).toMatchObject({ state: 'INPUT_REQUIRED' });
    expect(await ended(bought)).toMatchObject({ state: 'EXPIRED' });
    expect(charge(bought.taskId)).toBe('canceled');
    await expect(provide(dispatch.service, bought, 1, 1)).rejects.toMatchObject(notAsked);
  });

  it('is given up with the task, or by its worker, but no output comes before the answer', async () => {
    const { listing, claimed, ask, complete, fail, answer } = shop({ outputSchema: { type: 'string' } });
    const bought = await buy(kit, dispatch.service, listing);
    const first = await claimed();
    await ask(first, 1, 'a?');
    await expect(complete(first, 'x')).rejects.toMatchObject(notRunning);
    await expect(complete(first, 5)).rejects.toMatchObject(notRunning);
    expect(await fail(first, 'busy', true)).toBe('QUEUED');
    await expect(provide(dispatch.service, bought, 1, 1)).rejects.toMatchObject(notAsked);
    const second = await claimed();
    expect(second.answers).toEqual([]);
    await ask(second, 2, 'b?');
    expect(await fail(second, 'no', false)).toBe('REJECTED');
    await expect(answer(second, 2)).rejects.toMatchObject(notRunning);
    await until(
      () => charge(bought.taskId),
      (state) => state === 'canceled',
    );
  });

  it('and a cancellation that meet end in one of both, with the money where it belongs', async () => {
    const { listing, claimed, ask, complete } = shop({ maxConcurrency: 50 });
    for (let round = 0; round < 12; round += 1) {
      const bought = await buy(kit, dispatch.service, listing);
      const mine = await claimed();
      await ask(mine, 1, 'a?');
      const cancel = { ...bought, taskKeyHash: none, byAdmin: false, reason: '' };
      const [canceled, answered] = await Promise.all([
        codeOf(dispatch.service.cancelTask(cancel).then(({ state }) => state)),
        codeOf(provide(dispatch.service, bought, 1, 1)),
        sleep(round % 3).then(() => undefined),
      ]);
      expect(canceled).toBe('CANCELED');
      expect(['RUNNING', 'CANCELED', 'input_not_asked']).toContain(answered);
      await expect(complete(mine, 1)).rejects.toMatchObject(notRunning);
      expect(charge(bought.taskId)).toBe('canceled');
    }
  });

  it('whose answer meets the deadline is answered or expired, and the money goes back either way', async () => {
    const { listing, claimed, ask } = shop({ maxConcurrency: 50 });
    const answers = [];
    for (let n = 0; n < 12; n += 1) {
      const bought = await buy(kit, dispatch.service, listing, { windowMs: 900 });
      const mine = await claimed(0);
      await ask(mine, 1, 'a?');
      const answered = sleep(Math.max(0, Number(mine.deadlineAtMs) - Date.now() - 12 + 2 * n)).then(() =>
        codeOf(provide(dispatch.service, bought, 1, n)),
      );
      answers.push(answered.then((outcome) => ({ answered: outcome, bought })));
    }
    for (const { answered, bought } of await Promise.all(answers)) {
      expect(['RUNNING', 'EXPIRED', 'input_not_asked']).toContain(answered);
      expect(await ended(bought)).toMatchObject({ state: 'EXPIRED' });
      expect(charge(bought.taskId)).toBe('canceled');
    }
  });

  it('leaves no place taken, no counter wrong and no history with a gap', async () => {
    await until(
      () => brokenInvariants(kit.database),
      (broken) => broken.length === 0,
      5_000,
    );
    expect(kit.logged.filter(({ level }) => level === 'error')).toEqual([]);
  });
});
