/**
 * Purchases that something goes wrong with, and the reckoning after each: task, charge, invoice at LND, transfers of the ledger,
 * and the money of everyone, to the millisatoshi. On simulated nodes, or on real ones where a suite of test/lnd uses it.
 */
import { randomBytes } from 'node:crypto';
import { afterEach, beforeAll, beforeEach, expect } from '@jest/globals';
import type { Database } from '#persistence/database';
import { PaymentFailed } from '#sdk/errors';
import type { Paid } from '#sdk/wallet';
import { expectSound, type Wallets } from '#test/harness/books';
import { type Buyer, type Offered, type Order, offeredIn, taskOrder } from '#test/harness/buyers';
import type { Answer } from '#test/harness/http';
import type { Lightning } from '#test/harness/lightning';
import { suiteMarketplace } from '#test/harness/marketplace';
import { answer, type Listing } from '#test/harness/sellers';
import type { TestMarketplace, TestMarketplaceOptions } from '#test/harness/test-marketplace';
import { until } from '#test/harness/until';
import { payPart } from '#test/lnd/part-payment';
import type { Lnd } from '#test/lnd-sim/harness/lnd';

export const priceMsat = 2_000n;
const feeMsat = 60n;
/** Longer than any fault of these suites. */
const workMs = 60_000;

export type Funding = 'hold' | 'invoice';

export interface Purchase {
  readonly funding: Funding;
  readonly buyer: Buyer;
  readonly order: Order;
  readonly offered: Offered;
  /** Undefined where the money came back; not there while nobody has paid. */
  paying?: Promise<Paid | undefined>;
}

const notDelivered = ['EXPIRED', 'FAILED', 'CANCELED', 'REJECTED'];
const gone = [...notDelivered, 'AWAITING_PAYMENT', 'gone'];
type Kinds = Partial<Record<Funding, readonly string[]>>;

/** How a purchase may end, and what then stands where. */
const ends = {
  sold: {
    ...{ tasks: ['DELIVERED'], charge: 'SETTLED', invoice: 'SETTLED' },
    kinds: { hold: ['hold_accepted', 'hold_settled'], invoice: ['invoice_paid', 'escrow_earned'] } as Kinds,
  },
  'given back': {
    ...{ tasks: gone, charge: 'CANCELED', invoice: 'CANCELED' },
    kinds: { hold: ['hold_accepted', 'hold_canceled'] } as Kinds,
  },
  /** LND gave it back before we knew that it was there. */
  'never held': {
    ...{ tasks: gone, charge: 'CANCELED', invoice: 'CANCELED' },
    kinds: { hold: [], invoice: [] } as Kinds,
  },
  owed: {
    ...{ tasks: notDelivered, charge: 'REFUND_DUE', invoice: 'SETTLED' },
    kinds: { invoice: ['invoice_paid', 'escrow_refused'] } as Kinds,
  },
  'owed at once': {
    ...{ tasks: gone, charge: 'REFUND_DUE', invoice: 'SETTLED' },
    kinds: { invoice: ['invoice_paid_in_vain'] } as Kinds,
  },
  'expired unpaid': {
    ...{ tasks: gone, charge: 'EXPIRED', invoice: 'CANCELED' },
    kinds: { hold: [], invoice: [] } as Kinds,
  },
  /** Delivered, and LND gave the money back all the same; the seller is paid by the market. */
  lost: {
    ...{ tasks: ['DELIVERED'], charge: 'LOST', invoice: 'CANCELED' },
    kinds: { hold: ['hold_accepted', 'hold_lost'] } as Kinds,
  },
} as const;
export type End = keyof typeof ends;

interface Row {
  readonly charge: string;
  readonly task: string;
}

/** The lines of the chart that the reckoning looks at. */
const lines = [1130, 2110, 2140, 2160, 2390, 4110, 5160] as const;
type Books = Record<(typeof lines)[number], bigint>;

export class FaultKit {
  listing!: Listing;
  owner!: Database;
  private before!: { readonly wallets: Wallets; readonly books: Books; readonly earnedMsat: bigint };
  private readonly finishers = new Map<string, () => void>();
  private ended: { readonly end: End; readonly extraMsat: bigint }[] = [];
  /** What buyers paid for nothing that we sell. */
  private unidentifiedMsat = 0n;

  constructor(readonly market: () => TestMarketplace) {}

  async open(): Promise<void> {
    this.listing = await this.market().list({
      ...{ priceMsat: String(priceMsat), deadlineMs: workMs, maxConcurrency: 50 },
      behaviour: (work, response) => {
        const { text } = work.input as { text: string };
        const finish = () => answer(response, 200, { output: { echo: work.input } });
        if (text.startsWith('refused')) return answer(response, 422, { error: { message: 'not mine' } });
        return text.startsWith('waiting') ? void this.finishers.set(work.taskId, finish) : finish();
      },
    });
    this.owner = await this.market().database.openAsOwner({ poolSize: 1 });
  }

  /** From here on everything has to be accounted for. */
  async begins(): Promise<void> {
    const wallets = await this.market().books.wallets();
    this.before = { wallets, books: await this.books(), earnedMsat: await this.listing.balanceMsat() };
    this.ended = [];
    this.unidentifiedMsat = 0n;
  }

  get lightning(): Lightning {
    return this.market().lightning;
  }

  lnd(name: 'market' | 'buyer' | 'seller'): Lnd {
    return this.lightning.lnd(name);
  }

  /** `waiting`: the seller answers when it is told to; `refused`: it does not want the work. */
  order(funding: Funding, seller: 'at once' | 'waiting' | 'refused' = 'at once'): Order {
    return taskOrder(this.listing.slug, { text: `${seller} ${randomBytes(6).toString('hex')}` }, { funding });
  }

  async offer(funding: Funding, seller?: 'at once' | 'waiting' | 'refused'): Promise<Purchase> {
    const [buyer, order] = [this.market().buyer(), this.order(funding, seller)];
    return { funding, buyer, order, offered: await buyer.challenge(order) };
  }

  /** Asks until it is offered: while the market is in trouble a client is told to come back. */
  async insistOnOffer(buyer: Buyer, order: Order, funding: Funding, withinMs = 30_000): Promise<Purchase> {
    const heard = await until(
      () => buyer.send(order).catch(() => undefined),
      (one): one is Answer => one !== undefined && one.status < 500,
      withinMs,
    );
    return { funding, buyer, order, offered: offeredIn(heard as Answer) };
  }

  pay(purchase: Purchase): Promise<Paid | undefined> {
    purchase.paying = purchase.buyer.pay(purchase.offered).catch((error: Error) => {
      if (error instanceof PaymentFailed) return undefined;
      throw error;
    });
    // A test that fails does not wait for its payments.
    purchase.paying.catch(() => undefined);
    return purchase.paying;
  }

  /** Pays another amount than the invoice says, which no wallet would. */
  async payMsat({ offered }: Purchase, msat: bigint): Promise<{ readonly status: string }> {
    const buyer = this.lnd('buyer');
    const decoded = await buyer.call('lnrpc.Lightning/DecodePayReq', { pay_req: offered.invoice });
    const payment = buyer.follow<{ status: string }>('routerrpc.Router/SendPaymentV2', {
      dest: Buffer.from(decoded.destination, 'hex'),
      payment_hash: Buffer.from(offered.paymentHash, 'hex'),
      payment_addr: decoded.payment_addr,
      final_cltv_delta: Number(decoded.cltv_expiry),
      ...{ amt_msat: String(msat), fee_limit_msat: 0, timeout_seconds: 30 },
    });
    return await payment.until(({ status }) => status === 'SUCCEEDED' || status === 'FAILED');
  }

  /** Sends half of the amount and no more; how that ended. */
  async payHalf({ offered }: Purchase): Promise<string> {
    const buyer = this.lnd('buyer');
    if (!this.lightning.isReal) {
      await this.market().books.fault({ node: 'buyer', kind: 'partial_payment', permille: 500 });
      return (await buyer.paid(offered.invoice)).status;
    }
    const decoded = await buyer.call('lnrpc.Lightning/DecodePayReq', { pay_req: offered.invoice });
    return await payPart(buyer.node, {
      destination: decoded.destination,
      paymentHash: Buffer.from(offered.paymentHash, 'hex'),
      paymentAddress: decoded.payment_addr,
      finalCltvBlocks: Number(decoded.cltv_expiry),
      partMsat: priceMsat / 2n,
      totalMsat: priceMsat,
    });
  }

  /** Offered and paid, or, with `hold`, locked. */
  async begin(funding: Funding, seller?: 'at once' | 'waiting' | 'refused'): Promise<Purchase> {
    const purchase = await this.offer(funding, seller);
    void this.pay(purchase);
    return purchase;
  }

  /** Held, with its seller at work until `finish`. */
  async working(funding: Funding): Promise<Purchase> {
    const purchase = await this.begin(funding, 'waiting');
    await this.reaches(purchase, 'HELD');
    await until(
      () => this.finishers.has(purchase.offered.taskId),
      (has) => has,
    );
    return purchase;
  }

  finish({ offered }: Purchase): void {
    const finish = this.finishers.get(offered.taskId);
    if (!finish) throw new Error('its seller does not have that work');
    finish();
  }

  isAtSeller({ offered }: Purchase): boolean {
    return this.listing.works.some(({ taskId }) => taskId === offered.taskId);
  }

  async row({ offered }: Pick<Purchase, 'offered'>): Promise<Row> {
    const [row] = await this.owner.query<Row>(
      `SELECT c.state AS charge, coalesce(t.state, 'gone') AS task FROM billing.charge c
       LEFT JOIN dispatch.task t ON t.id = c.task_id WHERE encode(c.payment_hash, 'hex') = $1`,
      [offered.paymentHash],
    );
    return row ?? { charge: 'none', task: 'gone' };
  }

  async reaches(purchase: Pick<Purchase, 'offered'>, charge: string, withinMs?: number): Promise<void> {
    await until(
      () => this.row(purchase),
      (row) => row.charge === charge,
      withinMs,
    );
  }

  async atLnd({ offered }: Pick<Purchase, 'offered'>) {
    return await this.lnd('market').lookUp(Buffer.from(offered.paymentHash, 'hex'));
  }

  async kinds({ offered }: Pick<Purchase, 'offered'>): Promise<string[]> {
    return (await this.market().books.transfers(offered.taskId)).map(({ kind }) => kind);
  }

  /** The whole of how it ended; `extraMsat` is what was paid above the price. */
  async ends(purchase: Purchase, end: End, { withinMs = 20_000, extraMsat = 0n } = {}): Promise<void> {
    const { tasks, charge, invoice, kinds } = ends[end];
    const row = await until(
      () => this.row(purchase),
      (seen) => seen.charge === charge && (tasks as readonly string[]).includes(seen.task),
      withinMs,
    );
    expect([charge, tasks]).toEqual([row.charge, expect.arrayContaining([row.task])]);
    expect((await this.atLnd(purchase)).state).toBe(invoice);
    expect(await this.kinds(purchase)).toEqual(kinds[purchase.funding]);
    const paid = await purchase.paying;
    if (purchase.paying) expect(paid !== undefined).toBe(invoice === 'SETTLED');
    if (end === 'sold' && paid) {
      const result = await purchase.buyer.claim(purchase.order, purchase.offered, paid, { prefer: 'wait=10' });
      expect([result.status, result.json().state]).toEqual([200, 'DELIVERED']);
    }
    this.ended.push({ end, extraMsat });
  }

  /** Money for no charge of ours arrived. */
  unidentified(msat: bigint): void {
    this.unidentifiedMsat += msat;
  }

  /** Money in is money out, over all parties. */
  async reckon(): Promise<void> {
    const count = (...which: End[]) => BigInt(this.ended.filter(({ end }) => which.includes(end)).length);
    const [sold, owed, lost] = [count('sold'), count('owed', 'owed at once'), count('lost')];
    const extraMsat = this.ended.reduce((sum, one) => sum + one.extraMsat, 0n) + this.unidentifiedMsat;
    const received = (sold + owed) * priceMsat + extraMsat;
    const { wallets, books, earnedMsat } = this.before;
    const idle = ({ inFlightMsat }: Wallets) => inFlightMsat === 0n;
    const { nodes, totalMsat } = await until(() => this.market().books.wallets(), idle);
    const gained = (name: 'market' | 'buyer' | 'seller') => nodes[name].channelMsat - wallets.nodes[name].channelMsat;
    expect([gained('market'), gained('buyer'), gained('seller')]).toEqual([received, -received, 0n]);
    expect(totalMsat).toBe(wallets.totalMsat);
    const now = await this.books();
    const earned = (sold + lost) * (priceMsat - feeMsat);
    expect(Object.fromEntries(lines.map((code) => [code, now[code] - books[code]]))).toEqual({
      ...{ 1130: received, 2110: earned, 2140: 0n, 2160: owed * priceMsat, 2390: extraMsat },
      ...{ 4110: sold * feeMsat, 5160: lost * (priceMsat - feeMsat) },
    });
    expect((await this.listing.balanceMsat()) - earnedMsat).toBe(earned);
    await expectSound(this.market().books, wallets, { lost: now[5160] > 0n });
    expect(await this.owner.query('SELECT check_name, detail FROM ledger.verify()')).toEqual([]);
  }

  /** What the services logged for a human since the last call. */
  alarms(): string[] {
    const told = this.market().seen.log.splice(0);
    const read = told.map((line) => JSON.parse(line) as { level: string | number; msg: string });
    return read.filter(({ level }) => level === 'error' || level === 50).map(({ msg }) => msg);
  }

  private async books(): Promise<Books> {
    const { lines: told } = await this.market().books.trialBalance();
    const balance = (code: number) => BigInt(told.find((line) => line.code === code)?.balanceMsat ?? '0');
    // What arrived is in 1130 until its HTLC is final, then in 1110.
    const arrived = (code: number) => (code === 1130 ? balance(1110) + balance(1130) : balance(code));
    return Object.fromEntries(lines.map((code) => [code, arrived(code)])) as Books;
  }
}

/** A marketplace for the suite; after each of its tests everything is accounted for. */
export function suiteFaults(
  options: () => TestMarketplaceOptions | Promise<TestMarketplaceOptions> = () => ({}),
): FaultKit {
  const environment = { BOTBAZAAR_CHALLENGES_PER_MINUTE: '100000', BOTBAZAAR_CHALLENGES_BURST: '10000' };
  const market = suiteMarketplace(async () => ({ environment, ...(await options()) }));
  const kit = new FaultKit(market);
  beforeAll(() => kit.open());
  beforeEach(() => kit.begins());
  afterEach(() => kit.reckon());
  return kit;
}
