import { createHash, randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { msat } from '#kernel/msat';
import { type HoldInvoiceOrder, openInvoiceDesk } from '#lightning/invoice-desk';
import { failure, suiteLightning } from './lightning-kit.js';

const lightning = suiteLightning();

interface Secret {
  readonly preimage: Buffer;
  readonly paymentHash: Buffer;
}

function secret(): Secret {
  const preimage = randomBytes(32);
  return { preimage, paymentHash: createHash('sha256').update(preimage).digest() };
}

function order({ paymentHash }: Secret, changes: Partial<HoldInvoiceOrder> = {}): HoldInvoiceOrder {
  return {
    paymentHash,
    amountMsat: msat(2_500_001n),
    memo: 'a memo',
    expirySeconds: 600,
    cltvExpiryBlocks: 80,
    ...changes,
  };
}

/** An invoice in that state. */
async function invoice(state: 'OPEN' | 'ACCEPTED' | 'SETTLED' | 'CANCELED'): Promise<Secret> {
  const { desk, buyer, market } = lightning();
  const made = secret();
  const added = await desk.addHoldInvoice(order(made));
  if (added === 'exists') throw new Error('a random hash was taken');
  if (state === 'OPEN') return made;
  if (state === 'CANCELED') {
    await desk.cancel(made.paymentHash);
    return made;
  }
  const accepted = market.followInvoice(made.paymentHash).until((seen) => seen.state === 'ACCEPTED');
  const payment = buyer.pay(added.paymentRequest);
  await accepted;
  if (state === 'SETTLED') {
    await desk.settle(made.preimage);
    await payment.until(({ status }) => status === 'SUCCEEDED');
  }
  return made;
}

afterEach(async () => {
  const { target } = lightning();
  const { faults } = await target.control('GET', '/faults');
  for (const { id } of faults) await target.control('DELETE', `/faults/${id}`);
});

describe('a node without any invoice', () => {
  it.each([
    ['in the words of bbolt', false],
    ['in those of native SQL', true],
  ])('says that it has none of a hash, %s', async (_, nativeSql) => {
    const { target, desk } = lightning();
    await target.control('POST', '/nodes/market/settings', { nativeSql });
    expect(await desk.lookup(randomBytes(32))).toBeUndefined();
    await target.control('POST', '/nodes/market/settings', { nativeSql: false });
  });
});

describe('the invoice desk', () => {
  it('knows the node', async () => {
    const { target, desk } = lightning();
    const { height } = await target.control('GET', '/blocks');
    expect(await desk.identity()).toEqual({
      ...{ pubkey: target.sim.nodes.market.pubkey, blockHeight: height },
      syncedToChain: true,
    });
  });

  it('makes hold invoices and finds them as ordered', async () => {
    const { desk } = lightning();
    const made = secret();
    const memo = 'ä'.repeat(319);
    const added = await desk.addHoldInvoice(order(made, { memo }));
    if (added === 'exists') throw new Error('a random hash was taken');
    expect(added.paymentRequest).toMatch(/^lnbcrt/);
    expect(await desk.lookup(made.paymentHash)).toEqual({
      ...{ paymentHash: made.paymentHash, state: 'OPEN', valueMsat: 2_500_001n, amountPaidMsat: 0n, memo },
      ...{ ...added, cltvExpiryBlocks: 80, htlcExpiryHeight: 0, leftAtAcceptMs: undefined },
      ...{ htlcs: [], settleIndex: 0n },
    });
    expect(await desk.addHoldInvoice(order(made))).toBe('exists');
    expect(await desk.addHoldInvoice(order(made, { amountMsat: msat(7n) }))).toBe('exists');
  });

  it('sees what was accepted: amount, lowest height and time', async () => {
    const { target, desk } = lightning();
    const { height } = await target.control('GET', '/blocks');
    const { paymentHash, preimage } = await invoice('ACCEPTED');
    const found = await desk.lookup(paymentHash);
    expect(found).toMatchObject({ state: 'ACCEPTED', amountPaidMsat: 2_500_001n, htlcExpiryHeight: height + 83 });
    // Of the 600 seconds that the invoice has.
    expect(Math.abs(Number(found?.leftAtAcceptMs) - 600_000)).toBeLessThan(5_000);
    await desk.settle(preimage);
    expect(await desk.lookup(paymentHash)).toMatchObject({ state: 'SETTLED', amountPaidMsat: 2_500_001n });
  });

  it.each([
    ['OPEN', 'open', 'canceled'],
    ['ACCEPTED', 'settled', 'settled'],
    ['SETTLED', 'settled', 'settled'],
    ['CANCELED', 'canceled', 'canceled'],
  ] as const)('of an invoice that is %s: settle says %s, then cancel %s', async (state, settled, canceled) => {
    const { desk } = lightning();
    const { preimage, paymentHash } = await invoice(state);
    expect(await desk.settle(preimage)).toBe(settled);
    expect(await desk.settle(preimage)).toBe(settled);
    expect(await desk.cancel(paymentHash)).toBe(canceled);
    expect(await desk.cancel(paymentHash)).toBe(canceled);
  });

  it('gives accepted HTLCs back, and says canceled to a settle that comes later', async () => {
    const { desk } = lightning();
    const { preimage, paymentHash } = await invoice('ACCEPTED');
    expect(await desk.cancel(paymentHash)).toBe('canceled');
    expect(await desk.settle(preimage)).toBe('canceled');
    // What had been paid stays written there; only the state tells whose it is.
    expect(await desk.lookup(paymentHash)).toMatchObject({ state: 'CANCELED', amountPaidMsat: 2_500_001n });
  });

  it('says absent of a hash that the node does not have', async () => {
    const { desk } = lightning();
    expect(await desk.settle(randomBytes(32))).toBe('absent');
    expect(await desk.cancel(randomBytes(32))).toBe('absent');
    expect(await desk.lookup(randomBytes(32))).toBeUndefined();
  });

  it('has one winner of settle and cancel at once, and hears who it is', async () => {
    const { desk } = lightning();
    for (let round = 0; round < 5; round += 1) {
      const { preimage, paymentHash } = await invoice('ACCEPTED');
      const calls = [() => desk.settle(preimage), () => desk.cancel(paymentHash)];
      if (round % 2) calls.reverse();
      const [first, second] = await Promise.all(calls.map((call) => call()));
      expect(first).toBe(second);
      expect(await desk.lookup(paymentHash)).toMatchObject({ state: first === 'settled' ? 'SETTLED' : 'CANCELED' });
    }
  });
});

describe('an answer that decides nothing', () => {
  const calls = {
    GetInfo: () => lightning().desk.identity(),
    AddHoldInvoice: () => lightning().desk.addHoldInvoice(order(secret())),
    SettleInvoice: () => lightning().desk.settle(randomBytes(32)),
    CancelInvoice: () => lightning().desk.cancel(randomBytes(32)),
    LookupInvoiceV2: () => lightning().desk.lookup(randomBytes(32)),
  };
  const answers = [
    [14, 'Connection dropped'],
    [13, 'internal server error'],
    [8, 'Bandwidth exhausted or memory limit exceeded'],
    [4, 'Deadline exceeded'],
    [2, 'wallet locked, unlock it to enable full RPC access'],
    [2, 'permission denied'],
    // The text alone does not make an answer: it must be LND's own, not that of something between us.
    [14, 'unable to locate invoice'],
  ] as const;

  it.each(Object.keys(calls) as (keyof typeof calls)[])(
    'of %s is lightning_unavailable, with the cause for the log',
    async (method) => {
      for (const [code, details] of answers) {
        await lightning().target.arm({ node: 'market', kind: 'fail_request', method, code, details });
        const error = await calls[method]().catch((thrown: Error) => thrown);
        expect(error).toMatchObject({ code: 'lightning_unavailable', retryAfterSeconds: 2, cause: { code, details } });
        expect(String(error)).not.toContain(details);
      }
    },
  );

  it('leaves open what happened: the same call again tells', async () => {
    const { target, desk } = lightning();
    const lose = (method: string) =>
      target.arm({ node: 'market', kind: 'drop_reply', method, code: 14, details: 'Connection dropped' });
    const made = secret();
    await lose('AddHoldInvoice');
    expect(await failure(desk.addHoldInvoice(order(made)))).toBe('lightning_unavailable');
    expect(await desk.addHoldInvoice(order(made))).toBe('exists');
    const paid = await invoice('ACCEPTED');
    await lose('SettleInvoice');
    expect(await failure(desk.settle(paid.preimage))).toBe('lightning_unavailable');
    expect(await desk.settle(paid.preimage)).toBe('settled');
    await lose('CancelInvoice');
    expect(await failure(desk.cancel(made.paymentHash))).toBe('lightning_unavailable');
    expect(await desk.cancel(made.paymentHash)).toBe('canceled');
  });

  it.each(['NON_EXISTING', 'LOCKED', 'RPC_ACTIVE'])(
    'comes from a node whose wallet is %s, which is also not ready',
    async (walletState) => {
      const { target, desk, watch } = lightning();
      await target.control('POST', '/nodes/market/settings', { walletState });
      expect(await failure(watch.ready())).toBe('lightning_unavailable');
      if (walletState !== 'RPC_ACTIVE') expect(await failure(desk.identity())).toBe('lightning_unavailable');
      await target.control('POST', '/nodes/market/settings', { walletState: 'SERVER_ACTIVE' });
      expect(await watch.ready()).toEqual({ ...(await desk.identity()), keepsResolutions: true });
    },
  );
});

describe('a refused order', () => {
  it.each([
    ['a memo that BOLT 11 has no room for', { memo: 'x'.repeat(640) }],
    ['too short a final CLTV', { cltvExpiryBlocks: 23 }],
  ])('of %s is no invoice', async (_, change) => {
    const { desk } = lightning();
    const made = secret();
    expect(await failure(desk.addHoldInvoice(order(made, change)))).toBe('lightning_unavailable');
    expect(await desk.lookup(made.paymentHash)).toBeUndefined();
  });
});

describe('what is opened', () => {
  it('is closed with all of its calls', async () => {
    const { target, connect, deskMacaroon } = lightning();
    const desk = openInvoiceDesk(connect(deskMacaroon));
    await desk.identity();
    await target.arm({ node: 'market', kind: 'delay_request', method: 'GetInfo', ms: 3_000 });
    const began = performance.now();
    const hanging = failure(desk.identity());
    await new Promise((resolve) => setTimeout(resolve, 50));
    desk.close();
    expect(await hanging).toBe('lightning_unavailable');
    expect(performance.now() - began).toBeLessThan(1_000);
    expect(await failure(desk.identity())).toBe('lightning_unavailable');
  });
});
