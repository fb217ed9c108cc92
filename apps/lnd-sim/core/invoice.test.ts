import { describe, expect, it } from '@jest/globals';
import { msat, zeroMsat } from '#kernel/msat';
import {
  cancelHeldAtHeight,
  cancelInvoice,
  expireInvoice,
  type IncomingHtlc,
  partHoldMs,
  receiveHtlc,
  releasePart,
  settleInvoice,
} from './invoice.js';
import type { InvoiceRow, InvoiceState } from './rows.js';

const hash = 'ab'.repeat(32);
const preimage = 'cd'.repeat(32);
const moment = { now: 5000, height: 700, nextSettleIndex: 9 };

const open: InvoiceRow = {
  node: 'market',
  hash,
  hold: true,
  paymentAddr: 'ef'.repeat(32),
  paymentRequest: 'lnbcrt1',
  memo: '',
  valueMsat: msat(1000n),
  createdAt: 1000,
  expirySeconds: 600,
  cltvExpiry: 80,
  isPrivate: false,
  addIndex: 3,
  settleIndex: 0,
  settledAt: 0,
  state: 'OPEN',
  paidMsat: zeroMsat,
  htlcs: [],
};
const ordinary: InvoiceRow = { ...open, hold: false, preimage };

function htlc(fields: Partial<IncomingHtlc> = {}): IncomingHtlc {
  return {
    transferId: 't1',
    channelId: '1',
    htlcIndex: 0,
    paymentAddr: open.paymentAddr,
    amountMsat: msat(1000n),
    declaredMsat: msat(1000n),
    expiryHeight: 783,
    ...fields,
  };
}

function arrived(invoice: InvoiceRow, ...arriving: IncomingHtlc[]): InvoiceRow {
  return arriving.reduce((before, each) => {
    const received = receiveHtlc(before, each, moment);
    if (received.kind === 'refused') throw new Error(received.detail);
    return received.invoice;
  }, invoice);
}

const half = (transferId: string) => htlc({ transferId, amountMsat: msat(500n) });
const accepted = arrived(open, htlc());
const settled = arrived(ordinary, htlc());
const canceled: InvoiceRow = { ...open, state: 'CANCELED' };
const partial = arrived(open, half('t1'));
const inState = (state: InvoiceState) =>
  ({ OPEN: open, ACCEPTED: accepted, SETTLED: settled, CANCELED: canceled })[state];

describe('an HTLC that reaches its payee', () => {
  it('waits at a hold invoice and settles an ordinary one', () => {
    expect(accepted).toMatchObject({ state: 'ACCEPTED', paidMsat: 1000n, settleIndex: 0 });
    expect(accepted.preimage).toBeUndefined();
    expect(accepted.htlcs).toMatchObject([{ state: 'ACCEPTED', acceptHeight: 700, resolvedAt: 0 }]);
    expect(settled).toMatchObject({ state: 'SETTLED', paidMsat: 1000n, settleIndex: 9, settledAt: 5000 });
    expect(settled.htlcs).toMatchObject([{ state: 'SETTLED', resolvedAt: 5000 }]);
  });

  it.each([
    ['for nobody', undefined, htlc(), 'UNKNOWN_INVOICE'],
    ['with another secret', open, htlc({ paymentAddr: '00'.repeat(32) }), 'ADDRESS_MISMATCH'],
    ['without a secret', open, htlc({ paymentAddr: undefined }), 'ADDRESS_MISMATCH'],
    ['after the first payer', accepted, htlc({ transferId: 't2' }), 'INVOICE_NOT_OPEN'],
    ['after settlement', settled, htlc({ transferId: 't2' }), 'INVOICE_NOT_OPEN'],
    ['after cancellation', canceled, htlc(), 'INVOICE_NOT_OPEN'],
    ['with too small a sum', open, htlc({ declaredMsat: msat(999n) }), 'SET_TOTAL_TOO_LOW'],
    ['with another sum than its set', partial, htlc({ declaredMsat: msat(1001n) }), 'SET_TOTAL_MISMATCH'],
    ['one block too late', open, htlc({ expiryHeight: 779 }), 'INVOICE_EXPIRY_TOO_SOON'],
    ['below the least delta', { ...open, cltvExpiry: 1 }, htlc({ expiryHeight: 718 }), 'INVOICE_EXPIRY_TOO_SOON'],
  ] as const)('%s is refused', (_name, invoice, incoming, detail) => {
    expect(receiveHtlc(invoice, incoming, moment)).toEqual({ kind: 'refused', detail });
  });

  it('is accepted with exactly the blocks that the invoice asks', () => {
    expect(receiveHtlc(open, htlc({ expiryHeight: 780 }), moment).kind).toBe('accepted');
  });

  it('may bring more than was asked', () => {
    const over = arrived(open, htlc({ amountMsat: msat(5000n), declaredMsat: msat(5000n) }));
    expect(over).toMatchObject({ state: 'ACCEPTED', paidMsat: 5000n });
  });

  it('leaves the invoice OPEN and unpaid until its set is complete', () => {
    expect(partial).toMatchObject({ state: 'OPEN', paidMsat: 0n });
    expect(partial.htlcs).toMatchObject([{ state: 'ACCEPTED' }]);
    expect(arrived(partial, half('t2'))).toMatchObject({ state: 'ACCEPTED', paidMsat: 1000n });
  });

  it('does not count parts that went back', () => {
    const released = releasePart(partial, 't1', moment.now + partHoldMs)!;
    expect(arrived(released, half('t2'))).toMatchObject({ state: 'OPEN', paidMsat: 0n });
  });
});

describe('SettleInvoice', () => {
  it.each([
    ['OPEN', { kind: 'refused', text: 'invoice still open' }],
    ['SETTLED', { kind: 'unchanged' }],
    ['CANCELED', { kind: 'refused', text: 'invoice already canceled' }],
  ] as const)('of an invoice that is %s', (state, result) => {
    expect(settleInvoice(inState(state), preimage, moment)).toEqual(result);
  });

  it('of one that is ACCEPTED reveals the preimage and counts the settlement', () => {
    const decided = settleInvoice(accepted, preimage, { ...moment, now: 9000 });
    expect(decided).toMatchObject({ kind: 'changed', invoice: { state: 'SETTLED', preimage, settleIndex: 9 } });
    expect(decided).toMatchObject({ invoice: { htlcs: [{ state: 'SETTLED', resolvedAt: 9000 }], settledAt: 9000 } });
  });

  it('of one that does not exist', () => {
    const unknown = { kind: 'refused', text: 'unable to locate invoice' };
    expect(settleInvoice(undefined, preimage, moment)).toEqual(unknown);
    expect(cancelInvoice(undefined, 1)).toEqual(unknown);
  });
});

describe('CancelInvoice', () => {
  it('of OPEN and ACCEPTED ends it, keeps the amount, and gives every HTLC back', () => {
    expect(cancelInvoice(open, 9000)).toMatchObject({ kind: 'changed', invoice: { state: 'CANCELED', paidMsat: 0n } });
    const decided = cancelInvoice(accepted, 9000);
    expect(decided).toMatchObject({ kind: 'changed', invoice: { state: 'CANCELED', paidMsat: 1000n, settleIndex: 0 } });
    expect(decided).toMatchObject({ invoice: { htlcs: [{ state: 'CANCELED', resolvedAt: 9000 }] } });
    expect(cancelInvoice(partial, 9000)).toMatchObject({ invoice: { htlcs: [{ state: 'CANCELED' }] } });
  });

  it('of final ones', () => {
    expect(cancelInvoice(settled, 1)).toEqual({ kind: 'refused', text: 'invoice already settled' });
    expect(cancelInvoice(canceled, 1)).toEqual({ kind: 'unchanged' });
  });
});

describe('the watchers', () => {
  const expiry = 1000 + 600_000;

  it('end an OPEN invoice at its expiry, parts and all, and no other', () => {
    expect(expireInvoice(open, expiry - 1)).toBeUndefined();
    expect(expireInvoice(open, expiry)?.state).toBe('CANCELED');
    expect(expireInvoice(partial, expiry)).toMatchObject({ state: 'CANCELED', htlcs: [{ state: 'CANCELED' }] });
    for (const state of ['ACCEPTED', 'SETTLED', 'CANCELED'] as const) {
      expect(expireInvoice(inState(state), expiry)).toBeUndefined();
    }
  });

  it('give a hold back 18 blocks before its first HTLC expires', () => {
    const two = arrived(open, half('t1'), { ...half('t2'), expiryHeight: 790 });
    for (const held of [accepted, two]) {
      expect(cancelHeldAtHeight(held, 764, 1)).toBeUndefined();
      expect(cancelHeldAtHeight(held, 765, 1)?.state).toBe('CANCELED');
    }
    for (const state of ['OPEN', 'SETTLED', 'CANCELED'] as const) {
      expect(cancelHeldAtHeight(inState(state), 2000, 1)).toBeUndefined();
    }
  });

  it('give a lonely part back after two minutes and leave the invoice OPEN', () => {
    expect(releasePart(partial, 't1', moment.now + partHoldMs - 1)).toBeUndefined();
    expect(releasePart(partial, 't2', moment.now + partHoldMs)).toBeUndefined();
    expect(releasePart(accepted, 't1', moment.now + partHoldMs)).toBeUndefined();
    const released = releasePart(partial, 't1', moment.now + partHoldMs);
    expect(released).toMatchObject({ state: 'OPEN', paidMsat: 0n, htlcs: [{ state: 'CANCELED' }] });
  });
});
