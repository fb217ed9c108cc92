/** AddInvoice and AddHoldInvoice: lnd's checks in lnd's words. */
import { randomBytes } from 'node:crypto';
import { msat } from '#kernel/msat';
import type { AddHoldInvoiceRequest__Output } from '#lightning/generated/invoicesrpc/AddHoldInvoiceRequest';
import type { Invoice__Output } from '#lightning/generated/lnrpc/Invoice';
import { hashOfPreimage } from '../core/invoice.js';
import { LndError, unknown } from '../core/lnd-error.js';
import { timeLockDelta } from '../core/route.js';
import type { InvoiceOrder } from '../node/invoice-book.js';
import { asBitcoin, asGoFloat, readAmount } from './amounts.js';

const memoLimit = 1024;
/** A BOLT 11 field has at most 1,023 groups of five bits, so 639 bytes; lnd finds that out when it signs. */
const longestField = 1023;
const maxExpirySeconds = 31_536_000;
const defaultExpirySeconds = 86_400;
const minCltvExpiry = 24;
const maxCltvExpiry = 65_535;
const maxInvoiceSats = 100_000n * 100_000_000n;

export function orderOfInvoice(request: Invoice__Output): InvoiceOrder {
  const given = request.r_preimage.length > 0 ? checkedPreimage(request.r_preimage) : randomBytes(32);
  const preimage = given.toString('hex');
  return { ...commonOrder(request), hash: hashOfPreimage(given), preimage, hold: false };
}

export function orderOfHoldInvoice(request: AddHoldInvoiceRequest__Output): InvoiceOrder {
  return { ...commonOrder(request), hash: checkedHash(request.hash).toString('hex'), hold: true };
}

export function checkedHash(bytes: Buffer): Buffer {
  if (bytes.length !== 32) throw unknown(`invalid hash length of ${bytes.length}, want 32`);
  return bytes;
}

export function checkedPreimage(bytes: Buffer): Buffer {
  if (bytes.length !== 32) throw unknown(`invalid preimage length of ${bytes.length}, want 32`);
  return bytes;
}

type Common = Pick<
  Invoice__Output,
  | 'memo'
  | 'description_hash'
  | 'value'
  | 'value_msat'
  | 'expiry'
  | 'cltv_expiry'
  | 'fallback_addr'
  | 'route_hints'
  | 'private'
>;

function commonOrder(request: Common): Omit<InvoiceOrder, 'hash' | 'hold'> {
  const value = readAmount(request.value, request.value_msat);
  const memoBytes = Buffer.byteLength(request.memo);
  if (memoBytes > memoLimit) throw unknown(`memo too large: ${memoBytes} bytes (maxsize=${memoLimit})`);
  const { length } = request.description_hash;
  if (length !== 0 && length !== 32) throw unknown(`description hash is ${length} bytes, must be 32`);
  if (value / 1000n > maxInvoiceSats) {
    const limit = asBitcoin(maxInvoiceSats);
    throw unknown(`invoice amount ${asBitcoin(value / 1000n)} is too large, max is ${limit}`);
  }
  const expirySeconds = checkedExpiry(Number(request.expiry));
  const cltvExpiry = checkedCltvExpiry(Number(request.cltv_expiry));
  const groups = Math.ceil((memoBytes * 8) / 5);
  if (length === 0 && groups > longestField) throw unknown(`data length too big to fit within 10 bits: ${groups}`);
  if (request.fallback_addr !== '' || request.route_hints.length > 0) {
    throw new LndError(12, 'lnd-sim knows no fallback addresses and no route hints');
  }
  return {
    paymentAddr: randomBytes(32).toString('hex'),
    memo: request.memo,
    descriptionHash: length === 0 ? undefined : request.description_hash.toString('hex'),
    valueMsat: msat(value),
    expirySeconds,
    cltvExpiry,
    isPrivate: request.private,
  };
}

function checkedExpiry(seconds: number): number {
  if (seconds > maxExpirySeconds) {
    const limit = asGoFloat(maxExpirySeconds);
    throw unknown(`expiry of ${asGoFloat(seconds)} seconds greater than max expiry of ${limit} seconds`);
  }
  return seconds > 0 ? seconds : defaultExpirySeconds;
}

function checkedCltvExpiry(blocks: number): number {
  if (blocks === 0) return timeLockDelta;
  if (blocks > maxCltvExpiry) {
    throw unknown(`CLTV delta of ${blocks} is too large, max accepted is: ${maxCltvExpiry}`);
  }
  if (blocks < minCltvExpiry) throw unknown(`CLTV delta of ${blocks} must be greater than minimum of ${minCltvExpiry}`);
  return blocks;
}
