/** Two independent libraries read what we write, and we read what the one that can sign writes. */
import { describe, expect, it } from '@jest/globals';
import bolt11 from 'bolt11';
import fc from 'fast-check';
import lightDecoder from 'light-bolt11-decoder';
import { decodeInvoice, encodeInvoice } from '#bolt11/bolt11';
import type { InvoiceFields, Network } from '#bolt11/invoice';
import { msat } from '#kernel/msat';
import { anyFields } from './arbitrary-fields.js';
import { validVectors, vectorPrivateKey } from './vectors.js';

/** bolt11 knows neither signet nor regtest by itself. */
const networks: Record<Network, Parameters<typeof bolt11.decode>[1]> = {
  bc: { bech32: 'bc', pubKeyHash: 0x00, scriptHash: 0x05, validWitnessVersions: [0, 1] },
  tb: { bech32: 'tb', pubKeyHash: 0x6f, scriptHash: 0xc4, validWitnessVersions: [0, 1] },
  tbs: { bech32: 'tbs', pubKeyHash: 0x6f, scriptHash: 0xc4, validWitnessVersions: [0, 1] },
  bcrt: { bech32: 'bcrt', pubKeyHash: 0x6f, scriptHash: 0xc4, validWitnessVersions: [0, 1] },
};

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

/** A last route hint of the fields is the one that bolt11 shows; one is what it and we have in common. */
const comparable = anyFields.map(
  (fields): InvoiceFields => ({ ...fields, routeHints: fields.routeHints?.slice(0, 1) }),
);

describe('bolt11', () => {
  it('reads what we write', () => {
    fc.assert(
      fc.property(comparable, (fields) => {
        const invoice = encodeInvoice(fields, vectorPrivateKey);
        const theirs = bolt11.decode(invoice, networks[fields.network]);
        const ours = decodeInvoice(invoice);
        expect(theirs.payeeNodeKey).toBe(hex(ours.payee));
        expect(theirs.millisatoshis ?? undefined).toBe(fields.amountMsat?.toString());
        expect(theirs.timestamp).toBe(fields.timestamp);
        expect(theirs.signature).toBe(hex(ours.signature.subarray(0, 64)));
        expect(theirs.tagsObject).toMatchObject({
          payment_hash: hex(fields.paymentHash),
          payment_secret: hex(fields.paymentSecret),
          ...(fields.description !== undefined && { description: fields.description }),
          ...(fields.descriptionHash && { purpose_commit_hash: hex(fields.descriptionHash) }),
          ...(fields.expirySeconds && { expire_time: fields.expirySeconds }),
          ...(fields.routeHints?.[0] && {
            routing_info: fields.routeHints[0].map((hop) => ({
              pubkey: hex(hop.nodeId),
              short_channel_id: hop.shortChannelId.toString(16).padStart(16, '0'),
              fee_base_msat: Number(hop.feeBaseMsat),
              fee_proportional_millionths: hop.feeProportionalMillionths,
              cltv_expiry_delta: hop.cltvExpiryDelta,
            })),
          }),
        });
      }),
      { numRuns: 60, verbose: 1 },
    );
  });

  it.each(['bc', 'tb', 'tbs', 'bcrt'] as const)('writes for %s what we read', (name) => {
    const network = networks[name]!;
    const unsigned = bolt11.encode({
      network,
      millisatoshis: '1234567',
      timestamp: 1_700_000_000,
      tags: [
        { tagName: 'payment_hash', data: '01'.repeat(32) },
        { tagName: 'payment_secret', data: '02'.repeat(32) },
        { tagName: 'description', data: 'für 1 Aufgabe ✓' },
        { tagName: 'expire_time', data: 600 },
        { tagName: 'min_final_cltv_expiry', data: 80 },
        {
          tagName: 'routing_info',
          data: [
            {
              pubkey: `02${'ab'.repeat(32)}`,
              short_channel_id: '0000010000020003',
              fee_base_msat: 1,
              fee_proportional_millionths: 2,
              cltv_expiry_delta: 3,
            },
          ],
        },
      ],
    });
    const signed = bolt11.sign(unsigned, hex(vectorPrivateKey));
    const ours = decodeInvoice(signed.paymentRequest!);
    expect(ours).toMatchObject({
      network: name,
      amountMsat: msat(1_234_567n),
      timestamp: 1_700_000_000,
      paymentHash: Buffer.alloc(32, 1),
      paymentSecret: Buffer.alloc(32, 2),
      description: 'für 1 Aufgabe ✓',
      expirySeconds: 600,
      minFinalCltvExpiryDelta: 80,
      payee: Buffer.from(signed.payeeNodeKey!, 'hex'),
    });
    expect(ours.routeHints).toEqual([
      [
        {
          nodeId: Buffer.from(`02${'ab'.repeat(32)}`, 'hex'),
          shortChannelId: (1n << 40n) | (2n << 16n) | 3n,
          feeBaseMsat: 1n,
          feeProportionalMillionths: 2,
          cltvExpiryDelta: 3,
        },
      ],
    ]);
  });

  // It takes an `n` field of any length for a key, so the example of fields to be ignored means nothing to it.
  const known = validVectors.filter(({ name }) => !name.includes('must be ignored'));
  it.each(known)('recovers the same key as we do from: $name', ({ invoice, network }) => {
    expect(bolt11.decode(invoice, networks[network]).payeeNodeKey).toBe(hex(decodeInvoice(invoice).payee));
  });
});

describe('light-bolt11-decoder', () => {
  it('reads what we write', () => {
    fc.assert(
      fc.property(comparable, (fields) => {
        // Its type declares no networks of one's own, though the function takes them.
        const decode = lightDecoder.decode as (
          invoice: string,
          network?: unknown,
        ) => ReturnType<typeof lightDecoder.decode>;
        const { sections } = decode(encodeInvoice(fields, vectorPrivateKey), networks[fields.network]);
        const value = (name: string) => {
          const section = sections.find((candidate) => candidate.name === name);
          return section && 'value' in section ? section.value : undefined;
        };
        expect(value('payment_hash')).toBe(hex(fields.paymentHash));
        expect(value('payment_secret')).toBe(hex(fields.paymentSecret));
        expect(value('amount')).toBe(fields.amountMsat?.toString());
        expect(value('timestamp')).toBe(fields.timestamp);
        expect(value('description')).toBe(fields.description);
      }),
      { numRuns: 60, verbose: 1 },
    );
  });
});
