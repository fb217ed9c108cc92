import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { billingSchema } from '#apps/billing/schema';
import { msat } from '#kernel/msat';
import { findAccount, listAccounts, listEntries, listTransfers, readTrialBalance, verifyLedger } from '#ledger/read';
import { holdLost, holdSettled, htlcsAccepted, unidentifiedReceipt } from '#ledger/recipes';
import { ledgerSchema } from '#ledger/schema';
import type { Database } from '#persistence/database';
import { suiteDatabase } from '#test/harness/database';
import { postBatch } from './post-batch.js';

const suite = suiteDatabase([ledgerSchema, billingSchema]);
const node = `02${'aa'.repeat(32)}`;
const sellerUuid = randomUUID();
const [first, second] = [randomUUID(), randomUUID()];
const at = new Date('2026-05-01T12:00:00.000Z');
const sale = { priceMsat: msat(1_000n), feeMsat: msat(20n), sellerUuid, heldMsat: msat(1_000n) };
let db: Database;

beforeAll(async () => {
  const owner = await suite().openAsOwner();
  const one = { node, paymentHash: Buffer.alloc(32, 1), chargeUuid: first, at };
  const two = { node, paymentHash: Buffer.alloc(32, 2), chargeUuid: second, at };
  const transfers = [
    htlcsAccepted({ ...one, paidMsat: msat(1_000n) }),
    htlcsAccepted({ ...two, paidMsat: msat(1_000n) }),
    holdSettled({ ...one, ...sale, paidMsat: msat(1_000n) }),
    holdLost({ ...two, ...sale, paySeller: true }) ?? [],
    unidentifiedReceipt({ node, paymentHash: Buffer.alloc(32, 3), paidMsat: msat(7n) }),
  ].flat();
  expect((await postBatch(owner, [{ transfers }])).every(({ outcome }) => outcome === 'posted')).toBe(true);
  // Read as billing reads.
  db = await suite().open(billingSchema);
});

describe('an admin reads', () => {
  it('the trial balance, with the identities that must hold', async () => {
    const { seq, lines, identities } = await readTrialBalance(db);
    expect(seq).toBe(5n);
    const short = lines.map(({ code, accounts, balanceMsat }) => [code, accounts, balanceMsat]);
    expect(short).toEqual([
      [1110, 0, 0n],
      [1130, 1, 1_007n],
      [2110, 1, 1_960n],
      [2140, 0, 0n],
      [2160, 0, 0n],
      [2210, 0, 0n],
      [2220, 0, 0n],
      [2390, 1, 7n],
      [4110, 1, 20n],
      [4120, 0, 0n],
      [5110, 0, 0n],
      [5160, 1, 980n],
      [9110, 1, 0n],
      [9210, 1, 0n],
    ]);
    // The seller of the lost hold was paid without money from a buyer: the books balance, and say that we owe more than we hold.
    expect(identities).toEqual([
      { name: 'debits_equal_credits', leftMsat: 5_987n, rightMsat: 5_987n, holds: true },
      { name: 'memo_debits_equal_credits', leftMsat: 4_000n, rightMsat: 4_000n, holds: true },
      { name: 'assets_equal_claims', leftMsat: 1_007n, rightMsat: 1_007n, holds: true },
      { name: 'solvent', leftMsat: 1_007n, rightMsat: 1_967n, holds: false },
    ]);
  });

  it('accounts with their balances, page by page and by line or owner', async () => {
    const all = await listAccounts(db, { limit: 100 });
    expect(all).toHaveLength(7);
    const pages: bigint[] = [];
    for (let after: bigint | undefined; ; ) {
      const page = await listAccounts(db, { limit: 3, ...(after !== undefined && { after }) });
      pages.push(...page.map(({ id }) => id));
      after = page.at(-1)?.id;
      if (page.length < 3) break;
    }
    expect(pages).toEqual(all.map(({ id }) => id));
    const [available] = await listAccounts(db, { owner: sellerUuid, limit: 10 });
    expect(available).toMatchObject({
      code: 2110,
      name: 'Account available',
      side: 'C',
      balanceMsat: 1_960n,
      entries: 2n,
      closed: false,
    });
    expect(await listAccounts(db, { code: 2390, limit: 10 })).toEqual([
      expect.objectContaining({ owner: node, balanceMsat: 7n }),
    ]);
    expect(await findAccount(db, available?.id ?? 0n)).toEqual(available);
    expect(await findAccount(db, 999_999n)).toBeUndefined();
  });

  it('the entries of an account, newest first, with the balance after each', async () => {
    const [available] = await listAccounts(db, { owner: sellerUuid, limit: 1 });
    const entries = await listEntries(db, available?.id ?? 0n, { limit: 10 });
    expect(entries).toEqual([
      {
        version: 2n,
        transferSeq: 4n,
        kind: 'hold_lost',
        ref: second,
        amountMsat: -980n,
        balanceAfterMsat: 1_960n,
        effectiveAt: at,
        recordedAt: expect.any(Date),
      },
      {
        version: 1n,
        transferSeq: 3n,
        kind: 'hold_settled',
        ref: first,
        amountMsat: -980n,
        balanceAfterMsat: 980n,
        effectiveAt: at,
        recordedAt: expect.any(Date),
      },
    ]);
    expect(await listEntries(db, available?.id ?? 0n, { before: 2n, limit: 10 })).toEqual(entries.slice(1));
  });

  it('transfers with their legs in the order of the recipe, by charge, kind, number or page', async () => {
    const all = await listTransfers(db, { limit: 10 });
    expect(all.map(({ seq }) => seq)).toEqual([5n, 4n, 3n, 2n, 1n]);
    const settled = (await listTransfers(db, { ref: first, limit: 10 }))[0];
    expect(settled).toMatchObject({ seq: 3n, kind: 'hold_settled', ref: first, effectiveAt: at });
    expect(settled?.legs.map(({ code, owner, amountMsat }) => [code, owner, amountMsat])).toEqual([
      [9210, node, 1_000n],
      [9110, node, -1_000n],
      [1130, node, 1_000n],
      [2110, sellerUuid, -980n],
      [4110, '', -20n],
    ]);
    expect(await listTransfers(db, { ref: first, limit: 10 })).toHaveLength(2);
    expect(await listTransfers(db, { seq: 3n, limit: 1 })).toEqual([settled]);
    expect(await listTransfers(db, { kind: 'unidentified_receipt', limit: 10 })).toEqual([
      expect.objectContaining({ seq: 5n, ref: undefined }),
    ]);
    expect(await listTransfers(db, { before: 3n, limit: 1 })).toEqual(all.slice(3, 4));
  });

  it('whether the books prove themselves, and the hash that seals them', async () => {
    expect(await verifyLedger(db)).toEqual({
      defects: [],
      seq: 5n,
      block: 1n,
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      at: expect.any(Date),
    });
  });
});
