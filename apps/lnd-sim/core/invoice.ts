/**
 * The state machine of an invoice, as lnd's invoice registry runs it.
 *
 *   OPEN → ACCEPTED (hold only) → SETTLED | CANCELED        OPEN → SETTLED (ordinary only) | CANCELED
 *
 * SETTLED and CANCELED are final. Nothing here has effects: each function takes the row as it is and says what it becomes,
 * or with lnd's own words why not. Whose HTLC states changed tells the caller which transfers to settle or fail.
 */
import { createHash } from 'node:crypto';
import { addMsat, type Msat, zeroMsat } from '#kernel/msat';
import type { FailureDetail, HtlcState, InvoiceHtlcRow, InvoiceRow } from './rows.js';

/** The least number of blocks that a payee insists on, whatever its invoice says. */
const finalCltvRejectDelta = 19;
/** lnd gives a held payment back so many blocks before its first HTLC expires. */
const holdExpiryDelta = 18;
/** How long the parts of an incomplete set are kept. */
export const partHoldMs = 120_000;

/** What arrives at the payee. */
export interface IncomingHtlc {
  readonly transferId: string;
  readonly channelId: string;
  readonly htlcIndex: number;
  readonly paymentAddr?: string | undefined;
  readonly amountMsat: Msat;
  readonly declaredMsat: Msat;
  readonly expiryHeight: number;
}

/** Where and when something happens, and the index that a settlement would get. */
export interface InvoiceMoment {
  readonly now: number;
  readonly height: number;
  readonly nextSettleIndex: number;
}

export type Received =
  | { readonly kind: 'refused'; readonly detail: FailureDetail }
  | { readonly kind: 'partial' | 'accepted' | 'settled'; readonly invoice: InvoiceRow };

export type Decided =
  | { readonly kind: 'changed'; readonly invoice: InvoiceRow }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'refused'; readonly text: string };

const refused = (detail: FailureDetail): Received => ({ kind: 'refused', detail });

/** An HTLC reaches its payee. A refusal looks the same to every payer; the detail stays at the node. */
export function receiveHtlc(invoice: InvoiceRow | undefined, htlc: IncomingHtlc, moment: InvoiceMoment): Received {
  if (invoice === undefined) return refused('UNKNOWN_INVOICE');
  if (htlc.paymentAddr !== invoice.paymentAddr) return refused('ADDRESS_MISMATCH');
  if (invoice.state !== 'OPEN') return refused('INVOICE_NOT_OPEN');
  if (htlc.declaredMsat < invoice.valueMsat) return refused('SET_TOTAL_TOO_LOW');
  const waiting = invoice.htlcs.filter(({ state }) => state === 'ACCEPTED');
  if (waiting.some(({ declaredMsat }) => declaredMsat !== htlc.declaredMsat)) return refused('SET_TOTAL_MISMATCH');
  if (htlc.expiryHeight < moment.height + Math.max(finalCltvRejectDelta, invoice.cltvExpiry)) {
    return refused('INVOICE_EXPIRY_TOO_SOON');
  }
  const htlcs = [...invoice.htlcs, acceptedHtlc(htlc, moment)];
  const arrivedMsat = sumMsat(htlcs.filter(({ state }) => state === 'ACCEPTED'));
  if (arrivedMsat < htlc.declaredMsat) return { kind: 'partial', invoice: { ...invoice, htlcs } };
  const complete: InvoiceRow = { ...invoice, htlcs, paidMsat: arrivedMsat };
  if (invoice.hold) return { kind: 'accepted', invoice: { ...complete, state: 'ACCEPTED' } };
  return { kind: 'settled', invoice: settled(complete, moment) };
}

function acceptedHtlc(htlc: IncomingHtlc, { now, height }: InvoiceMoment): InvoiceHtlcRow {
  const { transferId, channelId, htlcIndex, amountMsat, declaredMsat, expiryHeight } = htlc;
  const arrival = { acceptHeight: height, acceptedAt: now, resolvedAt: 0, state: 'ACCEPTED' } as const;
  return { transferId, channelId, htlcIndex, amountMsat, declaredMsat, expiryHeight, ...arrival };
}

/** SettleInvoice. Repeating it is harmless, as is settling an ordinary invoice that is settled. */
export function settleInvoice(invoice: InvoiceRow | undefined, preimage: string, moment: InvoiceMoment): Decided {
  if (invoice === undefined) return { kind: 'refused', text: 'unable to locate invoice' };
  if (invoice.state === 'OPEN') return { kind: 'refused', text: 'invoice still open' };
  if (invoice.state === 'CANCELED') return { kind: 'refused', text: 'invoice already canceled' };
  if (invoice.state === 'SETTLED') return { kind: 'unchanged' };
  return { kind: 'changed', invoice: settled({ ...invoice, preimage }, moment) };
}

/** CancelInvoice. Repeating it is harmless. */
export function cancelInvoice(invoice: InvoiceRow | undefined, now: number): Decided {
  if (invoice === undefined) return { kind: 'refused', text: 'unable to locate invoice' };
  if (invoice.state === 'SETTLED') return { kind: 'refused', text: 'invoice already settled' };
  if (invoice.state === 'CANCELED') return { kind: 'unchanged' };
  return { kind: 'changed', invoice: canceled(invoice, now) };
}

/** The expiry watcher's wall clock: it ends OPEN invoices, whatever parts have arrived, and nothing else. */
export function expireInvoice(invoice: InvoiceRow, now: number): InvoiceRow | undefined {
  if (invoice.state !== 'OPEN' || now < expiresAt(invoice)) return undefined;
  return canceled(invoice, now);
}

export function expiresAt({ createdAt, expirySeconds }: InvoiceRow): number {
  return createdAt + expirySeconds * 1000;
}

/** The expiry watcher's heights: a held payment goes back before its payer could close a channel over it. */
export function cancelHeldAtHeight(invoice: InvoiceRow, height: number, now: number): InvoiceRow | undefined {
  if (invoice.state !== 'ACCEPTED') return undefined;
  const expiries = invoice.htlcs.filter(({ state }) => state === 'ACCEPTED').map(({ expiryHeight }) => expiryHeight);
  if (height + holdExpiryDelta < Math.min(...expiries)) return undefined;
  return canceled(invoice, now);
}

/** A part of an incomplete set has waited long enough: it alone goes back and the invoice stays OPEN. */
export function releasePart(invoice: InvoiceRow, transferId: string, now: number): InvoiceRow | undefined {
  if (invoice.state !== 'OPEN') return undefined;
  const part = invoice.htlcs.find((htlc) => htlc.transferId === transferId && htlc.state === 'ACCEPTED');
  if (part === undefined || now < part.acceptedAt + partHoldMs) return undefined;
  const htlcs = invoice.htlcs.map((htlc) => (htlc === part ? { ...part, ...resolved('CANCELED', now) } : htlc));
  return { ...invoice, htlcs };
}

function settled(invoice: InvoiceRow, { now, nextSettleIndex }: InvoiceMoment): InvoiceRow {
  const htlcs = resolveWaiting(invoice, 'SETTLED', now);
  return { ...invoice, state: 'SETTLED', settleIndex: nextSettleIndex, settledAt: now, htlcs };
}

function canceled(invoice: InvoiceRow, now: number): InvoiceRow {
  return { ...invoice, state: 'CANCELED', htlcs: resolveWaiting(invoice, 'CANCELED', now) };
}

function resolveWaiting(invoice: InvoiceRow, state: HtlcState, now: number): readonly InvoiceHtlcRow[] {
  return invoice.htlcs.map((htlc) => (htlc.state === 'ACCEPTED' ? { ...htlc, ...resolved(state, now) } : htlc));
}

function resolved(state: HtlcState, now: number): Pick<InvoiceHtlcRow, 'state' | 'resolvedAt'> {
  return { state, resolvedAt: now };
}

function sumMsat(htlcs: readonly InvoiceHtlcRow[]): Msat {
  return htlcs.reduce((sum, { amountMsat }) => addMsat(sum, amountMsat), zeroMsat);
}

export function hashOfPreimage(preimage: Uint8Array): string {
  return createHash('sha256').update(preimage).digest('hex');
}
