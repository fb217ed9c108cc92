/** Rows of docs/faults.md about payouts that are run on simulated nodes and on real ones. */
import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { bech32 } from '@scure/base';
import { packWords } from '#bolt11/words';
import { until } from '#test/harness/until';
import type { PayoutKit } from './payout-kit.js';

const slowMs = 120_000;
const withinMs = 60_000;

export function payoutRows(kit: PayoutKit): void {
  const inFlight = (payout: Parameters<PayoutKit['payment']>[0]) =>
    until(
      () => kit.payment(payout),
      (payment) => payment?.status === 'IN_FLIGHT',
    );

  describe('a payout', () => {
    it('43: that was sent when the market stopped is asked after when it is up', async () => {
      const hold = await kit.holdInvoice(40_000n);
      const payout = await kit.payOut(hold.request);
      await inFlight(payout);
      const restarting = kit.market().restart(1_000);
      await sleep(300);
      await until(
        () => kit.lnd('seller').lookUp(hold.hash),
        ({ state }) => state === 'ACCEPTED',
      );
      await kit.lnd('seller').settle(hold.preimage);
      await restarting;
      await kit.ends(payout, 'SUCCEEDED', withinMs);
    }, 120_000);

    it('48: whose payee decides nothing keeps its money set aside, until that gives it back', async () => {
      const hold = await kit.holdInvoice(41_000n);
      const payout = await kit.payOut(hold.request);
      await inFlight(payout);
      await sleep(9_000);
      await kit.staysReserved(payout);
      await until(
        () => kit.lnd('seller').lookUp(hold.hash),
        ({ state }) => state === 'ACCEPTED',
      );
      await kit.lnd('seller').cancel(hold.hash);
      await kit.ends(payout, 'FAILED', withinMs);
    }, 120_000);

    it.each(['settle', 'cancel'] as const)(
      '52: that is out while the node dies ends as its payee decides (%s)',
      async (decision) => {
        const hold = await kit.holdInvoice(42_000n);
        const payout = await kit.payOut(hold.request);
        await inFlight(payout);
        await until(
          () => kit.lnd('seller').lookUp(hold.hash),
          ({ state }) => state === 'ACCEPTED',
        );
        await kit.lightning.stop('market', 'kill');
        await sleep(1_000);
        await kit.lightning.start('market');
        await kit.staysReserved(payout);
        if (decision === 'settle') await kit.lnd('seller').settle(hold.preimage);
        else await kit.lnd('seller').cancel(hold.hash);
        await kit.ends(payout, decision === 'settle' ? 'SUCCEEDED' : 'FAILED', withinMs);
      },
      slowMs,
    );

    it('53: whose payee asks more for the last hop than the fee limit has sent nothing and gives everything back', async () => {
      const { identity_pubkey: greedy } = await kit.lnd('seller').call('lnrpc.Lightning/GetInfo', {});
      const amountMsat = 45_000n;
      const invoice = behind(await kit.invoice(amountMsat), String(greedy), Number(amountMsat / 2n));
      const payout = await kit.payOut(invoice);
      expect(BigInt(payout.feeLimitMsat)).toBeLessThan(amountMsat / 2n);
      await kit.ends(payout, 'FAILED', withinMs);
      expect(await kit.payment(payout)).toMatchObject({ failure_reason: 'FAILURE_REASON_NO_ROUTE', htlcs: [] });
    }, 120_000);

    it('55: to an invoice with two payment hashes is about the first, as LND says, and fails where nobody knows that', async () => {
      const [first, second] = [randomBytes(32), randomBytes(32)];
      const payout = await kit.payOut(withTwoHashes(await kit.invoice(44_000n), first, second));
      expect(payout.paymentHash).toBe(first.toString('hex'));
      await kit.ends(payout, 'FAILED', withinMs);
    }, 120_000);

    it('56: to an invoice of our own node, which no task waits for, is refused', async () => {
      await kit.refused({ invoice: await kit.invoice(43_000n, 'market') }, 409, 'own_invoice');
    });
  });
}

const timestampWords = 7;
const signatureWords = 104;
/** Type 1 and 52 groups of five bits, as BOLT 11 writes a payment hash. */
const hashTag = [1, 1, 20];

const hintTag = [3, 2, 18];

/** The invoice with two other hashes before its own. */
function withTwoHashes(invoice: string, first: Buffer, second: Buffer): string {
  return ofAStranger(
    invoice,
    [first, second].flatMap((hash) => [...hashTag, ...bech32.toWords(hash)]),
  );
}

/** The invoice of a node that is reached by that one alone, over a channel that nobody else knows, for so much. */
function behind(invoice: string, pubkey: string, feeBaseMsat: number): string {
  const hint = Buffer.alloc(51);
  hint.write(pubkey, 'hex');
  hint.writeBigUInt64BE(1n << 40n, 33);
  hint.writeUInt32BE(feeBaseMsat, 41);
  hint.writeUInt16BE(40, 49);
  return ofAStranger(invoice, [...hintTag, ...bech32.toWords(hint)]);
}

/** The invoice with further fields before its own, signed by a stranger whom no node knows. */
function ofAStranger(invoice: string, fields: readonly number[]): string {
  const { prefix, words } = bech32.decode(invoice as `${string}1${string}`, false);
  const data = [...words.slice(0, timestampWords), ...fields, ...words.slice(timestampWords, -signatureWords)];
  const signed = createHash('sha256').update(prefix, 'utf8').update(packWords(data)).digest();
  const options = { prehash: false, format: 'recovered' } as const;
  const [recoveryId = 0, ...compact] = secp256k1.sign(signed, secp256k1.utils.randomSecretKey(), options);
  return bech32.encode(prefix, [...data, ...bech32.toWords(Uint8Array.from([...compact, recoveryId]))], false);
}
