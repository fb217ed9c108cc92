/**
 * What reconciliation reads of a node: what it owns, what is in flight, and its invoices. Needs exactly the permissions of
 * `reconciliationPermissions`, which can change nothing.
 */
import type { Channel__Output } from './generated/lnrpc/Channel.js';
import { type InvoiceState, invoiceFromLnd } from './invoice.js';
import type { LndClient } from './lnd-client.js';
import { lightningUnavailable } from './lnd-errors.js';

/** Amounts in msat; what LND tells in satoshi only is multiplied. */
export interface NodeHoldings {
  readonly pubkey: string;
  readonly blockHeight: number;
  readonly channelsMsat: bigint;
  /** In HTLCs that are not resolved: what the node has offered, and what is offered to it. */
  readonly outgoingMsat: bigint;
  readonly incomingMsat: bigint;
  /** Of the commitments that the node pays for, and that are missing in `channelsMsat`. */
  readonly commitFeesMsat: bigint;
  readonly openingMsat: bigint;
  readonly closingMsat: bigint;
  readonly walletMsat: bigint;
  /** Hashes of the HTLCs that come in and are not resolved, each once. */
  readonly incomingHashes: readonly Buffer[];
}

export interface CountedInvoice {
  readonly paymentHash: Buffer;
  readonly state: InvoiceState;
  readonly amountPaidMsat: bigint;
  readonly addIndex: bigint;
}

export interface NodeBooks {
  /** Throws `lightning_unavailable` where any part of it cannot be read. */
  holdings(): Promise<NodeHoldings>;
  /** The newest invoices, at most so many, in pages that go back in time. */
  newestInvoices(most: number): AsyncIterable<readonly CountedInvoice[]>;
  close(): void;
}

const pageSize = 500;

export function openNodeBooks(lnd: LndClient): NodeBooks {
  const { lightning } = lnd;
  const read = async () => {
    const [info, balance, { channels }, pending, wallet] = await Promise.all([
      lnd.unary(lightning.GetInfo, {}),
      lnd.unary(lightning.ChannelBalance, {}),
      lnd.unary(lightning.ListChannels, {}),
      lnd.unary(lightning.PendingChannels, {}),
      lnd.unary(lightning.WalletBalance, {}),
    ]);
    const incoming = channels.flatMap(({ pending_htlcs }) => pending_htlcs.filter((htlc) => htlc.incoming));
    const hashes = new Map(incoming.map(({ hash_lock }) => [hash_lock.toString('hex'), hash_lock]));
    const ownFees = channels.filter(({ initiator }) => initiator).map(commitFeeMsat);
    const opening = pending.pending_open_channels.map(({ channel }) => fromSat(channel?.local_balance ?? '0'));
    return {
      pubkey: info.identity_pubkey,
      blockHeight: info.block_height,
      channelsMsat: BigInt(balance.local_balance?.msat ?? '0'),
      outgoingMsat: BigInt(balance.unsettled_remote_balance?.msat ?? '0'),
      incomingMsat: BigInt(balance.unsettled_local_balance?.msat ?? '0'),
      commitFeesMsat: sum(ownFees),
      openingMsat: sum(opening),
      closingMsat: fromSat(pending.total_limbo_balance),
      walletMsat: fromSat(wallet.total_balance),
      incomingHashes: [...hashes.values()],
    };
  };
  return {
    holdings: () => read().catch((error) => Promise.reject(lightningUnavailable('say what it owns', error))),

    async *newestInvoices(most) {
      let offset = '0';
      for (let left = most; left > 0; left -= pageSize) {
        const size = Math.min(pageSize, left);
        const page = await lnd
          .unary(lightning.ListInvoices, { reversed: true, index_offset: offset, num_max_invoices: String(size) })
          .catch((error) => Promise.reject(lightningUnavailable('list its invoices', error)));
        if (page.invoices.length > 0) yield page.invoices.map(invoiceFromLnd);
        if (page.invoices.length < size) return;
        offset = page.first_index_offset;
      }
    },

    close: () => lnd.close(),
  };
}

/**
 * As lnd takes it off the side of whoever opened the channel. Its `commit_fee` is what the outputs leave, which is a satoshi more whenever both
 * sides have fractions of one.
 */
function commitFeeMsat({ fee_per_kw, commit_weight }: Channel__Output): bigint {
  return ((BigInt(fee_per_kw) * BigInt(commit_weight)) / 1_000n) * 1_000n;
}

function fromSat(sat: string): bigint {
  return BigInt(sat) * 1_000n;
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
