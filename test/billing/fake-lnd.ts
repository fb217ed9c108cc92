/**
 * The invoices of one node in memory, with LND's rules for them: what can be settled, canceled, paid and asked for, and in
 * which words it refuses. A test can lose its replies, refuse its requests, or let them be carried out after their caller
 * has given up.
 */
import { createHash } from 'node:crypto';
import type { Clock } from '#kernel/clock';
import type { Msat } from '#kernel/msat';
import { addMsat, zeroMsat } from '#kernel/msat';
import type { NodeInvoice } from '#lightning/invoice';
import type { HoldInvoiceOrder, InvoiceDesk, InvoiceOrder, NodeIdentity } from '#lightning/invoice-desk';
import type { InvoiceWatch } from '#lightning/invoice-watch';
import { lightningUnavailable } from '#lightning/lnd-errors';
import type { PaymentRequest, UnreadableRequest } from '#lightning/payment-request';

/** failed: not carried out; lost: carried out, the answer is not heard; late: given up, carried out at `carryOutLate`. */
export type Fault = 'failed' | 'lost' | 'late';
export type DeskCall = 'identity' | 'addHoldInvoice' | 'addInvoice' | 'settle' | 'cancel' | 'lookup';

type Stored = { -readonly [K in keyof NodeInvoice]: NodeInvoice[K] } & { expiresAtMs: number; ordinary: boolean };

const autoCancelBlocks = 18;

export class FakeLnd {
  readonly pubkey = `02${createHash('sha256').update(String(Math.random())).digest('hex')}`;
  readonly invoices = new Map<string, Stored>();
  /** Every change of an invoice, in order. */
  readonly news: NodeInvoice[] = [];
  readonly calls: DeskCall[] = [];
  /** Preimages that were presented here. */
  readonly preimages = new Set<string>();
  blockHeight = 1_000;
  syncedToChain = true;
  /** Decides what goes wrong with a call. */
  fault: (call: DeskCall) => Fault | undefined = () => undefined;
  /** Calls do not end before this does. */
  gate: Promise<void> | undefined;
  private late: (() => void)[] = [];

  constructor(private readonly clock: Clock) {}

  readonly desk: InvoiceDesk = {
    identity: () => this.call('identity', () => this.identity()),
    addHoldInvoice: (order) => this.call('addHoldInvoice', () => this.add(order)),
    addInvoice: (order) => this.call('addInvoice', () => this.addOrdinary(order)),
    settle: (preimage) => {
      this.preimages.add(preimage.toString('hex'));
      return this.call('settle', () => this.settle(preimage));
    },
    cancel: (hash) => this.call('cancel', () => this.cancel(hash)),
    lookup: (hash) => this.call('lookup', () => this.lookup(hash)),
    decode: (paymentRequest) => this.call('lookup', () => this.decode(paymentRequest)),
    close: () => undefined,
  };

  /** Only what a sweep asks; the streams of a real node are tested with settlement. */
  readonly watch: InvoiceWatch = {
    ready: async () => ({ ...this.identity(), keepsResolutions: true }),
    inboundMsat: async () => undefined,
    pending: () => this.pending(),
    madeAfter: () => this.nothing(),
    newest: async () => 0n,
    lookup: async (hash) => this.lookup(hash),
    added: () => this.nothing(),
    changes: () => this.nothing(),
    resolution: async () => undefined,
    resolved: () => this.nothing(),
    close: () => undefined,
  };

  /** A payer's HTLCs arrive, and an ordinary invoice is settled by that. False where LND would fail them back. */
  pay(hash: Buffer, amountMsat?: Msat, expiryBlocks = 83): boolean {
    const invoice = this.invoices.get(hash.toString('hex'));
    if (invoice?.state !== 'OPEN' || (amountMsat ?? invoice.valueMsat) < invoice.valueMsat) return false;
    invoice.amountPaidMsat = amountMsat ?? invoice.valueMsat;
    invoice.htlcExpiryHeight = this.blockHeight + expiryBlocks;
    invoice.leftAtAcceptMs = wholeSeconds(invoice.expiresAtMs) - wholeSeconds(this.clock.now().getTime());
    this.become(invoice, invoice.ordinary ? 'SETTLED' : 'ACCEPTED');
    return true;
  }

  mine(blocks: number): void {
    this.blockHeight += blocks;
    for (const invoice of this.invoices.values()) {
      if (invoice.state !== 'ACCEPTED') continue;
      if (this.blockHeight + autoCancelBlocks >= invoice.htlcExpiryHeight) this.become(invoice, 'CANCELED');
    }
  }

  /** What LND's watcher does all the time: ends what is unpaid and over. */
  expire(): void {
    const nowMs = this.clock.now().getTime();
    for (const invoice of this.invoices.values()) {
      if (invoice.state === 'OPEN' && nowMs >= invoice.expiresAtMs) this.become(invoice, 'CANCELED');
    }
  }

  /** The node loses an invoice, as after a restore of an older database. */
  forget(hash: Buffer): void {
    this.invoices.delete(hash.toString('hex'));
  }

  stateOf(hash: Buffer): NodeInvoice['state'] | 'ABSENT' {
    return this.invoices.get(hash.toString('hex'))?.state ?? 'ABSENT';
  }

  carryOutLate(): void {
    for (const execute of this.late.splice(0)) execute();
  }

  identity(): NodeIdentity {
    return { pubkey: this.pubkey, blockHeight: this.blockHeight, syncedToChain: this.syncedToChain };
  }

  addOrdinary({ preimage, ...terms }: InvoiceOrder): { paymentRequest: string; addIndex: bigint } | 'exists' {
    const paymentHash = createHash('sha256').update(preimage).digest();
    return this.add({ ...terms, paymentHash, cltvExpiryBlocks: 80 }, true);
  }

  add(order: HoldInvoiceOrder, ordinary = false): { paymentRequest: string; addIndex: bigint } | 'exists' {
    const key = order.paymentHash.toString('hex');
    if (this.invoices.has(key)) return 'exists';
    const addIndex = BigInt(this.invoices.size + 1);
    const paymentRequest = `lnbcrt1${key}`;
    const { paymentHash, memo, cltvExpiryBlocks } = order;
    const expiresAtMs = this.clock.now().getTime() + order.expirySeconds * 1_000;
    const invoice: Stored = {
      ...{ paymentHash, memo, cltvExpiryBlocks, addIndex, paymentRequest, expiresAtMs, ordinary },
      state: 'OPEN',
      settleIndex: 0n,
      valueMsat: order.amountMsat,
      amountPaidMsat: zeroMsat,
      htlcExpiryHeight: 0,
      leftAtAcceptMs: undefined,
      htlcs: [],
    };
    this.invoices.set(key, invoice);
    this.become(invoice, 'OPEN');
    return { paymentRequest, addIndex };
  }

  settle(preimage: Buffer): 'settled' | 'canceled' | 'open' | 'absent' {
    const invoice = this.invoices.get(createHash('sha256').update(preimage).digest('hex'));
    if (!invoice) return 'absent';
    if (invoice.state === 'OPEN') return 'open';
    if (invoice.state === 'CANCELED') return 'canceled';
    if (invoice.state === 'ACCEPTED') this.become(invoice, 'SETTLED');
    return 'settled';
  }

  cancel(hash: Buffer): 'canceled' | 'settled' | 'absent' {
    const invoice = this.invoices.get(hash.toString('hex'));
    if (!invoice) return 'absent';
    if (invoice.state === 'SETTLED') return 'settled';
    if (invoice.state !== 'CANCELED') this.become(invoice, 'CANCELED');
    return 'canceled';
  }

  lookup(hash: Buffer): NodeInvoice | undefined {
    const invoice = this.invoices.get(hash.toString('hex'));
    return invoice && { ...invoice };
  }

  private decode(paymentRequest: string): PaymentRequest | UnreadableRequest {
    const invoice = [...this.invoices.values()].find((one) => one.paymentRequest === paymentRequest);
    if (!invoice) return { refusal: 'this node reads no invoices of others' };
    return {
      paymentHash: invoice.paymentHash,
      amountMsat: invoice.valueMsat,
      destination: this.pubkey,
      expiresAt: new Date(invoice.expiresAtMs),
      cltvExpiryBlocks: 80,
      descriptionHash: '',
      hasHintWithoutChannel: false,
    };
  }

  /** What was paid and taken. */
  settledMsat(): Msat {
    const settled = [...this.invoices.values()].filter(({ state }) => state === 'SETTLED');
    return settled.reduce((sum, { amountPaidMsat }) => addMsat(sum, amountPaidMsat), zeroMsat);
  }

  private async *pending(): AsyncGenerator<NodeInvoice> {
    for (const invoice of [...this.invoices.values()]) {
      if (invoice.state === 'OPEN' || invoice.state === 'ACCEPTED') yield { ...invoice };
    }
  }

  private async *nothing(): AsyncGenerator<never> {
    yield* [];
  }

  private become(invoice: Stored, state: NodeInvoice['state']): void {
    invoice.state = state;
    this.news.push({ ...invoice });
  }

  private async call<T>(name: DeskCall, execute: () => T): Promise<T> {
    this.calls.push(name);
    await this.gate;
    // A reply is never there in the turn in which it was asked for.
    await new Promise((resolve) => setImmediate(resolve));
    const fault = this.fault(name);
    if (fault === undefined) return execute();
    if (fault === 'lost') execute();
    if (fault === 'late') this.late.push(execute);
    throw lightningUnavailable(name, new Error(`${name} ${fault}`));
  }
}

/** LND tells its times without the rest. */
function wholeSeconds(ms: number): number {
  return Math.floor(ms / 1_000) * 1_000;
}
