/** Partial output: kept in order, once, within its limits, and seen by nobody but its buyer after the delivery. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { schema } from '#apps/dispatch/schema';
import type { RunningDispatch } from '#apps/dispatch/start';
import { suiteDatabase } from '#test/harness/database';
import { type Bought, brokenInvariants, buy, createKit, type Kit, none, read, until } from './dispatch-kit.js';
import { worker } from './pulling.js';
import { type SellerServer, startSeller } from './seller-server.js';

describe('partial output', () => {
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
    dispatch = await kit.start({ retentionMs: 86_400_000 });
  });

  const shop = () => {
    const listing = kit.registry.add({});
    const hands = worker(dispatch.service, listing);
    type Claim = Parameters<typeof hands.renew>[0];
    const piece = (claim: Claim, n: number, output: unknown) =>
      hands.renew(claim, { progress: 0.5, piece: { n, outputJson: JSON.stringify(output) } });
    return { listing, ...hands, piece };
  };
  const paid = (listing: ReturnType<typeof shop>['listing'], windowMs = 20_000) =>
    buy(kit, dispatch.service, listing, { funding: 'invoice', windowMs });
  const pieces = async ({ taskId, paymentHash }: Pick<Bought, 'taskId' | 'paymentHash'>, after = 0) =>
    (await dispatch.service.getPieces({ taskId, paymentHash, after })).pieces.map(({ n, outputJson }) => [
      n,
      outputJson,
    ]);

  it('is seen in its order after the delivery, by the holder of the payment hash alone', async () => {
    const { listing, claimed, piece, complete } = shop();
    const bought = await paid(listing);
    const mine = await claimed();
    expect(mine.funding).toBe('invoice');
    for (const n of [1, 2, 3]) await piece(mine, n, `secret ${n}`);
    // The same report again, because its answer was lost; its first text stays.
    await piece(mine, 2, 'other');
    const seen = [await read(dispatch.service, bought), await pieces(bought)];
    expect(JSON.stringify(seen)).not.toContain('secret');
    expect(seen).toMatchObject([{ state: 'RUNNING', progress: 0.5, pieces: 0 }, []]);
    expect(await complete(mine, 'all')).toBe('DELIVERED');
    expect(await pieces(bought)).toEqual([
      [1, '"secret 1"'],
      [2, '"secret 2"'],
      [3, '"secret 3"'],
    ]);
    expect(await pieces(bought, 2)).toEqual([[3, '"secret 3"']]);
    expect(await read(dispatch.service, bought)).toMatchObject({ pieces: 3 });
    const { taskId, taskKeyHash } = bought;
    const byKey = { taskId, taskKeyHash, paymentHash: none, waitMs: 0, unlessEtag: '', eventsAfter: -1 };
    expect(await dispatch.service.getTask(byKey)).toMatchObject({ pieces: 0, outputJson: '' });
    for (const paymentHash of [none, taskKeyHash, Buffer.alloc(32)]) {
      await expect(pieces({ taskId, paymentHash })).rejects.toMatchObject({ code: 'task_not_found' });
    }
  });

  it('is refused for a hold, out of order, too large in one piece or in all; and changes nothing then', async () => {
    const { listing, claimed, piece, complete } = shop();
    const refused = { code: 'partial_output_refused' };
    const held = await buy(kit, dispatch.service, listing);
    const holding = await claimed();
    await expect(piece(holding, 1, 'x')).rejects.toMatchObject(refused);
    expect(await read(dispatch.service, held)).toMatchObject({ hasProgress: false });
    const bought = await paid(listing);
    const mine = await claimed();
    await expect(piece(mine, 2, 'x')).rejects.toMatchObject(refused);
    await expect(piece(mine, 1_001, 'x')).rejects.toMatchObject({ code: 'invalid_request' });
    await expect(piece(mine, 1, 'x'.repeat(65_536))).rejects.toMatchObject({ code: 'body_too_large' });
    expect(await read(dispatch.service, bought)).toMatchObject({ hasProgress: false, state: 'RUNNING' });
    const large = 'x'.repeat(65_000);
    for (let n = 1; n <= 16; n += 1) await piece(mine, n, large);
    await expect(piece(mine, 17, large)).rejects.toMatchObject({ code: 'body_too_large' });
    await piece(mine, 17, 'the rest');
    expect(await complete(mine, 1)).toBe('DELIVERED');
    expect(await pieces(bought)).toHaveLength(17);
    expect(await complete(holding, 1)).toBe('DELIVERED');
  });

  it('of equal reports at once is kept once', async () => {
    const { listing, claimed, piece, complete } = shop();
    const bought = await paid(listing);
    const mine = await claimed();
    const same = await Promise.allSettled(Array.from({ length: 8 }, () => piece(mine, 1, 'one')));
    expect(same.map(({ status }) => status)).toEqual(Array(8).fill('fulfilled'));
    expect(await complete(mine, 1)).toBe('DELIVERED');
    expect(await pieces(bought)).toEqual([[1, '"one"']]);
  });

  it('of a lost attempt goes to the next worker, and to the buyer only what that one reports', async () => {
    const { listing, claimed, piece, fail, complete } = shop();
    const bought = await paid(listing);
    const first = await claimed(0, 1_000);
    expect(first.pieceJsons).toEqual([]);
    await piece(first, 1, 'lost 1');
    await piece(first, 2, 'lost 2');
    const second = await claimed(8_000);
    expect([second.attempt, second.pieceJsons]).toEqual([2, ['"lost 1"', '"lost 2"']]);
    await expect(piece(first, 3, 'late')).rejects.toMatchObject({ code: 'task_not_running' });
    expect(await fail(second, 'busy', true)).toBe('QUEUED');
    const third = await claimed(5_000);
    expect(third.pieceJsons).toEqual(['"lost 1"', '"lost 2"']);
    await piece(third, 1, 'kept');
    expect(await fail(third, 'busy', true)).toBe('QUEUED');
    const fourth = await claimed(5_000);
    expect(fourth.pieceJsons).toEqual(['"kept"']);
    await piece(fourth, 1, 'kept again');
    expect(await complete(fourth, 1)).toBe('DELIVERED');
    expect(await pieces(bought)).toEqual([[1, '"kept again"']]);
  });

  it('of a task that is not delivered is never seen', async () => {
    const { listing, claimed, piece, complete } = shop();
    const bought = await paid(listing, 900);
    const mine = await claimed();
    await piece(mine, 1, 'secret');
    const end = await until(
      () => read(dispatch.service, bought),
      ({ state }) => state === 'EXPIRED',
    );
    expect(JSON.stringify([end, await pieces(bought)])).not.toContain('secret');
    await expect(complete(mine, 1)).rejects.toMatchObject({ code: 'task_not_running' });
    const canceled = await paid(listing);
    const other = await claimed();
    await piece(other, 1, 'secret');
    await dispatch.service.cancelTask({ ...canceled, taskKeyHash: none, byAdmin: false, reason: '' });
    expect(await pieces(canceled)).toEqual([]);
  });

  it('is gone with the output at the end of the retention period', async () => {
    const other = await kit.start({ retentionMs: 300 });
    const listing = kit.registry.add({});
    const hands = worker(other.service, listing);
    const bought = await buy(kit, other.service, listing, { funding: 'invoice' });
    const mine = await hands.claimed();
    await hands.ask(mine, 1, 'a question?', { schema: { type: 'string' } });
    const { taskId, paymentHash } = bought;
    await other.service.provideInput({ taskId, paymentHash, taskKeyHash: none, n: 1, inputJson: '"an answer"' });
    await hands.renew(mine, { progress: 0, piece: { n: 1, outputJson: '"a piece"' } });
    expect(await hands.complete(mine, 1)).toBe('DELIVERED');
    await until(
      () => read(other.service, bought),
      ({ outputGone }) => outputGone,
    );
    expect(await read(other.service, bought)).toMatchObject({ pieces: 0, outputJson: '' });
    const left = await kit.database.query(
      `SELECT (SELECT count(*)::integer FROM dispatch.piece AS p WHERE p.task_id = t.id) AS pieces,
         q.message, q.schema_json AS schema, q.answer_json AS answer
       FROM dispatch.task AS t JOIN dispatch.question AS q ON q.task_id = t.id WHERE t.payment_hash = $1`,
      [bought.paymentHash],
    );
    expect(left).toEqual([{ pieces: 0, message: '', schema: null, answer: null }]);
    await other.stop();
  });

  it('leaves no counter wrong', async () => {
    expect(await brokenInvariants(kit.database)).toEqual([]);
    expect(kit.logged.filter(({ level }) => level === 'error')).toEqual([]);
  });
});
