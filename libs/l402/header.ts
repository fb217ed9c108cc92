/**
 * L402 on the wire: how a challenge is written, and every way in which the clients in use present what they paid for.
 *
 *     Authorization: L402 <macaroon>[,<macaroon>]:<preimage>    or LSAT; any case; one or more spaces; several lines, or
 *                                                               several credentials in one line, also beside a Bearer
 *     Macaroon: <hex>                                           with the caveat preimage=<hex>; the same as
 *     Grpc-Metadata-Macaroon: <hex>
 *
 * Reading never throws, takes time linear in the header, and looks at no more than `maxTokens` tokens.
 */
import { assert } from '#kernel/assert';
import { parseCaveat, parseHex32, preimageCondition } from './caveats.js';
import { decodeBase64Macaroon, decodeHexMacaroon, type Macaroon } from './macaroon.js';

/** Header lines by lower-case name, as `headersDistinct` of Node's `IncomingMessage`: joining lines would lose some. */
export type HeaderLines = Readonly<Record<string, readonly string[] | undefined>>;

export interface PresentedToken {
  readonly macaroon: Macaroon;
  /** 32 bytes; whether they hash to the payment hash is for the verifier to say. */
  readonly preimage: Buffer;
}

export interface Credentials {
  /** In the order in which they were presented. */
  readonly tokens: readonly PresentedToken[];
  /** Whether something was presented that is no token. A token whose proof of payment is empty counts as nothing. */
  readonly malformed: boolean;
}

const maxTokens = 8;
/** What Node takes for all headers together, so that nothing legitimate is cut off. */
const maxLineLength = 16_384;

/**
 * The value of `WWW-Authenticate`. `macaroon` and `invoice` come first and in this order, with one space after each comma,
 * because some clients match exactly that; `version` and `token` are for those that follow the newer text.
 */
export function challengeHeader({ macaroon, invoice }: { macaroon: string; invoice: string }): string {
  assert(/^[A-Za-z0-9+/]+={0,2}$/.test(macaroon), 'the macaroon of a challenge is standard base64');
  assert(/^[a-z0-9]+$/.test(invoice), 'the invoice of a challenge is lower-case bech32');
  return `L402 macaroon="${macaroon}", invoice="${invoice}", version="0", token="${macaroon}"`;
}

export function readCredentials(headers: HeaderLines): Credentials {
  const found: Found = { tokens: [], malformed: false };
  for (const line of linesOf(headers, 'authorization')) readAuthorization(line, found);
  for (const line of linesOf(headers, 'macaroon')) readMacaroonHeader(line, found);
  for (const line of linesOf(headers, 'grpc-metadata-macaroon')) readMacaroonHeader(line, found);
  return found;
}

/** The first `Authorization: Bearer` token, in which an account presents its credential. */
export function readBearer(headers: HeaderLines): string | undefined {
  for (const line of linesOf(headers, 'authorization')) {
    const words = wordsOf(line);
    const at = words.findIndex((word) => word.toLowerCase() === 'bearer');
    if (at >= 0 && words[at + 1]) return words[at + 1];
  }
  return undefined;
}

interface Found {
  tokens: PresentedToken[];
  malformed: boolean;
}

function linesOf(headers: HeaderLines, name: string): readonly string[] {
  return (headers[name] ?? []).slice(0, maxTokens).filter((line) => line.length <= maxLineLength);
}

/** Blanks and commas separate schemes, macaroons and credentials alike; none of them can stand inside a word. */
function wordsOf(line: string): string[] {
  return line.split(/[ \t,]+/).filter((word) => word !== '');
}

/** Words behind `L402` or `LSAT` are macaroons, up to the one with the colon: it ends with the preimage of them all. */
function readAuthorization(line: string, found: Found): void {
  let macaroons: string[] | undefined;
  for (const word of wordsOf(line)) {
    if (/^(?:l402|lsat)$/i.test(word)) {
      if (macaroons) found.malformed = true;
      macaroons = [];
    } else if (macaroons) {
      const colon = word.indexOf(':');
      macaroons.push(colon < 0 ? word : word.slice(0, colon));
      if (colon < 0) continue;
      present(macaroons, word.slice(colon + 1), found);
      macaroons = undefined;
    }
  }
  if (macaroons) found.malformed = true;
}

function present(macaroons: readonly string[], preimageHex: string, found: Found): void {
  // A wallet whose payment failed leaves the preimage empty, and its client sends the header all the same.
  if (preimageHex === '') return;
  const preimage = parseHex32(preimageHex);
  for (const text of macaroons.slice(0, maxTokens)) {
    add(preimage && decodeBase64Macaroon(text), preimage, found);
  }
}

function readMacaroonHeader(line: string, found: Found): void {
  for (const word of wordsOf(line).slice(0, maxTokens)) {
    const macaroon = decodeHexMacaroon(word);
    const preimages = macaroon?.caveats.map(parseCaveat).filter((caveat) => caveat?.condition === preimageCondition);
    // Without a preimage it is the macaroon of a client that has not paid yet; of several the last counts.
    if (preimages?.length === 0) continue;
    add(macaroon, parseHex32(preimages?.at(-1)?.value ?? ''), found);
  }
}

function add(macaroon: Macaroon | undefined, preimage: Buffer | undefined, found: Found): void {
  if (!macaroon || !preimage) found.malformed = true;
  else if (found.tokens.length < maxTokens) found.tokens.push({ macaroon, preimage });
}
