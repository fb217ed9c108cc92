/** What goes wrong with payouts: sent or not, answered or not, asked for twice. Rows of docs/faults.md. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Payout } from '#contracts/http/payout';
import { strandedAfterBlocks } from '#lightning/stranded-payment';
import { send } from '#test/harness/http';
import { anyGateway } from '#test/harness/market-access';
import { until } from '#test/harness/until';
import { suitePayouts } from './payout-kit.js';
import { payoutRows } from './payouts-on-both.js';

const kit = suitePayouts();
const { market } = kit;
const dropped = { code: 14, details: 'Connection dropped' };
const withinMs = 60_000;

afterEach(() => market().books.disarm());

const fault = (kind: 'fail_request' | 'delay_request' | 'drop_reply', more: object) =>
  market().books.fault({ node: 'market', kind, method: 'SendPaymentV2', ...more });

/** A send that breaks off leaves SENDING in the moment in which it came there. */
const isSent = (payout: Payout) =>
  until(
    () => kit.state(payout),
    ({ state }) => state === 'SENDING' || state === 'UNKNOWN',
    withinMs,
  );

payoutRows(kit);

describe('a payout', () => {
  it('42: that was permitted and not sent when the market stopped is sent when it is up', async () => {
    await fault('fail_request', { ...dropped, times: 1_000 });
    const payout = await kit.payOut(await kit.invoice(10_000n));
    await isSent(payout);
    await market().restart();
    await kit.staysReserved(payout);
    expect(await kit.payment(payout)).toBeUndefined();
    await market().books.disarm();
    await kit.ends(payout, 'SUCCEEDED', withinMs);
  }, 90_000);

  it('44: whose stream breaks while it is under way is neither given back nor sent again', async () => {
    const hold = await kit.holdInvoice(11_000n);
    const payout = await kit.payOut(hold.request);
    await until(
      () => kit.payment(payout),
      (payment) => payment?.status === 'IN_FLIGHT',
    );
    await market().books.control('POST', '/nodes/market/streams', { how: 'kill' });
    await sleep(2_000);
    await kit.staysReserved(payout);
    await kit.lnd('seller').settle(hold.preimage);
    await kit.ends(payout, 'SUCCEEDED');
  }, 60_000);

  it('45, 46: that the node has not heard of yet is sent again, and paid once when both arrive', async () => {
    await fault('delay_request', { ms: 9_000 });
    const payout = await kit.payOut(await kit.invoice(12_000n));
    await isSent(payout);
    await sleep(3_000);
    expect(await kit.payment(payout)).toBeUndefined();
    await kit.staysReserved(payout);
    await kit.ends(payout, 'SUCCEEDED', withinMs);
    // The one that was on its way all the time has arrived by now.
    await sleep(9_000);
    expect((await kit.payment(payout))?.status).toBe('SUCCEEDED');
  }, 90_000);

  it('47, 50: that fails is given back once, though LND says so twice and to two of us', async () => {
    const another = await market().startAnother();
    try {
      await market().books.fault({ node: 'market', kind: 'duplicate_event', stream: 'Payments', times: 20 });
      const hold = await kit.holdInvoice(13_000n);
      await kit.lnd('seller').cancel(hold.hash);
      const payout = await kit.payOut(hold.request);
      await kit.ends(payout, 'FAILED', withinMs);
      await kit.refused({ invoice: hold.request }, 409, 'invoice_already_used');
    } finally {
      await another.stop();
    }
  }, 90_000);

  it('49: of which the node gives a reason of failure while its HTLC is out is not given back, and succeeds', async () => {
    await market().books.fault({ node: 'market', kind: 'early_reason' });
    const hold = await kit.holdInvoice(14_500n);
    const payout = await kit.payOut(hold.request);
    const early = { status: 'IN_FLIGHT', failure_reason: 'FAILURE_REASON_TIMEOUT' };
    await until(
      () => kit.payment(payout),
      (payment) => payment?.status === early.status && payment.failure_reason === early.failure_reason,
    );
    // Who pays looks at the payment again when it starts, and finds the reason there.
    await market().restart();
    await sleep(3_000);
    expect(await kit.payment(payout)).toMatchObject(early);
    await kit.staysReserved(payout);
    await kit.lnd('seller').settle(hold.preimage);
    await kit.ends(payout, 'SUCCEEDED', withinMs);
  }, 120_000);

  it('51: that hangs at the node without any HTLC keeps its money set aside, until the node starts again', async () => {
    await market().books.fault({ node: 'market', kind: 'stuck_payment' });
    const payout = await kit.payOut(await kit.invoice(14_000n));
    await until(
      () => kit.payment(payout),
      (payment) => payment?.status === 'IN_FLIGHT',
    );
    await sleep(8_000);
    await kit.staysReserved(payout);
    await kit.lightning.stop('market', 'term');
    await kit.lightning.start('market');
    await kit.ends(payout, 'FAILED', withinMs);
  }, 120_000);

  it('51: whose HTLC no channel ever had is given back a day after its last block, though the node calls it in flight', async () => {
    await market().books.fault({ node: 'market', kind: 'strand_payment' });
    const payout = await kit.payOut(await kit.invoice(14_200n));
    const begun = await until(
      () => kit.payment(payout),
      (payment) => payment?.status === 'IN_FLIGHT' && payment.htlcs.length === 1,
    );
    const [attempt] = (begun?.htlcs ?? []) as { route: { total_time_lock: number } }[];
    const lastBlock = attempt?.route.total_time_lock ?? 0;
    const { block_height: height } = await kit.lnd('market').call('lnrpc.Lightning/GetInfo', {});
    await kit.lightning.mine(lastBlock + strandedAfterBlocks - Number(height));
    await market().restart();
    await sleep(9_000);
    await kit.staysReserved(payout);
    const decide = async (what: 'stop' | 'allow') => {
      const access = market().access();
      const options = { headers: { authorization: `Bearer ${access.adminToken}` }, body: { reason: 'to look at it' } };
      const answer = await send(anyGateway(access), `/v1/admin/payouts/${what}`, options);
      expect(answer.status).toBeLessThan(300);
    };
    await decide('stop');
    await kit.lightning.mine(1);
    await sleep(9_000);
    await kit.staysReserved(payout);
    await decide('allow');
    await kit.ends(payout, 'FAILED', withinMs, 'IN_FLIGHT');
    expect((await kit.state(payout)).failure).toMatch(/^the node has lost it: no channel has its HTLC/);
  }, 120_000);

  it('54: of another amount than its invoice says is refused', async () => {
    await kit.refused({ invoice: await kit.invoice(15_000n), amountMsat: '15001' }, 422, 'amount_mismatch');
  });

  it('58: that is asked for twice at once is one', async () => {
    const invoice = await kit.invoice(16_000n);
    const asked = await Promise.all(Array.from({ length: 4 }, () => kit.ask('/v1/payouts', { invoice })));
    expect(asked.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
    const first = asked.find(({ status }) => status === 201)?.json<Payout>();
    if (first) await kit.ends(first, 'SUCCEEDED');
  });

  it('59: of nearly the whole balance, fifty at once, is one', async () => {
    const balanceMsat = await kit.listing.balanceMsat();
    const invoices = await Promise.all(Array.from({ length: 50 }, () => kit.invoice((balanceMsat * 9n) / 10n)));
    const asked = await Promise.all(invoices.map((invoice) => kit.ask('/v1/payouts', { invoice })));
    const granted = asked.filter(({ status }) => status === 201).map((one) => one.json<Payout>());
    expect(granted).toHaveLength(1);
    const refusals = new Set(asked.filter(({ status }) => status !== 201).map((one) => one.json().code));
    expect(['insufficient_balance', 'liquidity_short']).toEqual(expect.arrayContaining([...refusals]));
    for (const payout of granted) await kit.ends(payout, 'SUCCEEDED');
  }, 60_000);
});
