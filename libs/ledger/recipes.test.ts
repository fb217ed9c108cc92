import { describe, expect, it } from '@jest/globals';
import { msat } from '#kernel/msat';
import { holdCanceled, holdLost, holdSettled, htlcsAccepted, receiptResolved, unidentifiedReceipt } from './recipes.js';
import type { Transfer } from './transfer.js';

const node = `02${'cd'.repeat(32)}`;
const sellerUuid = '0192f0c1-0000-7000-8000-000000000001';
const chargeUuid = '0192f0c1-0000-7000-8000-000000000002';
const paymentHash = Buffer.alloc(32, 7);
const event = { node, paymentHash, chargeUuid, at: new Date('2026-05-01T12:00:00Z') };
const sale = { priceMsat: msat(1_000n), feeMsat: msat(20n), sellerUuid };

const legs = (transfer: Transfer | undefined) =>
  transfer?.legs.map(({ code, owner, amountMsat }) => [code, owner, amountMsat]);
const sum = (transfer: Transfer) => transfer.legs.reduce((total, leg) => total + leg.amountMsat, 0n);

describe('recipes', () => {
  it('keep an accepted hold in the memorandum accounts only', () => {
    const transfer = htlcsAccepted({ ...event, paidMsat: msat(1_000n) });
    expect(legs(transfer)).toEqual([
      [9110, node, 1_000n],
      [9210, node, -1_000n],
    ]);
    expect(transfer).toMatchObject({ kind: 'hold_accepted', ref: chargeUuid, effectiveAt: event.at });
  });

  it('settle a hold in one transfer: memo reversed, seller and fee credited', () => {
    const transfer = holdSettled({ ...event, ...sale, heldMsat: msat(1_000n), paidMsat: msat(1_000n) });
    expect(legs(transfer)).toEqual([
      [9210, node, 1_000n],
      [9110, node, -1_000n],
      [1130, node, 1_000n],
      [2110, sellerUuid, -980n],
      [4110, '', -20n],
    ]);
  });

  it('book what exceeds the price as unidentified', () => {
    const transfer = holdSettled({ ...event, ...sale, heldMsat: msat(1_500n), paidMsat: msat(1_500n) });
    expect(legs(transfer)?.at(-1)).toEqual([2390, node, -500n]);
    expect(sum(transfer)).toBe(0n);
  });

  it('leave out the fee of a free market and the memo of a hold that was never seen', () => {
    const free = { ...sale, feeMsat: msat(0n) };
    const transfer = holdSettled({ ...event, ...free, heldMsat: msat(0n), paidMsat: msat(1_000n) });
    expect(legs(transfer)).toEqual([
      [1130, node, 1_000n],
      [2110, sellerUuid, -1_000n],
    ]);
  });

  it('refuse to settle for less than the price', () => {
    expect(() => holdSettled({ ...event, ...sale, heldMsat: msat(999n), paidMsat: msat(999n) })).toThrow(
      'below its amount',
    );
  });

  it('reverse the memo of a canceled hold and nothing else', () => {
    expect(legs(holdCanceled({ ...event, heldMsat: msat(1_000n) }))).toEqual([
      [9210, node, 1_000n],
      [9110, node, -1_000n],
    ]);
    expect(holdCanceled({ ...event, heldMsat: msat(0n) })).toBeUndefined();
  });

  it('pay the seller of a lost hold from our own money, or only reverse the memo beyond the cap', () => {
    const lost = { ...event, ...sale, heldMsat: msat(1_000n) };
    expect(legs(holdLost({ ...lost, paySeller: true }))?.slice(2)).toEqual([
      [5160, node, 980n],
      [2110, sellerUuid, -980n],
    ]);
    expect(legs(holdLost({ ...lost, paySeller: false }))).toHaveLength(2);
    expect(holdLost({ ...lost, heldMsat: msat(0n), paySeller: false })).toBeUndefined();
  });

  it('book money for nobody, the same whatever was known of its charge', () => {
    const transfer = unidentifiedReceipt({ node, paymentHash, paidMsat: msat(5n) });
    expect(legs(transfer)).toEqual([
      [1130, node, 5n],
      [2390, node, -5n],
    ]);
    expect(transfer.ref).toBeUndefined();
    expect(transfer.effectiveAt).toBeUndefined();
  });

  it('move what is ours for good into the channels, and take as a loss what went back to the payer', () => {
    const resolved = { node, paymentHash, wonMsat: msat(900n), lostMsat: msat(100n) };
    expect(legs(receiptResolved(resolved))).toEqual([
      [1110, node, 900n],
      [5160, node, 100n],
      [1130, node, -1_000n],
    ]);
    const won = receiptResolved({ ...resolved, lostMsat: msat(0n) });
    expect(legs(won)).toHaveLength(2);
    // One word on one receipt, whichever it is.
    expect(won.id).toBe(receiptResolved(resolved).id);
  });

  it('give one event one id, and the three ends of a hold the same', () => {
    const held = { ...event, heldMsat: msat(1_000n) };
    const settled = holdSettled({ ...held, ...sale, paidMsat: msat(1_000n) });
    expect(holdCanceled(held)?.id).toBe(settled.id);
    expect(holdLost({ ...held, ...sale, paySeller: true })?.id).toBe(settled.id);
    const accepted = htlcsAccepted({ ...event, paidMsat: msat(1_000n) });
    const other = htlcsAccepted({ ...event, paymentHash: Buffer.alloc(32, 8), paidMsat: msat(1_000n) });
    const receipt = unidentifiedReceipt({ ...event, paidMsat: msat(1_000n) });
    const ids = [accepted.id, other.id, receipt.id, settled.id];
    expect(new Set(ids).size).toBe(4);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('derive ids as RFC 9562 version 5 does', () => {
    // Python: uuid.uuid5(uuid.UUID('6f2d1b0e5c4a4c0b9a7e3d58f1c2b794'), 'lnd|' + '07' * 32 + '|accepted')
    expect(htlcsAccepted({ ...event, paidMsat: msat(1n) }).id).toBe('54d04318-918b-52c8-b25a-38184ff0eb5c');
  });
});
