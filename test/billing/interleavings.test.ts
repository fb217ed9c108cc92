/**
 * Charges under random weather: payers with wallets and with balances, captures, cancels, sweeps, blocks, LND's news in any order, twice or never, answers
 * lost, calls carried out late, processes of billing that die or work side by side. Whatever happened, when it is quiet again
 * node, charges and books must agree to the last millisatoshi.
 *
 * A run that fails names its seed: BILLING_SEED repeats that run, BILLING_RUNS makes more or fewer of them.
 */
import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { finalStates, fundings } from '#apps/billing/charges/charge';
import { billingSchema } from '#apps/billing/schema';
import { type AccountId, idToUuid, newId } from '#kernel/ids';
import { msat } from '#kernel/msat';
import { codes } from '#ledger/chart';
import { credit, debit, transferId } from '#ledger/transfer';
import type { InvoiceDesk } from '#lightning/invoice-desk';
import { lightningUnavailable } from '#lightning/lnd-errors';
import type { Database } from '#persistence/database';
import { suiteDatabase } from '#test/harness/database';
import { type Random, seeded } from '#test/ledger/random';
import {
  balances,
  codeOf,
  factAbout,
  type Order,
  order,
  startBilling,
  type TestBilling,
  turn,
  world,
} from './billing-kit.js';
import type { Fault } from './fake-lnd.js';

const given = process.env.BILLING_SEED;
const seeds =
  given === undefined
    ? Array.from({ length: Number(process.env.BILLING_RUNS ?? 12) }, () => Math.floor(Math.random() * 2 ** 31))
    : [Number(given)];
const steps = 150;
const purseMsat = 10_000_000n;
/** What a caller may be told instead of an answer. */
const passing: readonly unknown[] = ['lightning_unavailable', 'unavailable', 'task_not_found'];

const suite = suiteDatabase();
let database: Database;
beforeAll(async () => {
  database = await suite().open(billingSchema, { poolSize: 8 });
});

class Weather {
  readonly seller = newId('account');
  /** An account that pays from its balance. */
  purse!: AccountId;
  readonly orders: Order[] = [];
  /** What dispatch heard of a task: captured, canceled. */
  readonly heard = new Map<string, Set<string>>();
  readonly world = world(database);
  private readonly processes: { readonly billing: TestBilling; alive: boolean }[] = [];
  private readonly underWay = new Set<Promise<unknown>>();

  constructor(private readonly random: Random) {}

  async start(): Promise<TestBilling> {
    const process = { alive: true } as { billing: TestBilling; alive: boolean };
    const { lnd } = this.world;
    const mortal = Object.assign(Object.create(lnd) as typeof lnd, { desk: dyingWith(process, lnd.desk) });
    process.billing = await startBilling({ ...this.world, lnd: mortal });
    this.processes.push(process);
    return process.billing;
  }

  async fundPurse({ service, writer }: TestBilling): Promise<void> {
    this.purse = (await service.createAccount({ name: '' })).accountId as AccountId;
    const id = transferId('lnd', this.purse, 'test');
    const owns = msat(purseMsat);
    const legs = [
      debit(codes.channels, this.world.lnd.pubkey, owns),
      credit(codes.available, idToUuid(this.purse), owns),
    ];
    await writer.advance({ transfers: [{ id, kind: 'test_funds', legs }] });
  }

  async step(): Promise<void> {
    const { random } = this;
    const { lnd, clock } = this.world;
    const kind = random.int(100);
    if (kind < 18) this.begin(this.open());
    else if (kind < 28) this.pay();
    else if (kind < 34) this.begin(this.transfer());
    else if (kind < 52) this.begin(this.tell());
    else if (kind < 62) this.begin(this.ask('capture'));
    else if (kind < 67) this.begin(this.ask('cancel'));
    else if (kind < 73) this.begin(this.any().sweeper.sweep());
    else if (kind < 75) this.begin(this.any().payoutProgress.sweep());
    else if (kind < 80) this.begin(this.any().reconcile().catch(lndWasAway));
    else if (kind < 88) clock.advance(random.int(6_000));
    else if (kind < 90) clock.advance(random.int(120_000));
    else if (kind < 93) lnd.mine(random.chance(0.2) ? 70 : 1);
    else if (kind < 95) this.begin(this.any().service.reportHeight({ node: lnd.pubkey, height: lnd.blockHeight }));
    else if (kind < 97) lnd.carryOutLate();
    else if (kind < 98) await this.crash();
    else lnd.expire();
    if (random.chance(0.5)) await turn();
    if (random.chance(0.1)) await this.settled();
  }

  /** Everything heals: no faults, and time enough for every deadline. Returns the states of all charges. */
  async calm(): Promise<Map<string, { state: string; funding: string }>> {
    const { lnd, clock } = this.world;
    await this.settled();
    lnd.fault = () => undefined;
    lnd.carryOutLate();
    const billing = await this.start();
    await this.tellAllSettled(billing);
    for (let round = 0; round < 8; round += 1) {
      clock.advance(round === 0 ? 30_000 : 640_000);
      lnd.expire();
      await billing.sweeper.sweep();
      await billing.delivery.drain();
      await billing.reconcile();
      await billing.payoutProgress.sweep();
    }
    const rows = await database.query<{ hash: string; state: string; funding: string }>(
      `SELECT encode(payment_hash, 'hex') AS hash, state, funding FROM charge WHERE node = $1`,
      [lnd.pubkey],
    );
    return new Map(rows.map(({ hash, ...charge }) => [hash, charge]));
  }

  /** As the stream does while it stands: no sweep asks for money that came for a charge which had ended. */
  private async tellAllSettled({ service }: TestBilling): Promise<void> {
    const { lnd } = this.world;
    for (const invoice of lnd.invoices.values()) {
      if (invoice.state !== 'SETTLED') continue;
      await service.reportInvoice({ node: lnd.pubkey, ...factAbout(invoice, invoice.paymentHash) });
    }
  }

  async stop(): Promise<void> {
    for (const { billing } of this.processes) await billing.stop();
  }

  private any(): TestBilling {
    const alive = this.processes.filter((process) => process.alive);
    return this.random.pick(alive).billing;
  }

  private begin(work: Promise<unknown>): void {
    const noted: Promise<unknown> = work.finally(() => this.underWay.delete(noted));
    this.underWay.add(noted);
    // It is awaited, and its failure seen, by `settled`.
    noted.catch(() => undefined);
  }

  private async settled(): Promise<void> {
    await Promise.all(this.underWay);
  }

  private async open(): Promise<void> {
    const { random } = this;
    const again = this.orders.length > 0 && random.chance(0.3);
    const fresh = order({
      sellerAccountId: this.seller,
      priceMsat: String(1 + random.int(200_000)),
      funding: random.pick(fundings),
    });
    const request = again ? { ...random.pick(this.orders), taskId: fresh.taskId } : fresh;
    this.orders.push(request);
    const reply = await codeOf(this.any().service.openCharge(request));
    if (passing.includes(reply)) return;
    const charge = reply as { state: string; paymentRequest: string; paymentHash: Buffer; priceMsat: string };
    const invoice = this.world.lnd.lookup(charge.paymentHash);
    expect(['OPEN', 'HELD', 'SETTLING']).toContain(charge.state);
    expect(charge.paymentRequest).toBe(invoice?.paymentRequest);
    expect(charge.priceMsat).toBe(String(invoice?.valueMsat));
  }

  private pay(): void {
    const { random } = this;
    const { lnd } = this.world;
    const open = [...lnd.invoices.values()].filter(({ state }) => state === 'OPEN');
    if (open.length === 0) return;
    const { paymentHash, valueMsat } = random.pick(open);
    lnd.pay(paymentHash, random.chance(0.3) ? msat(valueMsat + BigInt(random.int(100_000))) : valueMsat);
  }

  private async transfer(): Promise<void> {
    const open = [...this.world.lnd.invoices.values()].filter(({ state, ordinary }) => state === 'OPEN' && ordinary);
    if (open.length === 0) return;
    const { paymentRequest } = this.random.pick(open);
    const ofInvoice = { amountMsat: '0', feeLimitMsat: '-1', address: '', descriptionHash: Buffer.alloc(0) };
    const request = { accountId: this.purse, paymentRequest, ...ofInvoice, scheduleRun: '0' };
    const answer = await codeOf(this.any().service.createPayout({ ...request, idempotencyScope: randomBytes(32) }));
    if (typeof answer === 'string')
      expect([...passing, 'own_invoice', 'invoice_already_used', 'invoice_expired']).toContain(answer);
  }

  /** Something that LND said once, perhaps long ago, perhaps told before. */
  private async tell(): Promise<void> {
    const { lnd } = this.world;
    const news = lnd.news.filter(({ state }) => state !== 'OPEN').slice(-12);
    if (news.length === 0) return;
    const invoice = this.random.pick(news);
    const report = { node: lnd.pubkey, ...factAbout(invoice, invoice.paymentHash) };
    const answer = await codeOf(this.any().service.reportInvoice(report));
    if (!passing.includes(answer)) expect(answer).toMatchObject({ known: true });
  }

  private async ask(what: 'capture' | 'cancel'): Promise<void> {
    if (this.orders.length === 0) return;
    const { taskId } = this.random.pick(this.orders);
    const { service } = this.any();
    const call =
      what === 'capture'
        ? service.captureCharge({ taskId, payeeAccountId: this.seller })
        : service.cancelCharge({ taskId, reason: 'chance' });
    const answer = await codeOf(call);
    if (passing.includes(answer)) return;
    const { outcome } = answer as { outcome: string };
    const heard = this.heard.get(taskId) ?? new Set();
    this.heard.set(taskId, heard.add(outcome));
  }

  /** A process dies: nothing that it had begun at LND is answered, nothing that it meant to do there is done. */
  private async crash(): Promise<void> {
    if (this.processes.filter(({ alive }) => alive).length < 2) await this.start();
    else this.random.pick(this.processes).alive = false;
    if (!this.processes.some(({ alive }) => alive)) await this.start();
  }
}

function dyingWith(process: { readonly alive: boolean }, desk: InvoiceDesk): InvoiceDesk {
  const mortal =
    <A extends unknown[], R>(call: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      if (!process.alive) throw lightningUnavailable('hear a dead process', new Error('dead'));
      const answer = await call(...args);
      if (!process.alive) throw lightningUnavailable('answer a dead process', new Error('dead'));
      return answer;
    };
  const { identity, addHoldInvoice, addInvoice, settle, cancel, lookup, decode, close } = desk;
  return {
    ...{ identity: mortal(identity), addHoldInvoice: mortal(addHoldInvoice), settle: mortal(settle) },
    ...{
      addInvoice: mortal(addInvoice),
      cancel: mortal(cancel),
      lookup: mortal(lookup),
      decode: mortal(decode),
      close,
    },
  };
}

/** By the hash of the invoice: what was paid from the account's balance. Nothing is left that is neither paid nor given back. */
async function paidFrom(purse: AccountId): Promise<Map<string, bigint>> {
  const rows = await database.query<{ hash: string; state: string; amount: bigint }>(
    `SELECT encode(payment_hash, 'hex') AS hash, state, amount_msat AS amount FROM payout WHERE account_id = $1`,
    [idToUuid(purse)],
  );
  for (const { state } of rows) expect(['SUCCEEDED', 'FAILED']).toContain(state);
  return new Map(rows.filter(({ state }) => state === 'SUCCEEDED').map(({ hash, amount }) => [hash, amount]));
}

function lndWasAway(error: unknown): void {
  if (!String(error).includes('unavailable')) throw error;
}

describe('charges in any weather', () => {
  it.each(seeds)('end as the node and the books say (BILLING_SEED=%i)', async (seed) => {
    const random = seeded(seed);
    const weather = new Weather(random);
    const { lnd, log } = weather.world;
    const before = await balances(database);
    await weather.fundPurse(await weather.start());
    await weather.start();
    const faults: readonly Fault[] = ['failed', 'lost', 'late'];
    lnd.fault = () => (random.chance(0.15) ? random.pick(faults) : undefined);
    for (let n = 0; n < steps; n += 1) await weather.step();
    const states = await weather.calm();
    await weather.stop();

    const transferred = await paidFrom(weather.purse);
    const sums = {
      transferredMsat: 0n,
      settledMsat: 0n,
      saleMsat: 0n,
      feeMsat: 0n,
      lossMsat: 0n,
      surplusMsat: 0n,
      owedMsat: 0n,
    };
    for (const [hash, { state, funding }] of states) {
      const invoice = lnd.lookup(Buffer.from(hash, 'hex'));
      expect(finalStates).toContain(state);
      // An invoice may be missing only where LND was never reached; that charge is canceled.
      const said = invoice?.state ?? 'CANCELED';
      const paidMsat = said === 'SETTLED' ? (invoice?.amountPaidMsat ?? 0n) : 0n;
      sums.settledMsat += paidMsat;
      // An invoice that was made after all, by a call that came too late for its charge, could be paid: money for nobody.
      const forNobody = funding === 'invoice' && said === 'SETTLED' && ['CANCELED', 'EXPIRED'].includes(state);
      if (forNobody) sums.surplusMsat += paidMsat;
      const taken = state === 'SETTLED' || state === 'REFUND_DUE' || forNobody;
      const byBalance = transferred.get(hash);
      expect([hash, taken && byBalance === undefined ? 'SETTLED' : 'CANCELED']).toEqual([hash, said]);
      const valueMsat = invoice?.valueMsat ?? 0n;
      if (byBalance !== undefined) expect([hash, taken, byBalance]).toEqual([hash, true, valueMsat]);
      sums.transferredMsat += byBalance ?? 0n;
      const feeMsat = (valueMsat * 300n) / 10_000n;
      if (taken && !forNobody && byBalance === undefined) sums.surplusMsat += paidMsat - valueMsat;
      if (state === 'SETTLED') sums.feeMsat += feeMsat;
      if (state === 'REFUND_DUE') sums.owedMsat += valueMsat;
      if (state === 'SETTLED' || state === 'LOST') sums.saleMsat += valueMsat - feeMsat;
      if (state === 'LOST') sums.lossMsat += valueMsat - feeMsat;
    }
    expect([...lnd.invoices.keys()].filter((hash) => !states.has(hash))).toEqual([]);
    expect(sums.settledMsat).toBe(lnd.settledMsat());
    expect(sums.settledMsat + sums.lossMsat + sums.transferredMsat).toBe(
      sums.saleMsat + sums.feeMsat + sums.surplusMsat + sums.owedMsat,
    );
    // Whoever was too late has all of its money again.
    const purse = await balances(database, idToUuid(weather.purse));
    expect([-(purse[2110] ?? 0n), purse[2210] ?? 0n]).toEqual([purseMsat - sums.transferredMsat, 0n]);

    const at = { ...(await balances(database, lnd.pubkey)), ...(await balances(database, idToUuid(weather.seller))) };
    const of = (code: number) => at[code] ?? 0n;
    expect([of(9110), of(9210)]).toEqual([0n, 0n]);
    expect([of(1130), -of(2390), of(5160)]).toEqual([sums.settledMsat, sums.surplusMsat, sums.lossMsat]);
    const after = await balances(database);
    const grown = (code: number) => (before[code] ?? 0n) - (after[code] ?? 0n);
    expect([-of(2110), grown(4110)]).toEqual([sums.saleMsat, sums.feeMsat]);
    // Nothing stays in escrow: what was not earned is owed to its payer.
    expect([grown(2140), grown(2160)]).toEqual([0n, sums.owedMsat]);
    expect(await database.query('SELECT * FROM ledger.verify()')).toEqual([]);

    const survivor = await startBilling(weather.world);
    for (const [taskId, heard] of weather.heard) {
      const { state } = await survivor.service.getCharge({ taskId });
      // Nobody was told that the money is taken and somebody else that it is given back.
      expect([
        taskId,
        heard.has('captured') && (heard.has('canceled') || !['SETTLED', 'LOST'].includes(state)),
      ]).toEqual([taskId, false]);
      if (heard.has('canceled')) expect(['CANCELED', 'EXPIRED', 'REFUND_DUE']).toContain(state);
    }
    await survivor.stop();
    expect(log.filter((line) => [...lnd.preimages].some((preimage) => line.includes(preimage)))).toEqual([]);
  });
});
