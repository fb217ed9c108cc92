/** What is no payout: each case has its code, and nothing is reserved afterwards. */
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { Nodes } from '#apps/billing/nodes/nodes';
import { PayingNodes } from '#apps/billing/payouts/paying-nodes';
import { Payouts } from '#apps/billing/payouts/payouts';
import { encodeInvoice } from '#bolt11/bolt11';
import type { InvoiceFields } from '#bolt11/invoice';
import { systemClock } from '#kernel/clock';
import { openInvoiceDesk } from '#lightning/invoice-desk';
import type { Database } from '#persistence/database';
import { failure } from '#test/lightning/lightning-kit';
import { type Asked, payoutsUnderTest, quick } from './payout-kit.js';

const { payouts: limits } = quick;
const test = payoutsUnderTest({
  ...quick,
  payouts: { ...limits, mostMsat: 400_000n as never, dayCount: 4, daySumMsat: 900_000n as never },
});
const ownsMsat = 1_000_000n;
const key = randomBytes(32);

function crafted(fields: Partial<InvoiceFields>): string {
  return encodeInvoice(
    {
      network: 'bcrt',
      amountMsat: 100_000n as never,
      timestamp: Math.floor(Date.now() / 1000),
      paymentHash: randomBytes(32),
      paymentSecret: randomBytes(32),
      description: 'crafted',
      minFinalCltvExpiryDelta: 80,
      ...fields,
    },
    key,
  );
}

const hop = {
  nodeId: Buffer.from(`02${'ab'.repeat(32)}`, 'hex'),
  feeBaseMsat: 0n as never,
  feeProportionalMillionths: 0,
  cltvExpiryDelta: 80,
};

describe('an invoice that cannot be paid out to', () => {
  const cases: [string, string, () => string, Partial<Asked>?][] = [
    ['is no invoice at all', 'invalid_invoice', () => 'pay me'],
    ['is damaged', 'invalid_invoice', () => crafted({}).replace(/.$/, (last) => (last === 'q' ? 'p' : 'q'))],
    ['is too long', 'invalid_invoice', () => `lnbcrt1${'q'.repeat(9_000)}`],
    ['is of another network', 'invalid_invoice', () => crafted({ network: 'bc' })],
    ['has expired', 'invoice_expired', () => crafted({ timestamp: Math.floor(Date.now() / 1000) - 3_601 })],
    ['is about to expire', 'invoice_expired', () => crafted({ expirySeconds: 10 })],
    ['has no amount, and none was said', 'amount_mismatch', () => crafted({ amountMsat: undefined })],
    ['is about less than is paid out', 'payout_limit', () => crafted({ amountMsat: 999n as never })],
    ['is about more than is paid out', 'payout_limit', () => crafted({ amountMsat: 400_001n as never })],
    ['is about another amount than was said', 'amount_mismatch', () => crafted({}), { amountMsat: '100001' }],
    ['lets its payee wait for too long', 'invoice_not_payable', () => crafted({ minFinalCltvExpiryDelta: 289 })],
    [
      'has a route hint at which lnd hangs',
      'invoice_not_payable',
      () => crafted({ routeHints: [[{ ...hop, shortChannelId: 1n }], [{ ...hop, shortChannelId: 0n }]] }),
    ],
    ['would cost more than it brings', 'payout_limit', () => crafted({}), { feeLimitMsat: '100001' }],
  ];
  it.each(cases.map(([what, code, invoice, more = {}]) => ({ what, code, invoice, more })))(
    '$what: $code',
    async ({ code, invoice, more }) => {
      const account = await test().account(ownsMsat);
      expect(await failure(test().ask(account, invoice(), more))).toBe(code);
      expect(await test().balances(account)).toEqual({ 2110: ownsMsat });
      expect(
        (await test().billing.service.listPayouts({ accountId: account, state: '', cursor: '', limit: 10 })).payouts,
      ).toEqual([]);
    },
  );

  it('is one of our own, whether we know its charge or not', async () => {
    const account = await test().account(ownsMsat);
    const { payment_request: own } = await test().lightning.market.call('lnrpc.Lightning/AddInvoice', {
      value_msat: '2000',
    });
    expect(await failure(test().ask(account, own))).toBe('own_invoice');
    expect(await test().balances(account)).toEqual({ 2110: ownsMsat });
  });

  it('was paid out to before, by whomever', async () => {
    const [one, other] = [await test().account(ownsMsat), await test().account(ownsMsat)];
    const invoice = await test().invoice(5_000n);
    const asked = await test().ask(one, invoice);
    expect(await failure(test().ask(other, `LIGHTNING:${invoice.toUpperCase()}`))).toBe('invoice_already_used');
    expect(await test().balances(other)).toEqual({ 2110: ownsMsat });
    test().payer();
    expect((await test().ended(asked)).state).toBe('SUCCEEDED');
    expect(await failure(test().ask(other, invoice))).toBe('invoice_already_used');
  });

  it('was paid by others meanwhile: the payout fails', async () => {
    const account = await test().account(ownsMsat);
    const invoice = await test().invoice(5_000n);
    expect((await test().lightning.buyer.paid(invoice)).status).toBe('SUCCEEDED');
    const asked = await test().ask(account, invoice);
    test().payer();
    expect(await test().ended(asked)).toMatchObject({ state: 'FAILED' });
    expect(await test().balances(account)).toEqual({ 2110: ownsMsat });
  });

  it('leads nowhere: the payout is tried again, and fails', async () => {
    const account = await test().account(ownsMsat);
    const asked = await test().ask(account, crafted({}));
    test().payer();
    expect(await test().ended(asked)).toMatchObject({
      state: 'FAILED',
      failure: 'FAILURE_REASON_NO_ROUTE',
      attempts: 2,
    });
    expect(await test().balances(account)).toEqual({ 2110: ownsMsat });
  });
});

describe('an invoice without an amount', () => {
  it('is paid what its account says, once', async () => {
    const account = await test().account(ownsMsat);
    const invoice = await test().invoice(0n);
    const asked = await test().ask(account, invoice, { amountMsat: '70000' });
    expect(asked.amountMsat).toBe('70000');
    test().payer();
    const paid = await test().ended(asked);
    expect(paid).toMatchObject({ state: 'SUCCEEDED', amountMsat: '70000' });
    expect((await test().seller.lookUp(paid.paymentHash)).amt_paid_msat).toBe('70000');
    expect(await test().balances(account)).toEqual({ 2110: ownsMsat - 70_000n - BigInt(paid.feeMsat) });
  });
});

describe('an account', () => {
  it('pays out no more than it owns, the fee limit included', async () => {
    const account = await test().account(104_999n);
    expect(await failure(test().ask(account, await test().invoice(100_000n)))).toBe('insufficient_balance');
    expect(await test().balances(account)).toEqual({ 2110: 104_999n });
    const asked = await test().ask(account, await test().invoice(100_000n), { feeLimitMsat: '4999' });
    expect(await test().balances(account)).toEqual({ 2210: 104_999n });
    test().payer();
    expect((await test().ended(asked)).state).toBe('SUCCEEDED');
  });

  it('is counted and summed up by the day, also when it asks for everything at once', async () => {
    const account = await test().account(3_000_000n);
    const invoices = await Promise.all(Array.from({ length: 5 }, () => test().invoice(300_000n)));
    const outcomes = await Promise.all(invoices.map((invoice) => failure(test().ask(account, invoice))));
    expect(outcomes.filter((outcome) => outcome === 'nothing failed')).toHaveLength(3);
    expect(outcomes.filter((outcome) => outcome === 'payout_limit')).toHaveLength(2);
    expect(await failure(test().ask(account, await test().invoice(2_000n)))).toBe('payout_limit');
    test().payer();
  });

  it('gets one payout for one Idempotency-Key, however often and at once it asks', async () => {
    const account = await test().account(ownsMsat);
    const invoice = await test().invoice(10_000n);
    const idempotencyScope = randomBytes(32);
    const asked = await Promise.all(
      Array.from({ length: 5 }, () => test().ask(account, invoice, { idempotencyScope })),
    );
    expect(new Set(asked.map(({ payoutId }) => payoutId)).size).toBe(1);
    expect(await test().balances(account)).toEqual({ 2110: ownsMsat - 15_000n, 2210: 15_000n });
    expect(await failure(test().ask(account, await test().invoice(10_000n), { idempotencyScope }))).toBe(
      'idempotency_key_reused',
    );
    test().payer();
    expect((await test().ended(asked[0] as never)).state).toBe('SUCCEEDED');
  });

  it('is not paid out with what is reserved for others, nor with what is not final', async () => {
    // The books owe this account more than the node has for good.
    const rich = await test().account(ownsMsat);
    const { database, node } = test();
    const [row] = await database.query<{ net: bigint }>(
      `SELECT b.debits - b.credits AS net FROM ledger.account a JOIN ledger.balance b ON b.account_id = a.id
        WHERE a.owner = $1 AND a.code = 1110`,
      [node],
    );
    expect(row?.net).toBeGreaterThan(0n);
    await test().unfund(row?.net ?? 0n);
    expect(await failure(test().ask(rich, await test().invoice(10_000n)))).toBe('liquidity_short');
    expect(await test().balances(rich)).toEqual({ 2110: ownsMsat });
    await test().unfund(-(row?.net ?? 0n));
  });
});

describe('a marketplace without a macaroon that pays', () => {
  it('reserves nothing in vain', async () => {
    const account = await test().account(ownsMsat);
    const context = { config: { payouts: limits }, clock: systemClock };
    // Nobody has ever asked for work.
    const nobody = new PayingNodes({ query: async () => [] } as unknown as Database, {} as Nodes, systemClock);
    const { nodes, node } = test();
    const desk = openInvoiceDesk(nodes.connect(nodes.deskMacaroon));
    const reading = { forNewCharge: () => node, desk: () => desk, isOurs: () => false } as unknown as Nodes;
    const transfers = { chargeOf: async () => undefined, pushOn: async () => undefined };
    const payouts = new Payouts(test().database, reading, transfers, nobody, context);
    const asked = payouts.create({
      ...{ accountId: account, paymentRequest: await test().invoice(10_000n), amountMsat: '0', feeLimitMsat: '-1' },
      ...{ idempotencyScope: randomBytes(32), address: '', descriptionHash: Buffer.alloc(0), scheduleRun: '0' },
    });
    expect(await failure(asked)).toBe('payouts_stopped');
    expect(await test().balances(account)).toEqual({ 2110: ownsMsat });
  });
});

describe('payouts that are stopped', () => {
  it.each([[''], ['node']])('are neither taken nor sent, and go on when they are allowed again (%s)', async (where) => {
    const { service } = test().billing;
    const node = where === '' ? '' : test().node;
    const account = await test().account(ownsMsat);
    const asked = await test().ask(account, await test().invoice(10_000n));
    await service.setPayoutStop({ node, stopped: true, actor: 'admin', reason: 'a test' });
    expect(await failure(test().ask(account, await test().invoice(10_000n)))).toBe('payouts_stopped');
    expect((await service.listPayoutStops({})).stops).toMatchObject([{ node, actor: 'admin', reason: 'a test' }]);
    const payer = test().payer();
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect([payer.sends(), (await test().payout(asked)).state]).toEqual([0, 'RESERVED']);
    await service.setPayoutStop({ node, stopped: false, actor: 'admin', reason: 'over' });
    expect((await test().ended(asked)).state).toBe('SUCCEEDED');
  });
});
