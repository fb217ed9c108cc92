/**
 * From a Lightning address (LUD-16) or an LNURL-pay (LUD-01, LUD-06, LUD-17) to an invoice. The host is a stranger's choice: both
 * calls go by libs/outbound, which follows no redirect, reads little and waits briefly. What the invoice says is billing's to check.
 */
import { createHash } from 'node:crypto';
import { bech32 } from '@scure/base';
import { AppError } from '#kernel/errors';
import { parseMsat, zeroMsat } from '#kernel/msat';
import type { Outbound } from '#outbound/call';
import { OutboundFailure } from '#outbound/failure';

const timeoutMs = 8_000;
const maxResponseBytes = 65_536;
const maxLnurlChars = 2_048;
/** LUD-16, and the capitals and tags that wallets accept as well. */
const lightningAddress = /^([a-z0-9._+-]{1,64})@([a-z0-9.-]{1,253}(?::[0-9]{1,5})?)$/;

/** An invoice about that amount, and the hash that it must name. Errors: address_unusable, amount_mismatch, payout_limit. */
export async function invoiceFrom(
  outbound: Outbound,
  address: string,
  amountText: string,
  signal?: AbortSignal,
): Promise<{ paymentRequest: string; descriptionHash: Buffer }> {
  const amountMsat = parseMsat(amountText);
  if (amountMsat === zeroMsat) throw new AppError('amount_mismatch', 'with an address amountMsat must say how much');
  const offer = await ask(outbound, urlOf(address), signal);
  const { tag, callback, metadata, minSendable, maxSendable } = offer;
  if (tag !== 'payRequest' || typeof callback !== 'string' || typeof metadata !== 'string') {
    throw unusable('it does not offer to be paid (LUD-06)');
  }
  if (!Number.isSafeInteger(minSendable) || !Number.isSafeInteger(maxSendable)) throw unusable('it names no amounts');
  if (amountMsat < BigInt(minSendable as number) || amountMsat > BigInt(maxSendable as number)) {
    throw new AppError('payout_limit', `the address takes from ${minSendable} to ${maxSendable} msat`);
  }
  const answer = await ask(outbound, withAmount(callback, amountMsat), signal);
  if (typeof answer.pr !== 'string' || answer.pr === '') throw unusable('it gave no invoice');
  return { paymentRequest: answer.pr, descriptionHash: createHash('sha256').update(metadata).digest() };
}

/** Whether it is one at all; nobody is asked. Errors: address_unusable. */
export function checkAddress(address: string): void {
  urlOf(address);
}

function urlOf(text: string): string {
  const address = text.trim().replace(/^lightning:/i, '');
  const [, name, host] = lightningAddress.exec(address.toLowerCase()) ?? [];
  if (name !== undefined) return `${schemeOf(host ?? '')}//${host}/.well-known/lnurlp/${name}`;
  if (/^lnurlp:\/\//i.test(address)) {
    const rest = address.slice('lnurlp://'.length);
    return `${schemeOf(rest)}//${rest}`;
  }
  if (/^lnurl1/i.test(address)) return decodedLnurl(address);
  throw unusable('it is neither a Lightning address nor an LNURL');
}

/** Only a host that configuration allows by its port is called by http, which libs/outbound decides. */
function schemeOf(host: string): 'http:' | 'https:' {
  return /^(127\.0\.0\.1|localhost|\[::1\]):[0-9]+/.test(host) ? 'http:' : 'https:';
}

function decodedLnurl(text: string): string {
  try {
    const { prefix, words } = bech32.decode(text.toLowerCase() as `${string}1${string}`, maxLnurlChars);
    if (prefix === 'lnurl') return Buffer.from(bech32.fromWords(words)).toString('utf8');
  } catch (error) {
    throw new AppError('address_unusable', 'the LNURL is damaged', { cause: error });
  }
  throw unusable('it is no LNURL');
}

function withAmount(callback: string, amountMsat: bigint): string {
  if (!URL.canParse(callback)) throw unusable('its callback is no URL');
  const url = new URL(callback);
  url.searchParams.set('amount', amountMsat.toString());
  return url.href;
}

type Json = Readonly<Record<string, unknown>>;

async function ask(outbound: Outbound, url: string, signal?: AbortSignal): Promise<Json> {
  const request = { url, headers: {}, timeoutMs, maxResponseBytes, ...(signal && { signal }) };
  const { status, body } = await outbound.get(request).catch((error) => {
    if (error instanceof OutboundFailure) throw unusable(`it could not be asked (${error.reason})`, error);
    throw error;
  });
  const json = readJson(body);
  if (status !== 200 || json === undefined) throw unusable(`it answered ${status} and no JSON object of LNURL`);
  if (json.status === 'ERROR') throw unusable('it answered with an error of its own');
  return json;
}

function readJson(body: Buffer): Json | undefined {
  try {
    const json: unknown = JSON.parse(body.toString('utf8'));
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Json) : undefined;
  } catch {
    // What is no JSON is told to the caller as such.
    return undefined;
  }
}

function unusable(detail: string, cause?: unknown): AppError {
  return new AppError('address_unusable', `the address cannot be paid out to: ${detail}`, { cause });
}
