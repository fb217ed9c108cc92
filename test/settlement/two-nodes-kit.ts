/** A marketplace without its front on two simulated nodes, `market` and `second`, each with channels to buyer and seller. */
import { randomBytes } from 'node:crypto';
import { ChargeWriter } from '#apps/billing/charges/writer';
import { type BillingConfig, billingDefaults } from '#apps/billing/config';
import { billingSchema } from '#apps/billing/schema';
import { type RunningBilling, start as startBilling } from '#apps/billing/start';
import { leadPayingBy } from '#apps/settlement/leader';
import { settlementSchema } from '#apps/settlement/schema';
import { type Settlement, settlementDefaults, start as startSettlement } from '#apps/settlement/start';
import type { PayoutMessage } from '#contracts/billing';
import type { Dispatch } from '#contracts/dispatch';
import { systemClock } from '#kernel/clock';
import { type AccountId, idToUuid } from '#kernel/ids';
import { codes } from '#ledger/chart';
import { credit, debit, type Leg, transferId } from '#ledger/transfer';
import { openInvoiceDesk } from '#lightning/invoice-desk';
import { openInvoiceWatch } from '#lightning/invoice-watch';
import { connectLnd } from '#lightning/lnd-client';
import { openNodeBooks } from '#lightning/node-books';
import { openPayoutDesk } from '#lightning/payout-desk';
import {
  invoiceDeskPermissions,
  invoiceWatchPermissions,
  payoutPermissions,
  reconciliationPermissions,
} from '#lightning/permissions';
import { createLogger } from '#observability/logger';
import type { Database } from '#persistence/database';
import type { SuiteDatabase } from '#test/harness/database';
import { testJournal } from '#test/harness/journal';
import { until } from '#test/harness/until';
import { keyring } from '#test/l402/samples';
import { SimTarget } from '#test/lnd-sim/harness/sim-target';
import { alone } from './settlement-kit.js';

export const names = ['market', 'second'] as const;
export type Name = (typeof names)[number];

/** Within this time settlement has noticed how a node is. */
export const noticedMs = 30_000;

export interface TwoNodesOptions {
  readonly billing?: Partial<BillingConfig>;
  /** Nodes with a macaroon that pays, and such that are compared with the books. */
  readonly paying?: readonly Name[];
  readonly compared?: readonly Name[];
}

const logger = createLogger({ level: 'silent', name: 'test', destination: { write: () => undefined } });
const dispatch = { fundTask: async () => ({ outcome: 'queued' }) } as unknown as Dispatch;

export class TwoNodes {
  private constructor(
    readonly target: SimTarget,
    readonly database: Database,
    readonly billing: RunningBilling,
    readonly settlement: Settlement,
    readonly pubkeys: Readonly<Record<Name, string>>,
  ) {}

  static async start(suite: SuiteDatabase, options: TwoNodesOptions = {}): Promise<TwoNodes> {
    const target = await SimTarget.start({ nodes: ['market', 'second', 'buyer', 'seller'] });
    const connect = async (name: Name, permissions: readonly string[]) => {
      const { grpcAddress: address, tlsCertFile, bakeMacaroon } = target.sim.nodes[name];
      const macaroon = await bakeMacaroon(permissions);
      return connectLnd({ address, tlsCertFile, macaroon: () => macaroon });
    };
    const each = async (of: readonly Name[], permissions: readonly string[]) =>
      await Promise.all(of.map((name) => connect(name, permissions)));
    const database = await suite.open(billingSchema, { poolSize: 8 });
    const billing = await startBilling(
      { ...billingDefaults, ...options.billing },
      {
        ...{ database, clock: systemClock, logger },
        desks: (await each(names, invoiceDeskPermissions)).map(openInvoiceDesk),
        keys: { preimages: keyring, credentials: keyring },
        journal: testJournal(),
      },
    );
    const settlement = await startSettlement(
      { ...settlementDefaults, payoutIntervalMs: 50, reconcilePollMs: 200 },
      {
        ...{ billing: billing.service, dispatch, lead: alone, logger },
        watches: (await each(names, invoiceWatchPermissions)).map(openInvoiceWatch),
        payoutDesks: (await each(options.paying ?? [], payoutPermissions)).map(openPayoutDesk),
        leadPaying: leadPayingBy(suite.roleUrl(settlementSchema.role), logger),
        books: (await each(options.compared ?? [], reconciliationPermissions)).map(openNodeBooks),
      },
    );
    const pubkeys = { market: target.sim.nodes.market.pubkey, second: target.sim.nodes.second.pubkey };
    const made = new TwoNodes(target, database, billing, settlement, pubkeys);
    await made.fit();
    return made;
  }

  async stop(): Promise<void> {
    await this.settlement.stop();
    await this.billing.stop();
    await this.target.stop();
  }

  /** Why each may not get new charges; empty: it may. */
  async conditions(): Promise<Record<Name, string | undefined>> {
    const { nodes } = await this.billing.service.listNodes({});
    const of = (name: Name) => nodes.find(({ node }) => node === this.pubkeys[name])?.unfit;
    return { market: of('market'), second: of('second') };
  }

  async fit(): Promise<void> {
    await until(
      () => this.conditions(),
      ({ market, second }) => market === '' && second === '',
      noticedMs,
    );
  }

  async kill(name: Name): Promise<void> {
    await this.target.control('POST', `/nodes/${name}/stop`, { how: 'kill' });
    await until(
      () => this.conditions(),
      (unfit) => unfit[name] !== '',
      noticedMs,
    );
  }

  async startAgain(name: Name): Promise<void> {
    await this.target.control('POST', `/nodes/${name}/start`);
    await this.fit();
  }

  nameOf({ node }: { readonly node: string }): Name | undefined {
    return names.find((name) => this.pubkeys[name] === node);
  }

  /** An account that owns so much, of which each node has its share for good. */
  async account(owned: Partial<Record<Name, bigint>>): Promise<AccountId> {
    const { accountId } = await this.billing.service.createAccount({ name: '' });
    for (const name of names) await this.fund(name, accountId as AccountId, owned[name] ?? 0n);
    return accountId as AccountId;
  }

  private async fund(name: Name, account: AccountId, amountMsat: bigint): Promise<void> {
    if (amountMsat === 0n) return;
    await this.post([
      debit(codes.channels, this.pubkeys[name], amountMsat),
      credit(codes.available, idToUuid(account), amountMsat),
    ]);
  }

  /** What a node has for good by the books, less what payouts have taken of it. */
  async owned(name: Name): Promise<bigint> {
    const [row] = await this.database.query<{ net: bigint }>(
      `SELECT coalesce(sum(b.debits - b.credits), 0)::bigint AS net FROM ledger.account a
         JOIN ledger.balance b ON b.account_id = a.id WHERE a.owner = $1 AND a.code = $2`,
      [this.pubkeys[name], codes.channels],
    );
    return row?.net ?? 0n;
  }

  /** Takes all that nodes have for good into what is still settling, so that the next test begins with nothing. */
  async unfund(): Promise<void> {
    for (const name of names) {
      const left = await this.owned(name);
      const node = this.pubkeys[name];
      if (left > 0n) await this.post([debit(codes.lightningSettling, node, left), credit(codes.channels, node, left)]);
    }
  }

  /** What the nodes themselves have, HTLCs that they have offered included. */
  async wallets(): Promise<Record<Name, bigint>> {
    const { nodes } = await this.target.control('GET', '/wallets');
    const of = (name: Name) => BigInt(nodes[name].channelMsat) + BigInt(nodes[name].unsettledOutMsat);
    return { market: of('market'), second: of('second') };
  }

  /** Moves the borders of the node's channels so that no more than so much can arrive there. */
  async leaveRoom(name: Name, msat: bigint): Promise<void> {
    type Channel = { readonly id: string; readonly a: string; readonly capacityMsat: string };
    const { channels } = await this.target.control<{ channels: Channel[] }>('GET', '/channels');
    let left = msat;
    for (const { id, a, capacityMsat } of channels) {
      if (a !== name) continue;
      const own = BigInt(capacityMsat) - left;
      await this.target.control('POST', `/channels/${id}/balance`, { node: name, msat: String(own) });
      left = 0n;
    }
  }

  private async post(legs: readonly Leg[]): Promise<void> {
    const id = transferId('lnd', randomBytes(32).toString('hex'), 'test');
    const writer = new ChargeWriter(this.database, systemClock);
    const { outcome } = await writer.advance({ transfers: [{ id, kind: 'test_funds', legs }] });
    if (outcome !== 'moved') throw new Error(`the ledger answered ${outcome}`);
  }

  /** An invoice of the seller's node. */
  async invoice(amountMsat: bigint): Promise<string> {
    const seller = this.target.client('seller');
    const { payment_request } = await seller.call('lnrpc.Lightning/AddInvoice', { value_msat: amountMsat.toString() });
    seller.close();
    return payment_request;
  }

  async ask(accountId: AccountId, paymentRequest: string, feeLimitMsat = 5_000n): Promise<PayoutMessage> {
    const { payout } = await this.billing.service.createPayout({
      ...{ accountId, paymentRequest, amountMsat: '0', feeLimitMsat: feeLimitMsat.toString() },
      ...{ idempotencyScope: randomBytes(32), address: '', descriptionHash: Buffer.alloc(0), scheduleRun: '0' },
    });
    if (!payout) throw new Error('no payout was answered');
    return payout;
  }

  async payout({ payoutId, accountId }: PayoutMessage): Promise<PayoutMessage> {
    return await this.billing.service.getPayout({ payoutId, accountId });
  }

  async ended(payout: PayoutMessage, withinMs = noticedMs): Promise<PayoutMessage> {
    return await until(
      () => this.payout(payout),
      ({ state }) => state === 'SUCCEEDED' || state === 'FAILED',
      withinMs,
    );
  }

  /** Waits until payouts may leave by all of these. */
  async payersHeard(of: readonly Name[]): Promise<void> {
    await until(
      async () => (await this.billing.service.listNodes({})).nodes,
      (nodes) => of.every((name) => nodes.some(({ node, pays }) => pays && node === this.pubkeys[name])),
    );
  }
}
