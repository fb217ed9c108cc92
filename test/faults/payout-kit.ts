/** Payouts that something goes wrong with, and the reckoning after each: payout, payment at LND, ledger and everybody's money. */
import { createHash, randomBytes } from 'node:crypto';
import { afterEach, beforeAll, beforeEach, expect } from '@jest/globals';
import type { Transfer } from '#contracts/http/ledger';
import type { Payout } from '#contracts/http/payout';
import { expectSound, type Wallets } from '#test/harness/books';
import { taskOrder } from '#test/harness/buyers';
import { type Answer, send } from '#test/harness/http';
import type { Lightning } from '#test/harness/lightning';
import { anyGateway } from '#test/harness/market-access';
import { suiteMarketplace } from '#test/harness/marketplace';
import type { Listing } from '#test/harness/sellers';
import type { TestMarketplace, TestMarketplaceOptions } from '#test/harness/test-marketplace';
import { until } from '#test/harness/until';
import type { HoldInvoice, Lnd } from '#test/lnd-sim/harness/lnd';

/** What the seller has to withdraw. */
const earnedFor = 5_000_000n;
const lines = [1110, 2110, 2210, 4120, 5110] as const;
type Line = (typeof lines)[number];

interface LndPayment {
  readonly payment_hash: string;
  readonly status: string;
  readonly failure_reason: string;
  readonly htlcs: readonly unknown[];
}

export class PayoutKit {
  listing!: Listing;
  private before!: { readonly wallets: Wallets; readonly books: Record<Line, bigint>; readonly balanceMsat: bigint };
  private paid: { readonly amountMsat: bigint; readonly feeMsat: bigint }[] = [];

  constructor(readonly market: () => TestMarketplace) {}

  async open(): Promise<void> {
    this.listing = await this.market().list({ priceMsat: String(earnedFor) });
    const before = await this.market().books.balance(1110);
    const { challenge } = await this.market()
      .buyer()
      .buy(taskOrder(this.listing.slug, { text: 'earn' }));
    await this.market().books.ended(challenge.taskId);
    await until(
      () => this.market().books.balance(1110),
      (finalMsat) => finalMsat >= before + earnedFor,
      30_000,
    );
  }

  async begins(): Promise<void> {
    const [wallets, books] = [await this.market().books.wallets(), await this.books()];
    this.before = { wallets, books, balanceMsat: await this.listing.balanceMsat() };
    this.paid = [];
  }

  get lightning(): Lightning {
    return this.market().lightning;
  }

  lnd(name: 'market' | 'buyer' | 'seller'): Lnd {
    return this.lightning.lnd(name);
  }

  /** At the seller's node, which is the account's own wallet. */
  async invoice(amountMsat: bigint, of: 'seller' | 'market' = 'seller'): Promise<string> {
    const made = await this.lnd(of).call('lnrpc.Lightning/AddInvoice', { value_msat: String(amountMsat) });
    return made.payment_request;
  }

  /** One whose payee has not decided yet. */
  async holdInvoice(amountMsat: bigint): Promise<HoldInvoice> {
    return await this.lnd('seller').addHold({ value: 0, value_msat: String(amountMsat) });
  }

  async ask(path: string, body?: unknown): Promise<Answer> {
    const authorization = `Bearer ${this.listing.credential}`;
    const key = body === undefined ? {} : { 'idempotency-key': randomBytes(8).toString('hex') };
    const options = { headers: { authorization, ...key }, ...(body === undefined ? {} : { body }) };
    // A node that is back is found so after a moment; until then a client is told to come again.
    return await until(
      () => send(anyGateway(this.market().access()), path, options),
      ({ status }) => status !== 503,
      30_000,
    );
  }

  async payOut(invoice: string, more: object = {}): Promise<Payout> {
    const asked = await this.ask('/v1/payouts', { invoice, ...more });
    expect([asked.status, asked.json().code]).toEqual([201, undefined]);
    return asked.json<Payout>();
  }

  /** Nothing may be set aside by that. */
  async refused(body: object, status: number, code: string): Promise<void> {
    const before = await this.listing.balanceMsat();
    const asked = await this.ask('/v1/payouts', body);
    expect([asked.status, asked.json().code]).toEqual([status, code]);
    expect(await this.listing.balanceMsat()).toBe(before);
  }

  async state({ payoutId }: Payout): Promise<Payout> {
    return (await this.ask(`/v1/payouts/${payoutId}`)).json<Payout>();
  }

  /** Its money is set aside, and goes neither way. */
  async staysReserved(payout: Payout, states: readonly string[] = ['SENDING', 'UNKNOWN']): Promise<void> {
    expect(states).toContain((await this.state(payout)).state);
    // Set apart as unknown it is still set aside.
    expect((await this.kinds(payout)).filter((kind) => kind !== 'payout_unknown')).toEqual(['payout_reserved']);
  }

  /** At the node that pays; undefined while it has never heard of it. */
  async payment({ paymentHash }: Payout): Promise<LndPayment | undefined> {
    const request = { include_incomplete: true, reversed: true, max_payments: '200' };
    const { payments } = await this.lnd('market').call('lnrpc.Lightning/ListPayments', request);
    const found = (payments as LndPayment[]).filter((one) => one.payment_hash === paymentHash);
    expect(found.length).toBeLessThanOrEqual(1);
    return found[0];
  }

  async kinds({ payoutId }: Payout): Promise<string[]> {
    const access = this.market().access();
    const headers = { authorization: `Bearer ${access.adminToken}` };
    const answer = await send(anyGateway(access), `/v1/admin/ledger/transfers?ref=${payoutId}`, { headers });
    return answer
      .json<{ transfers: Transfer[] }>()
      .transfers.reverse()
      .map(({ kind }) => kind);
  }

  async ends(payout: Payout, end: 'SUCCEEDED' | 'FAILED', withinMs = 30_000, atNode: string = end): Promise<void> {
    const final = await until(
      () => this.state(payout),
      ({ state }) => state === 'SUCCEEDED' || state === 'FAILED',
      withinMs,
    );
    expect(final.state).toBe(end);
    expect((await this.payment(payout))?.status).toBe(atNode);
    expect((await this.kinds(payout)).filter((kind) => kind !== 'payout_unknown')).toEqual([
      'payout_reserved',
      end === 'SUCCEEDED' ? 'payout_succeeded' : 'payout_failed',
    ]);
    if (end === 'FAILED') return;
    const preimage = Buffer.from(final.preimage ?? '', 'hex');
    expect(createHash('sha256').update(preimage).digest('hex')).toBe(payout.paymentHash);
    this.paid.push({ amountMsat: BigInt(final.amountMsat), feeMsat: BigInt(final.feeMsat ?? '') });
  }

  /** Money in is money out, over all parties. */
  async reckon(): Promise<void> {
    const sum = (of: 'amountMsat' | 'feeMsat') => this.paid.reduce((total, one) => total + one[of], 0n);
    const [amounts, fees] = [sum('amountMsat'), sum('feeMsat')];
    const { wallets, books, balanceMsat } = this.before;
    const idle = ({ inFlightMsat }: Wallets) => inFlightMsat === 0n;
    const { nodes, totalMsat } = await until(() => this.market().books.wallets(), idle);
    const gained = (name: 'market' | 'buyer' | 'seller') => nodes[name].channelMsat - wallets.nodes[name].channelMsat;
    expect([gained('market'), gained('seller'), gained('buyer')]).toEqual([-amounts - fees, amounts, fees]);
    expect(totalMsat).toBe(wallets.totalMsat);
    const now = await this.books();
    expect(Object.fromEntries(lines.map((code) => [code, now[code] - books[code]]))).toEqual({
      ...{ 1110: -amounts - fees, 2110: -amounts - fees, 2210: 0n, 4120: fees, 5110: fees },
    });
    expect((await this.listing.balanceMsat()) - balanceMsat).toBe(-amounts - fees);
    await expectSound(this.market().books, wallets);
  }

  private async books(): Promise<Record<Line, bigint>> {
    const { lines: told } = await this.market().books.trialBalance();
    const balance = (code: number) => BigInt(told.find((line) => line.code === code)?.balanceMsat ?? '0');
    return Object.fromEntries(lines.map((code) => [code, balance(code)])) as Record<Line, bigint>;
  }
}

/** A marketplace for the suite, with a seller who has earned something; after each of its tests everything is accounted for. */
export function suitePayouts(options: () => TestMarketplaceOptions = () => ({})): PayoutKit {
  const kit = new PayoutKit(suiteMarketplace(options));
  beforeAll(() => kit.open(), 60_000);
  beforeEach(() => kit.begins());
  afterEach(() => kit.reckon());
  return kit;
}
