/**
 * What settlement asks of a node: follow invoices. Needs exactly the permissions of `invoiceWatchPermissions`.
 *
 * The streams are only latency. SubscribeInvoices never tells of ACCEPTED or CANCELED, may swallow an event, and ends
 * cleanly on shutdown; whoever uses them also sweeps with `pending` and `lookup`.
 */
import type { Channel__Output } from './generated/lnrpc/Channel.js';
import type { ListInvoiceRequest } from './generated/lnrpc/ListInvoiceRequest.js';
import { type InvoiceHtlc, invoiceFromLnd, type NodeInvoice } from './invoice.js';
import { lookupInvoice, type NodeIdentity } from './invoice-desk.js';
import type { LndClient } from './lnd-client.js';
import { isNotFound, lightningUnavailable, WalletNotActive } from './lnd-errors.js';

export interface WatchedNode extends NodeIdentity {
  /** Whether it remembers how each HTLC ended; without that nobody can tell when earnings are final. */
  readonly keepsResolutions: boolean;
}

/** An HTLC that came to us is resolved for good: it is ours, or went back to its payer. */
export interface FinalHtlc {
  readonly channelId: string;
  readonly htlcIndex: string;
  readonly settled: boolean;
}

export interface InvoiceWatch {
  /** Who the node is, when it is ready for work; throws `lightning_unavailable` while it is not. */
  ready(): Promise<WatchedNode>;
  /**
   * What can arrive: the peers' side of the channels that work, less what they must keep there. Payments that are held are no longer on it.
   * Undefined where the node does not say, or has no peer at the moment; the macaroon may be of before this was asked.
   */
  inboundMsat(): Promise<bigint | undefined>;
  /** Every invoice that the node has as OPEN or ACCEPTED, in pages. */
  pending(): AsyncIterable<NodeInvoice>;
  /** All invoices that were made after that one, in pages and in the order in which they were made. */
  madeAfter(addIndex: bigint): AsyncIterable<readonly NodeInvoice[]>;
  /** Add index of the newest invoice; 0 where the node has none. */
  newest(): Promise<bigint>;
  lookup(paymentHash: Buffer): Promise<NodeInvoice | undefined>;
  /** Invoices as they are made (OPEN) and settled, from now on. */
  added(signal: AbortSignal): AsyncIterable<NodeInvoice>;
  /** One invoice: its state now, then each change. Silent for a hash that the node does not have yet. */
  changes(paymentHash: Buffer, signal: AbortSignal): AsyncIterable<NodeInvoice>;
  /** How the HTLC was resolved for good, and undefined while it is not. */
  resolution(htlc: InvoiceHtlc): Promise<FinalHtlc | undefined>;
  /** HTLCs as they are resolved, from now on; also those that are only passed on. */
  resolved(signal: AbortSignal): AsyncIterable<FinalHtlc>;
  close(): void;
}

const pageSize = 500;
/** Both are cheap at once or not answered at all; two of them and a pause are how long a frozen node goes unnoticed. */
const readyDeadlineMs = 5_000;

export function openInvoiceWatch(lnd: LndClient): InvoiceWatch {
  const { lightning, invoices, router, state } = lnd;
  const list = (request: ListInvoiceRequest) =>
    lnd
      .unary(lightning.ListInvoices, request)
      .catch((error) => Promise.reject(lightningUnavailable('list its invoices', error)));
  async function* pages(after: bigint, only: ListInvoiceRequest = {}): AsyncGenerator<readonly NodeInvoice[]> {
    for (let offset = after.toString(); ; ) {
      const page = await list({ ...only, index_offset: offset, num_max_invoices: String(pageSize) });
      yield page.invoices.map(invoiceFromLnd);
      if (page.invoices.length < pageSize) return;
      offset = page.last_index_offset;
    }
  }
  return {
    async ready() {
      try {
        const wallet = await lnd.unary(state.GetState, {}, readyDeadlineMs);
        if (wallet.state !== 'SERVER_ACTIVE') throw new WalletNotActive(wallet.state);
        const info = await lnd.unary(lightning.GetInfo, {}, readyDeadlineMs);
        return {
          pubkey: info.identity_pubkey,
          blockHeight: info.block_height,
          syncedToChain: info.synced_to_chain,
          keepsResolutions: info.store_final_htlc_resolutions,
        };
      } catch (error) {
        throw lightningUnavailable('say that it is ready', error);
      }
    },

    async inboundMsat() {
      try {
        const { channels } = await lnd.unary(lightning.ListChannels, {}, readyDeadlineMs);
        const working = channels.filter(({ active }) => active);
        // A node that has just started finds its peers within seconds; a charge that is made meanwhile can be paid when it has.
        if (channels.length > 0 && working.length === 0) return undefined;
        return working.reduce((sum, channel) => sum + inboundOf(channel), 0n);
      } catch {
        // Whether the node is well is for `ready` to say.
        return undefined;
      }
    },

    async *pending() {
      for await (const page of pages(0n, { pending_only: true })) yield* page;
    },

    madeAfter: (addIndex) => pages(addIndex),

    async newest() {
      const page = await list({ reversed: true, num_max_invoices: '1' });
      return BigInt(page.last_index_offset);
    },

    lookup: (paymentHash) => lookupInvoice(lnd, paymentHash),

    async *added(signal) {
      const method = lightning.SubscribeInvoices;
      for await (const message of lnd.stream(method, { add_index: '0', settle_index: '0' }, signal)) {
        yield invoiceFromLnd(message);
      }
    },

    async *changes(paymentHash, signal) {
      const method = invoices.SubscribeSingleInvoice;
      for await (const message of lnd.stream(method, { r_hash: paymentHash }, signal)) yield invoiceFromLnd(message);
    },

    async resolution({ channelId, htlcIndex }) {
      try {
        const request = { chan_id: channelId, htlc_index: htlcIndex };
        const { settled } = await lnd.unary(lightning.LookupHtlcResolution, request);
        return { channelId, htlcIndex, settled };
      } catch (error) {
        if (isNotFound(error)) return undefined;
        throw lightningUnavailable('say how an HTLC was resolved', error);
      }
    },

    async *resolved(signal) {
      for await (const event of lnd.stream(router.SubscribeHtlcEvents, {}, signal)) {
        const { incoming_channel_id: channelId, incoming_htlc_id: htlcIndex, final_htlc_event: final } = event;
        if (final) yield { channelId, htlcIndex, settled: final.settled };
      }
    },

    close: () => lnd.close(),
  };
}

function inboundOf({ remote_balance, remote_constraints }: Channel__Output): bigint {
  const sat = BigInt(remote_balance) - BigInt(remote_constraints?.chan_reserve_sat ?? '0');
  return sat > 0n ? sat * 1_000n : 0n;
}
