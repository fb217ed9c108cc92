/** Sellers that are pushed to and ask: by answer and by callback, answers that are brought again, crashes in between. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { schema } from '#apps/dispatch/schema';
import type { RunningDispatch } from '#apps/dispatch/start';
import { idToBytes, type ListingId } from '#kernel/ids';
import { deriveWebhookSecret, verifyWebhook } from '#outbound/webhook';
import { suiteDatabase } from '#test/harness/database';
import {
  type Bought,
  brokenInvariants,
  buy,
  callBack,
  createKit,
  fund,
  type Kit,
  keep,
  provide,
  read,
  until,
} from './dispatch-kit.js';
import { webhookKey } from './fake-neighbours.js';
import { worker } from './pulling.js';
import { answer, type Behaviour, type Received, type SellerServer, startSeller } from './seller-server.js';

type Message = { type: string; attempt: number; n?: number; input: unknown; questions?: number; answers?: unknown };
const messageOf = ({ body }: Received) => JSON.parse(body.toString()) as Message;

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

/** A seller that asks inline, and does with the answer what the test says. */
function asking(onInput: Behaviour, ask: object = { n: 1, message: 'Which?' }) {
  const url = seller.serve((offer, response, received) => {
    if (offer.type === 'task') return answer(response, 200, { ask });
    return onInput(offer, response, received);
  });
  return kit.registry.add({ url });
}
const reaches = (bought: Bought, state: string, service = dispatch.service) =>
  until(
    () => read(service, bought),
    (task) => task.state === state,
    15_000,
  );
const messages = (bought: Bought) => seller.received.filter(({ offer }) => offer.taskId === bought.taskId);
const charge = (bought: Bought) => kit.billing.charges.get(bought.taskId);

describe('a seller that is pushed to and asks', () => {
  it('by its answer gets what the buyer says in a signed message of its own, and delivers by the reply', async () => {
    const listing = asking((offer, response) => answer(response, 200, { output: [offer.input] }));
    const bought = await buy(kit, dispatch.service, listing);
    expect(await reaches(bought, 'INPUT_REQUIRED')).toMatchObject({ inputRequest: { n: 1, message: 'Which?' } });
    expect(await provide(dispatch.service, bought, 1, { x: 1 })).toBe('RUNNING');
    expect(await reaches(bought, 'DELIVERED')).toMatchObject({ outputJson: '[{"x":1}]', attempts: 1 });
    const [offered, given] = messages(bought);
    if (!offered || !given) throw new Error('two messages were expected');
    expect(messageOf(given)).toMatchObject({ type: 'task.input', attempt: 1, n: 1, input: { x: 1 } });
    expect(given.headers['webhook-id']).toBe(`${String(offered.headers['webhook-id'])}-1`);
    const verdict = verifyWebhook({
      secrets: [deriveWebhookSecret(webhookKey, idToBytes(listing.service?.listingId as ListingId), 1)],
      headers: given.headers as Record<string, string>,
      body: given.body,
      now: new Date(),
    });
    expect(verdict).toBe('valid');
    expect((await dispatch.service.getTimeline({ taskId: bought.taskId })).attempts.map(({ state }) => state)).toEqual([
      'delivered',
    ]);
  });

  it('may ask again, take its time, ask by callback and deliver by callback', async () => {
    const url = seller.serve((offer, response) => {
      if (offer.type === 'task') return answer(response, 202, {});
      return (offer as unknown as Message).n === 1
        ? answer(response, 200, { ask: { n: 2, message: 'And?' } })
        : answer(response, 202, {});
    });
    const listing = kit.registry.add({ url });
    const bought = await buy(kit, dispatch.service, listing);
    const [offered] = await until(
      () => messages(bought),
      (all) => all.length === 1,
    );
    const attemptId = String(offered?.headers['webhook-id']);
    const call = (body: unknown, id = attemptId) =>
      callBack(dispatch.service, listing, id, { taskId: bought.taskId, attempt: 1 }, body);
    expect(await call({ ask: { n: 1, message: 'Which?' } })).toBe('INPUT_REQUIRED');
    // A callback that comes twice is one question.
    expect(await call({ ask: { n: 1, message: 'Which?' } })).toBe('INPUT_REQUIRED');
    await expect(call({ ask: { n: 1, message: 'Which?' } }, `${attemptId}-1`)).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(call({ output: 1 })).rejects.toMatchObject({ code: 'task_not_running' });
    await expect(call({ ask: { n: 2, message: 'early' } })).rejects.toMatchObject({ code: 'question_out_of_turn' });
    await expect(call({ ask: { n: 'x' } })).rejects.toMatchObject({ code: 'invalid_request' });
    await provide(dispatch.service, bought, 1, 'a');
    expect(await reaches(bought, 'INPUT_REQUIRED')).toMatchObject({ inputRequest: { n: 2, message: 'And?' } });
    expect(await call({ ask: { n: 1, message: 'Which?' } })).toBe('INPUT_REQUIRED');
    await provide(dispatch.service, bought, 2, 'b');
    await until(
      () => messages(bought),
      (all) => all.length === 3,
    );
    // Taken with 202, the answer is not brought again.
    await sleep(2_500);
    expect(messages(bought)).toHaveLength(3);
    expect(await call({ output: 'done' })).toBe('DELIVERED');
    expect(charge(bought)).toBe('captured');
  });

  it('gets the answer again, under the same id, until it takes it', async () => {
    let tries = 0;
    const listing = asking((_, response) => {
      tries += 1;
      if (tries === 1) response.destroy();
      else if (tries === 2) answer(response, 503, {});
      else answer(response, 200, { output: tries });
    });
    const bought = await buy(kit, dispatch.service, listing);
    await reaches(bought, 'INPUT_REQUIRED');
    await provide(dispatch.service, bought, 1, 'a');
    expect(await reaches(bought, 'DELIVERED')).toMatchObject({ outputJson: '3', attempts: 1 });
    const ids = messages(bought)
      .slice(1)
      .map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids).size).toBe(1);
  });

  it('and has forgotten all of it gets the task anew, with the answers', async () => {
    let offers = 0;
    const url = seller.serve((offer, response) => {
      if (offer.type !== 'task') return answer(response, 404, {});
      offers += 1;
      return offers === 1
        ? answer(response, 200, { ask: { n: 1, message: 'Which?' } })
        : answer(response, 200, { output: (offer as unknown as Message).answers });
    });
    const bought = await buy(kit, dispatch.service, kit.registry.add({ url }));
    await reaches(bought, 'INPUT_REQUIRED');
    await provide(dispatch.service, bought, 1, 'a');
    const end = await reaches(bought, 'DELIVERED');
    expect(end).toMatchObject({ attempts: 2 });
    expect(JSON.parse(end.outputJson)).toEqual([{ n: 1, message: 'Which?', input: 'a' }]);
    expect(messages(bought).map((message) => messageOf(message).questions)).toEqual([undefined, undefined, 1]);
  });

  it.each([
    [
      'what cannot be asked',
      { n: 1 },
      "the seller's question cannot be asked: /message must be a text of 1 to 2000 characters",
    ],
    ['out of turn', { n: 3, message: 'x' }, "the seller's question 3 is not the next one, which is 1"],
  ])('%s has failed that attempt', async (_, ask, failure) => {
    let offers = 0;
    const url = seller.serve((_offer, response) => {
      offers += 1;
      answer(response, 200, offers === 1 ? { ask } : { output: 1 });
    });
    const bought = await buy(kit, dispatch.service, kit.registry.add({ url }));
    expect(await reaches(bought, 'DELIVERED')).toMatchObject({ attempts: 2 });
    const { attempts } = await dispatch.service.getTimeline({ taskId: bought.taskId });
    expect(attempts[0]).toMatchObject({ state: 'failed', failure });
  });

  it('frees its place and gives the money back when nobody answers', async () => {
    const listing = asking((_, response) => answer(response, 200, { output: 1 }), {
      ...{ n: 1, message: 'Which?', answerWithinMs: 1_000 },
    });
    const bought = await buy(kit, dispatch.service, listing);
    await reaches(bought, 'FAILED');
    await until(
      () => charge(bought),
      (state) => state === 'canceled',
    );
    expect(messages(bought)).toHaveLength(1);
  });

  it('is told the answer by another process when the one that took it was killed', async () => {
    const listing = asking((_, response) => answer(response, 200, { output: 'after' }));
    // As a process leaves it that dies between the buyer's answer and the call to the seller.
    const bought = await buy(kit, dispatch.service, listing);
    await reaches(bought, 'INPUT_REQUIRED');
    await kit.database.query(
      `WITH answered AS (UPDATE dispatch.question SET answer_json = '"x"', answered_at = now() RETURNING task_id, n)
       UPDATE dispatch.task AS t SET state = 'RUNNING', answer_until = NULL, version = version + 1, next_step_at = now()
       FROM answered WHERE t.id = answered.task_id AND t.questions = answered.n AND t.payment_hash = $1`,
      [bought.paymentHash],
    );
    await kit.database.query(
      `INSERT INTO dispatch.task_event (task_id, n, from_state, to_state, actor, reason, at)
       SELECT id, version, 'INPUT_REQUIRED', state, 'buyer', '', now() FROM dispatch.task WHERE payment_hash = $1`,
      [bought.paymentHash],
    );
    expect(await reaches(bought, 'DELIVERED')).toMatchObject({ outputJson: '"after"', attempts: 1 });
  });

  it('leaves no place taken, no counter wrong and no history with a gap', async () => {
    expect(await brokenInvariants(kit.database)).toEqual([]);
    expect(kit.logged.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

describe('a question and its answer', () => {
  it('survive a restart in between, and a stop while the answer is being brought', async () => {
    let given = 0;
    const listing = asking((_, response) => {
      given += 1;
      if (given > 1) answer(response, 200, { output: given });
    });
    const first = await kit.start({ stopGraceMs: 50 });
    const bought = await keep(first.service, listing);
    kit.billing.hold(bought.taskId);
    await dispatch.stop();
    await fund(first.service, bought);
    await reaches(bought, 'INPUT_REQUIRED', first.service);
    await first.stop();
    const second = await kit.start({ stopGraceMs: 50 });
    expect(await read(second.service, bought)).toMatchObject({ state: 'INPUT_REQUIRED', inputRequest: { n: 1 } });
    expect(await provide(second.service, bought, 1, 'a')).toBe('RUNNING');
    await until(
      () => given,
      (count) => count === 1,
    );
    await second.stop();
    dispatch = await kit.start();
    expect(await reaches(bought, 'DELIVERED')).toMatchObject({ outputJson: '2', attempts: 1 });
  });

  it('at different processes find each other within a second', async () => {
    const [one, two] = [dispatch, await kit.start()];
    const listing = kit.registry.add({});
    const bought = await buy(kit, one.service, listing);
    const hands = worker(one.service, listing);
    const mine = await hands.claimed();
    await hands.ask(mine, 1, 'Which?');
    const waiting = hands.answer(mine, 1, 10_000);
    await sleep(50);
    const started = performance.now();
    expect(await provide(two.service, bought, 1, 'there')).toBe('RUNNING');
    expect(await waiting).toBe('there');
    expect(performance.now() - started).toBeLessThan(2_500);
    expect(await worker(two.service, listing).complete(mine, 1)).toBe('DELIVERED');
    await two.stop();
    expect(await brokenInvariants(kit.database)).toEqual([]);
  });
});
