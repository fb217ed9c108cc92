import { describe, expect, it } from '@jest/globals';
import { decodeInvoice, encodeInvoice } from '#bolt11/bolt11';
import { addressText } from '#bolt11/fallback-address';
import type { DecodedInvoice } from '#bolt11/invoice';
import { refusal } from './refusal.js';
import { invalidVectors, validVectors, vectorPrivateKey } from './vectors.js';

function hex(bytes: Uint8Array | undefined): string | undefined {
  return bytes && Buffer.from(bytes).toString('hex');
}

function plain(invoice: DecodedInvoice) {
  const { routeHints, fallbackAddresses, ...rest } = invoice;
  return {
    ...rest,
    paymentHash: hex(rest.paymentHash),
    paymentSecret: hex(rest.paymentSecret),
    descriptionHash: hex(rest.descriptionHash),
    metadata: hex(rest.metadata),
    payee: hex(rest.payee),
    signature: hex(rest.signature),
    addresses: fallbackAddresses.map((address) => addressText(invoice.network, address)),
    routes: routeHints.map((route) => route.map((hop) => ({ ...hop, nodeId: hex(hop.nodeId) }))),
  };
}

/** Those whose fields stand in the order in which we write them, with a low-S signature: those we can make again. */
const writable = validVectors.filter(({ invoice }) => {
  return (
    /1pvjluezsp5\w+?pp5qqqsyqc\w+?(dp|dq|hp5)/.test(invoice) &&
    !/hp5\w+pp5/.test(invoice) &&
    !invoice.endsWith('rc90gx')
  );
});

describe('the examples of BOLT 11', () => {
  it.each(validVectors)('reads: $name', ({ name: _, invoice, route, signature, ...expected }) => {
    const decoded = plain(decodeInvoice(invoice));
    expect(decoded).toEqual({
      ...expected,
      routes: route ? [route] : [],
      signature: signature ?? decoded.signature,
    });
  });

  it.each(validVectors)('reads without looking at the signature: $name', ({ invoice }) => {
    const { payee, ...rest } = decodeInvoice(invoice);
    expect(decodeInvoice(invoice, { verify: false })).toEqual({ ...rest, payee: undefined });
    expect(payee).toHaveLength(33);
  });

  it.each(invalidVectors)('refuses: $name', ({ invoice, reason }) => {
    expect(refusal(() => decodeInvoice(invoice))).toBe(reason);
  });

  it.each(writable)('writes byte for byte: $name', ({ invoice }) => {
    const { expirySeconds, minFinalCltvExpiryDelta: _, ...fields } = decodeInvoice(invoice);
    const limits = expirySeconds === 3600 ? {} : { expirySeconds };
    expect(encodeInvoice({ ...fields, ...limits }, vectorPrivateKey)).toBe(invoice);
  });

  it('finds six of them to write', () => {
    expect(writable).toHaveLength(6);
  });
});
