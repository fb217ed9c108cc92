import fc from 'fast-check';
import type { FallbackAddress, InvoiceFields, Network, RouteHop } from '#bolt11/invoice';
import { maxMsat, msat } from '#kernel/msat';

const bytes = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((array) => Buffer.from(array));
const uint = (bits: number) => fc.integer({ min: 0, max: 2 ** bits - 1 });

/** A key's x coordinate is not checked in route hints, so any bytes behind a valid first one will do. */
const nodeId = bytes(33).map((id) => Buffer.concat([Buffer.of(2 + (id[0]! & 1)), id.subarray(1)]));

const hop: fc.Arbitrary<RouteHop> = fc.record({
  nodeId,
  shortChannelId: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  feeBaseMsat: uint(32).map((value) => msat(BigInt(value))),
  feeProportionalMillionths: uint(32),
  cltvExpiryDelta: uint(16),
});

const fallback: fc.Arbitrary<FallbackAddress> = fc.oneof(
  fc.record({ version: fc.constantFrom(0, 17, 18), program: bytes(20) }),
  fc.record({ version: fc.constantFrom(0, 1), program: bytes(32) }),
);

/** Any fields that an invoice can carry. */
export const anyFields: fc.Arbitrary<InvoiceFields> = fc
  .record({
    network: fc.constantFrom<Network>('bc', 'tb', 'tbs', 'bcrt'),
    amountMsat: fc.option(
      fc.oneof(
        fc.bigInt({ min: 1n, max: maxMsat }),
        fc.bigInt({ min: 1n, max: 21_000n }).map((n) => n * 100_000_000n),
      ),
      { nil: undefined },
    ),
    timestamp: fc.integer({ min: 0, max: 2 ** 35 - 1 }),
    paymentHash: bytes(32),
    paymentSecret: bytes(32),
    text: fc.option(fc.string({ unit: 'grapheme', maxLength: 40 }), { nil: undefined }),
    descriptionHash: bytes(32),
    expirySeconds: fc.option(fc.integer({ min: 1, max: 31_536_000 }), { nil: undefined }),
    minFinalCltvExpiryDelta: fc.option(uint(16), { nil: undefined }),
    routeHints: fc.array(fc.array(hop, { minLength: 1, maxLength: 3 }), { maxLength: 3 }),
    featureBits: fc.subarray([8, 9, 14, 15, 17, 25, 48, 49, 99, 263]),
    fallbackAddresses: fc.array(fallback, { maxLength: 2 }),
    metadata: fc.option(
      fc.uint8Array({ maxLength: 64 }).map((array) => Buffer.from(array)),
      { nil: undefined },
    ),
    withPayee: fc.boolean(),
  })
  .map(({ text, descriptionHash, amountMsat, ...fields }) => ({
    ...fields,
    amountMsat: amountMsat === undefined ? undefined : msat(amountMsat),
    ...(text === undefined ? { descriptionHash } : { description: text }),
  }));
