/**
 * A node whose streams say what the test lets them say: events can be left out or come twice, streams can end as on a
 * shutdown or break, and the node can be away, not ready, or another one.
 */
import { AppError } from '#kernel/errors';
import { type Msat, msat, zeroMsat } from '#kernel/msat';
import type { InvoiceHtlc, NodeInvoice } from '#lightning/invoice';
import type { FinalHtlc, InvoiceWatch } from '#lightning/invoice-watch';
import { lightningUnavailable } from '#lightning/lnd-errors';

interface Stream {
  /** Of one invoice; undefined: of all that are made and settled. */
  readonly key: string | undefined;
  readonly signal: AbortSignal;
  readonly queue: (NodeInvoice | 'end' | Error)[];
  wake(): void;
}

const priceMsat: Msat = msat(100_000n);

/** Each invoice is paid by one HTLC, whose number is taken from the hash. */
function htlcOf(key: string): InvoiceHtlc {
  return { channelId: '7', htlcIndex: String(Number.parseInt(key.slice(0, 8), 16)), amountMsat: priceMsat };
}

export class ScriptedNode {
  pubkey = `02${'ab'.repeat(32)}`;
  height = 1_000;
  syncedToChain = true;
  inboundMsat: bigint | undefined;
  keepsResolutions = true;
  /** Thrown by every question and every new stream. */
  away: Error | undefined;
  /** How many copies of an event a stream gets. */
  copies = 1;
  readonly invoices = new Map<string, NodeInvoice>();
  readonly streams = new Set<Stream>();
  readonly finals = new Map<string, FinalHtlc>();
  private readonly hearFinal = new Set<(final: FinalHtlc) => void>();
  closed = false;
  lookups = 0;
  pagesRead = 0;
  private settled = 0;
  connects = 0;
  mostStreams = 0;

  readonly watch: InvoiceWatch = {
    ready: async () => {
      this.refuse();
      const { pubkey, height: blockHeight, syncedToChain, keepsResolutions } = this;
      return { pubkey, blockHeight, syncedToChain, keepsResolutions };
    },
    inboundMsat: async () => this.inboundMsat,
    pending: () => this.pending(),
    madeAfter: (index) => this.madeAfter(index),
    newest: async () => BigInt(this.invoices.size),
    lookup: async (hash) => {
      this.refuse();
      this.lookups += 1;
      return this.invoices.get(hash.toString('hex'));
    },
    added: (signal) => {
      this.connects += 1;
      return this.read(undefined, signal);
    },
    changes: (hash, signal) => this.read(hash.toString('hex'), signal),
    resolution: async ({ channelId, htlcIndex }) => this.finals.get(`${channelId}:${htlcIndex}`),
    resolved: (signal) => this.readFinals(signal),
    close: () => {
      this.closed = true;
    },
  };

  /** Moves an invoice to that state and tells the streams, `copies` times each. */
  become(hash: Buffer, state: NodeInvoice['state']): void {
    const key = hash.toString('hex');
    const paid = state !== 'OPEN';
    const invoice: NodeInvoice = {
      ...{ paymentHash: hash, state, valueMsat: priceMsat, amountPaidMsat: paid ? priceMsat : zeroMsat },
      ...{ paymentRequest: `lnbcrt1${key}`, memo: '', cltvExpiryBlocks: 80, ...this.indexesOf(key, state) },
      htlcExpiryHeight: paid ? this.height + 83 : 0,
      leftAtAcceptMs: paid ? 590_000 : undefined,
      htlcs: paid ? [htlcOf(key)] : [],
    };
    this.invoices.set(key, invoice);
    for (const stream of this.streams) {
      // LND tells all who follow all invoices of OPEN and SETTLED only.
      const tells = stream.key === key || (stream.key === undefined && (state === 'OPEN' || state === 'SETTLED'));
      for (let copy = 0; tells && copy < this.copies; copy += 1) push(stream, invoice);
      if (stream.key === key && (state === 'SETTLED' || state === 'CANCELED')) push(stream, 'end');
    }
  }

  /** The HTLC that pays the invoice is resolved for good, and those who listen hear of it. */
  resolve(hash: Buffer, settled: boolean, tell = true): void {
    const { channelId, htlcIndex } = htlcOf(hash.toString('hex'));
    const final = { channelId, htlcIndex, settled };
    this.finals.set(`${channelId}:${htlcIndex}`, final);
    if (tell) for (const hear of this.hearFinal) hear(final);
  }

  private async *readFinals(signal: AbortSignal): AsyncGenerator<FinalHtlc> {
    const queue: FinalHtlc[] = [];
    let wake: (() => void) | undefined;
    const hear = (final: FinalHtlc) => {
      queue.push(final);
      wake?.();
    };
    const stop = () => wake?.();
    this.hearFinal.add(hear);
    signal.addEventListener('abort', stop);
    try {
      while (!signal.aborted) {
        const next = queue.shift();
        if (next) yield next;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      signal.removeEventListener('abort', stop);
      this.hearFinal.delete(hear);
    }
  }

  /** Ends streams: those that follow one invoice, the one that follows all, or every one. */
  end(which: 'one' | 'all' | 'every', how: 'end' | 'break' = 'end'): void {
    for (const stream of this.streams) {
      const fits = which === 'every' || (which === 'all') === (stream.key === undefined);
      if (fits) push(stream, how === 'end' ? 'end' : new Error('14 UNAVAILABLE: Connection dropped'));
    }
  }

  follows(hash: Buffer): boolean {
    return [...this.streams].some(({ key }) => key === hash.toString('hex'));
  }

  private refuse(): void {
    if (this.closed) throw lightningUnavailable('answer', new Error('1 CANCELLED'));
    if (this.away) throw this.away;
  }

  private async *pending(): AsyncGenerator<NodeInvoice> {
    this.refuse();
    for (const invoice of [...this.invoices.values()]) {
      if (invoice.state === 'OPEN' || invoice.state === 'ACCEPTED') yield invoice;
    }
  }

  /** In pages of ten. */
  private async *madeAfter(index: bigint): AsyncGenerator<readonly NodeInvoice[]> {
    this.refuse();
    const made = [...this.invoices.values()].filter(({ addIndex }) => addIndex > index);
    for (let from = 0; from < made.length; from += 10) {
      this.refuse();
      this.pagesRead += 1;
      yield made.slice(from, from + 10).map(({ addIndex }) => this.madeAt(addIndex));
    }
  }

  private madeAt(addIndex: bigint): NodeInvoice {
    const found = [...this.invoices.values()].find((invoice) => invoice.addIndex === addIndex);
    if (!found) throw new Error('invoices are never removed');
    return found;
  }

  private indexesOf(key: string, state: NodeInvoice['state']): Pick<NodeInvoice, 'addIndex' | 'settleIndex'> {
    const before = this.invoices.get(key);
    const addIndex = before?.addIndex ?? BigInt(this.invoices.size + 1);
    if (state !== 'SETTLED') return { addIndex, settleIndex: 0n };
    if (before?.settleIndex) return { addIndex, settleIndex: before.settleIndex };
    this.settled += 1;
    return { addIndex, settleIndex: BigInt(this.settled) };
  }

  private async *read(key: string | undefined, signal: AbortSignal): AsyncGenerator<NodeInvoice> {
    this.refuse();
    let sleeper: (() => void) | undefined;
    const stream: Stream = { key, signal, queue: [], wake: () => sleeper?.() };
    this.streams.add(stream);
    this.mostStreams = Math.max(this.mostStreams, this.streams.size);
    const now = key === undefined ? undefined : this.invoices.get(key);
    if (now) stream.queue.push(now);
    if (now?.state === 'SETTLED' || now?.state === 'CANCELED') stream.queue.push('end');
    signal.addEventListener('abort', stream.wake);
    try {
      while (!signal.aborted) {
        const next = stream.queue.shift();
        if (next === 'end') return;
        if (next instanceof Error) throw next;
        if (next) yield next;
        else await new Promise<void>((resolve) => (sleeper = resolve));
      }
    } finally {
      signal.removeEventListener('abort', stream.wake);
      this.streams.delete(stream);
    }
  }
}

function push(stream: Stream, what: NodeInvoice | 'end' | Error): void {
  stream.queue.push(what);
  stream.wake();
}

export function notReady(): AppError {
  return lightningUnavailable('say that it is ready', new Error('the node is in state LOCKED'));
}

/** As of a node that is frozen: its connection stands. */
export function silent(): AppError {
  const cause = Object.assign(new Error('4 DEADLINE_EXCEEDED'), { code: 4, details: 'Deadline exceeded' });
  return lightningUnavailable('say that it is ready', cause);
}
