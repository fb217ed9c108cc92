/**
 * The whole simulated network in one process: nodes with their servers, the chain, and time. What the control port can ask
 * for is a method here.
 */
import type { Clock } from '#kernel/clock';
import { AppError } from '#kernel/errors';
import { addMsat, type Msat, msat, subtractMsat, zeroMsat } from '#kernel/msat';
import type { Logger } from '#observability/logger';
import type { TlsIdentity } from './auth/certificate.js';
import type { MacaroonAuthority } from './auth/macaroon-authority.js';
import { balanceOf } from './core/channel.js';
import { LndError } from './core/lnd-error.js';
import type { ChannelRow, NodeName } from './core/rows.js';
import { firstHeight, initialChannels } from './core/topology.js';
import { Faults } from './node/faults.js';
import { InvoiceBook } from './node/invoice-book.js';
import { IssuedInvoices } from './node/issued-invoices.js';
import { PaymentBook } from './node/payment-book.js';
import { Realm } from './node/realm.js';
import { type NodeIdentity, type NodeSettings, SimNode } from './node/sim-node.js';
import { Transfers } from './node/transfers.js';
import { inFlightOf, ownChannels } from './rpc/channel-message.js';
import { invoicesService } from './rpc/invoices-service.js';
import { lightningService } from './rpc/lightning-service.js';
import { NodeServer } from './rpc/node-server.js';
import { routerService } from './rpc/router-service.js';
import { stateService } from './rpc/state-service.js';
import type { Store } from './store/store.js';

/** What a node needs before it can run. */
export interface NodeFiles {
  readonly identity: NodeIdentity;
  readonly tls: TlsIdentity;
  readonly authority: MacaroonAuthority;
  /** 0 takes a free port, which the node then keeps. */
  readonly port: number;
  /** Absent: both loopback addresses. */
  readonly host?: string | undefined;
}

interface Member {
  readonly node: SimNode;
  readonly invoices: InvoiceBook;
  readonly payments: PaymentBook;
  readonly server: NodeServer;
  readonly host: string | undefined;
  port: number;
}

/** How often expiries are looked at; lnd itself needs some milliseconds. */
const tickMs = 100;

export class Simulator {
  readonly faults = new Faults();
  private readonly realm: Realm;
  private readonly transfers: Transfers;
  private readonly members = new Map<NodeName, Member>();
  private readonly timers: NodeJS.Timeout[] = [];

  constructor(
    private readonly store: Store,
    clock: Clock,
    files: readonly NodeFiles[],
    private readonly logger: Logger | undefined,
  ) {
    this.realm = new Realm(store, clock, this.faults);
    this.transfers = new Transfers(this.realm);
    this.transfers.onAttemptFailed = (name, hash) => this.member(name).payments.drive(hash);
    this.transfers.onPart = (name, hash, id) => this.member(name).invoices.watchPart(hash, id);
    this.transfers.onHeld = (name, hash) => this.member(name).invoices.onHeld(hash);
    const issued = new IssuedInvoices();
    for (const { identity, tls, authority, port, host } of files) {
      const { realm } = this;
      const node = new SimNode(identity, store, this.faults);
      realm.add(node);
      const invoices = new InvoiceBook(realm, node, this.transfers, issued);
      const payments = new PaymentBook(realm, node, this.transfers);
      const services = {
        'lnrpc.Lightning': lightningService({ realm, node, invoices, issued, authority }),
        'invoicesrpc.Invoices': invoicesService(node, invoices),
        'routerrpc.Router': routerService({ realm, node, payments, issued }),
        'lnrpc.State': stateService(node),
      };
      const server = new NodeServer({ realm, node, authority, tls }, services, logger);
      this.members.set(identity.name, { node, invoices, payments, server, host, port });
    }
    this.foundNetwork();
  }

  /** Resumes, then serves. */
  async open(blockIntervalMs: number): Promise<void> {
    this.resume();
    await this.store.durable();
    for (const member of this.members.values()) {
      member.port = await member.server.listen(member.port, member.host);
    }
    this.timers.push(setInterval(() => this.onTime(), tickMs));
    if (blockIntervalMs > 0) this.timers.push(setInterval(() => this.mine(1), blockIntervalMs));
  }

  /** Takes up what the process that wrote the journal left half done. */
  resume(): void {
    for (const { payments } of this.members.values()) payments.abandonUnsent();
    this.transfers.resume();
    this.onTime();
    this.onHeight();
  }

  async close(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    await Promise.all([...this.members.values()].map(({ server }) => server.shutDown()));
    await this.store.close();
  }

  member(name: string): Member {
    const member = this.members.get(name as NodeName);
    if (member === undefined) throw new AppError('not_found', `there is no node ${name}`);
    return member;
  }

  all(): readonly Member[] {
    return [...this.members.values()];
  }

  get height(): number {
    return this.store.world.height;
  }

  mine(count: number): number {
    for (let mined = 0; mined < count; mined++) {
      this.store.commit([{ chain: { height: this.height + 1, minedAt: this.realm.now() } }]);
      this.onHeight();
    }
    return this.height;
  }

  freeze(name: string): void {
    const { node } = this.member(name);
    if (node.condition === 'running') node.condition = 'frozen';
  }

  thaw(name: string): void {
    const { node } = this.member(name);
    if (node.condition === 'frozen') this.bringBack(name);
  }

  /** `how` as with a signal: term says goodbye to its clients, kill does not. */
  async stopNode(name: string, how: 'term' | 'kill'): Promise<void> {
    const { node, server } = this.member(name);
    node.condition = 'down';
    await (how === 'term' ? server.shutDown() : server.drop());
  }

  async startNode(name: string): Promise<void> {
    const member = this.member(name);
    if (member.node.condition !== 'down') return;
    member.node.condition = 'running';
    member.payments.abandonUnsent();
    this.bringBack(name);
    member.port = await member.server.listen(member.port, member.host);
  }

  configure(name: string, settings: SettingsChange): NodeSettings {
    const { node } = this.member(name);
    const { walletState, ...others } = settings;
    Object.assign(node.settings, others);
    if (walletState !== undefined) node.setWalletState(walletState);
    this.onHeight();
    return node.settings;
  }

  endStreams(name: string, how: 'end' | 'kill', method?: string): number {
    const error = how === 'kill' ? new LndError(14, 'Connection dropped') : undefined;
    return this.member(name).server.endStreams(method, error);
  }

  /** Moves the border between the two sides of a channel; what is in flight stays. */
  setBalance(channelId: string, name: string, balance: bigint): ChannelRow {
    const channel = this.store.world.channels.get(channelId);
    if (channel === undefined) throw new AppError('not_found', `there is no channel ${channelId}`);
    if (channel.a !== name && channel.b !== name) throw new AppError('not_found', `${name} is not in that channel`);
    const bothMsat = addMsat(channel.aMsat, channel.bMsat);
    if (balance < 0n || balance > bothMsat) {
      throw new AppError('invalid_amount', `the two sides of the channel share ${bothMsat} msat`);
    }
    const [own, other] = [msat(balance), subtractMsat(bothMsat, msat(balance))];
    const changed = channel.a === name ? { aMsat: own, bMsat: other } : { aMsat: other, bMsat: own };
    const moved = { ...channel, ...changed };
    this.store.commit([{ channel: moved }]);
    return moved;
  }

  channels(): readonly ChannelRow[] {
    return [...this.store.world.channels.values()];
  }

  /** What every node owns and what is in flight. The total never changes. */
  wallets(): { nodes: Record<string, Wallet>; inFlightMsat: Msat; totalMsat: Msat } {
    const { world } = this.store;
    const sum = (amounts: readonly Msat[]) => amounts.reduce(addMsat, zeroMsat);
    const nodes = Object.fromEntries(
      this.all().map(({ node: { name } }) => {
        const channelMsat = sum(ownChannels(this.realm, name).map((channel) => balanceOf(channel, name)));
        const { out, in: incoming } = inFlightOf(this.realm, name);
        return [name, { channelMsat, unsettledOutMsat: out, unsettledInMsat: incoming }];
      }),
    );
    const inFlightMsat = sum(this.channels().map(({ id }) => world.inFlightMsat(id)));
    const totalMsat = addMsat(inFlightMsat, sum(Object.values(nodes).map(({ channelMsat }) => channelMsat)));
    return { nodes, inFlightMsat, totalMsat };
  }

  private bringBack(name: string): void {
    const { node, invoices } = this.member(name);
    node.condition = 'running';
    invoices.onTime();
    invoices.onHeight();
    this.transfers.resume();
  }

  private onTime(): void {
    for (const { node, invoices } of this.members.values()) if (node.condition === 'running') invoices.onTime();
  }

  private onHeight(): void {
    for (const { node, invoices } of this.members.values()) {
      if (node.condition === 'running') invoices.onHeight();
    }
  }

  private foundNetwork(): void {
    const { world } = this.store;
    const stranger = this.channels().find(({ a, b }) => !this.members.has(a) || !this.members.has(b));
    if (stranger !== undefined) {
      throw new AppError('internal', `the journal has a channel of ${stranger.a} and ${stranger.b}; start both nodes`);
    }
    const channels = initialChannels([...this.members.keys()], this.channels());
    const chain = world.chain ?? { height: firstHeight, minedAt: this.realm.now() };
    this.store.commit([{ chain }, ...channels.map((channel) => ({ channel }))]);
    this.logger?.info({ height: chain.height, channels: this.channels().length }, 'simulated lightning network ready');
  }
}

export type SettingsChange = { readonly [Name in keyof NodeSettings]?: NodeSettings[Name] | undefined };

export interface Wallet {
  readonly channelMsat: Msat;
  /** In HTLCs that this node offered and that are not resolved. */
  readonly unsettledOutMsat: Msat;
  readonly unsettledInMsat: Msat;
}
