/**
 * Reads payment requests, with lnd's words for those it cannot read. Recovering the payee's key from a signature takes
 * about a millisecond; for an invoice that a node of this very network signed a moment ago it is not needed.
 */
import { decodeInvoice } from '#bolt11/bolt11';
import { Bolt11Error, type Bolt11Reason } from '#bolt11/bolt11-error';
import type { DecodedInvoice } from '#bolt11/invoice';
import { unknown } from '../core/lnd-error.js';

export type ReadInvoice = Omit<DecodedInvoice, 'signature' | 'metadata' | 'fallbackAddresses'>;

const remembered = 10_000;

export class IssuedInvoices {
  private readonly invoices = new Map<string, ReadInvoice>();

  remember(text: string, invoice: ReadInvoice): void {
    if (this.invoices.size >= remembered) {
      const [oldest] = this.invoices.keys();
      if (oldest !== undefined) this.invoices.delete(oldest);
    }
    this.invoices.set(text, invoice);
  }

  read(text: string): ReadInvoice {
    const known = this.invoices.get(text);
    if (known !== undefined) return known;
    checkForm(text);
    try {
      const decoded = decodeInvoice(text);
      if (decoded.network !== 'bcrt') throw unknown("invoice not for current active network 'regtest'");
      return decoded;
    } catch (error) {
      throw error instanceof Bolt11Error ? unknown(textOf(error)) : error;
    }
  }
}

/** The checks of lnd's own bech32 reader that come before any meaning, in its order. */
function checkForm(text: string): void {
  if (text.length > 7089) throw unknown('invoice is too large');
  if (text.length < 8) throw unknown(`invalid bech32 string length ${text.length}`);
  const stranger = [...text].find((character) => character < '!' || character > '~');
  if (stranger !== undefined) throw unknown(`invalid character in string: '${stranger}'`);
  if (text !== text.toLowerCase() && text !== text.toUpperCase()) {
    throw unknown('string not all lowercase or all uppercase');
  }
  const one = text.lastIndexOf('1');
  if (one < 1 || one + 7 > text.length) throw unknown('invalid index of 1');
}

function textOf(error: Bolt11Error): string {
  const texts: Partial<Record<Bolt11Reason, string>> = {
    not_bech32: 'checksum failed.',
    too_short: 'short invoice',
    unknown_prefix: 'unknown network',
    missing_payment_hash: 'no payment hash found',
    missing_description: 'neither description nor description hash set',
    two_descriptions: 'both description and description hash set',
  };
  return texts[error.reason] ?? error.message;
}
