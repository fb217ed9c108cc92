/** What the streams of invoices lose, repeat, end or hold back. The numbers are rows of the table in docs/faults.md. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { until } from '#test/harness/until';
import { type Purchase, suiteFaults } from './fault-kit.js';

const kit = suiteFaults();
const { market } = kit;
const both = ['SubscribeInvoices', 'SubscribeSingleInvoice'] as const;

afterEach(() => market().books.disarm());

const swallow = () =>
  Promise.all(both.map((stream) => market().books.fault({ node: 'market', kind: 'swallow_event', stream })));

const endStreams = (how: 'end' | 'kill') => market().books.control('POST', '/nodes/market/streams', { how });

describe('the stream of invoices', () => {
  it('11: is asked for from the first settlement that a node ever has', async () => {
    const purchase = await kit.begin('invoice');
    await kit.ends(purchase, 'sold');
    expect((await kit.atLnd(purchase)).settle_index).toBe('1');
  });

  it.each(['hold', 'invoice'] as const)(
    '1: breaks after LND has taken %s money and before it says so',
    async (funding) => {
      const purchase = await kit.working('hold');
      const other = funding === 'invoice' ? await kit.offer('invoice') : purchase;
      await swallow();
      if (funding === 'invoice') await kit.pay(other);
      else kit.finish(purchase);
      await until(
        () => kit.atLnd(other),
        ({ state }) => state === 'SETTLED',
      );
      await endStreams('kill');
      await kit.ends(other, 'sold');
      if (other === purchase) return;
      kit.finish(purchase);
      await kit.ends(purchase, 'sold');
    },
  );

  it('2: ends as if all were well, which is no more than a connection that ended', async () => {
    const [held, open] = [await kit.working('hold'), await kit.offer('invoice')];
    await endStreams('end');
    await kit.pay(open);
    await kit.ends(open, 'sold');
    kit.finish(held);
    await kit.ends(held, 'sold');
  });

  it('7: says everything twice', async () => {
    for (const stream of both) {
      await market().books.fault({ node: 'market', kind: 'duplicate_event', stream, times: 20 });
    }
    for (const funding of ['hold', 'invoice'] as const) await kit.ends(await kit.begin(funding), 'sold');
  });

  it('8: has settled several while nobody listened, and tells of them in another order', async () => {
    await market().books.fault({ node: 'market', kind: 'shuffle_backlog', times: 10 });
    const purchases: Purchase[] = [];
    for (let n = 0; n < 5; n += 1) purchases.push(await kit.offer('invoice'));
    const restarting = market().restart(1_500);
    await sleep(500);
    for (const purchase of [...purchases].reverse()) await kit.pay(purchase);
    await restarting;
    // The second life ends in the middle of what the first has left.
    await market().restart();
    for (const purchase of purchases) await kit.ends(purchase, 'sold');
  });

  it('9, 10: leaves one settlement out for good; the others go on, and within a minute it is found', async () => {
    const { books } = market();
    const leaveOut = () => books.fault({ node: 'market', kind: 'swallow_event', stream: 'SubscribeInvoices' });
    // Of an invoice whose making is not told either no stream of its own is opened.
    await leaveOut();
    const lost = await kit.offer('invoice');
    await leaveOut();
    await kit.pay(lost);
    for (let n = 0; n < 3; n += 1) await kit.ends(await kit.begin('invoice'), 'sold');
    expect((await kit.row(lost)).charge).toBe('OPEN');
    await kit.ends(lost, 'sold', { withinMs: 65_000 });
  }, 90_000);

  it('10: leaves out the settlement of an invoice that has a stream of its own, which then tells it', async () => {
    const purchase = await kit.offer('invoice');
    await swallow();
    await kit.pay(purchase);
    await kit.ends(purchase, 'sold', { withinMs: 5_000 });
  });

  it('20: has nobody on its other end while a payment is accepted', async () => {
    const purchase = await kit.offer('hold');
    const restarting = market().restart(1_500);
    await sleep(500);
    void kit.pay(purchase);
    await until(
      () => kit.atLnd(purchase),
      ({ state }) => state === 'ACCEPTED',
    );
    await restarting;
    await kit.ends(purchase, 'sold');
  });
});
