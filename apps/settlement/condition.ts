/**
 * What this process has seen of one node, and the telling of it to billing, which gives new charges to fit nodes only. Nothing
 * here ends a connection: the follower does that.
 */
import type { Billing } from '#contracts/billing';
import { monotonicMs } from '#kernel/clock';
import type { WatchedNode } from '#lightning/invoice-watch';
import { type NodeTrouble, nodeTrouble } from '#lightning/lnd-errors';
import { type NodeObservations, sentenceOf, type Unfitness, unfitness } from '#lightning/node-fitness';
import type { HealthCheck } from '#observability/health';
import type { Logger } from '#observability/logger';

/** Billing takes a node that was not spoken of for half a minute for one that nobody listens to. */
const tellEveryMs = 8_000;
/** A block or two are the network's: one node hears of them before another. */
const blocksBehind = 2;
/** In the place of an amount that is not known. */
const unknownMsat = -1n;

/** What it says is about other invoices and another money. */
export class AnotherNode extends Error {
  override readonly name = 'AnotherNode';

  constructor() {
    super('another node answers at this address');
  }
}

export class NodeCondition {
  private trouble: NodeTrouble | undefined = 'unreachable';
  private node: WatchedNode | undefined;
  private expected: string | undefined;
  private unsyncedSince: number | undefined;
  private behindSince: number | undefined;
  private stream: NodeObservations['stream'] = 'of another process';
  private lostInvoices = false;
  private streamsEnded = 0;
  private told: { readonly node: string; readonly unfit: string; readonly atMs: number } | undefined;

  constructor(
    private readonly billing: Billing,
    private readonly logger: Logger,
    private readonly now: () => number = monotonicMs,
  ) {}

  /** How high other nodes of ours see the chain; 0 where there are none. */
  elsewhere = 0;

  readonly health: HealthCheck = {
    name: 'lightning',
    check: async () => {
      const reason = this.unfit();
      return reason === undefined ? undefined : sentenceOf(reason);
    },
  };

  /** A heartbeat was answered. */
  heard(node: WatchedNode): void {
    this.expected ??= node.pubkey;
    if (this.node && this.node.pubkey !== node.pubkey) this.lostInvoices = false;
    this.trouble = undefined;
    this.node = node;
    this.unsyncedSince = node.syncedToChain ? undefined : (this.unsyncedSince ?? this.now());
    const behind = node.blockHeight < this.elsewhere - blocksBehind;
    this.behindSince = behind ? (this.behindSince ?? this.now()) : undefined;
  }

  /** A heartbeat was not answered, or the connection failed in another way. */
  failed(thrown: unknown): void {
    // That one has answered well.
    if (!(thrown instanceof AnotherNode)) this.trouble = nodeTrouble(thrown);
  }

  /** That it is not the node of before, or is it again. */
  invoicesLost(lost: boolean): void {
    this.lostInvoices = lost;
  }

  listening(stream: NodeObservations['stream']): void {
    if (stream === 'ended' && this.stream === 'open') this.streamsEnded += 1;
    this.stream = stream;
  }

  unfit(): Unfitness | undefined {
    const { node, expected } = this;
    if (!node || expected === undefined) return this.trouble ?? 'unreachable';
    const since = (from: number | undefined) => (from === undefined ? 0 : this.now() - from);
    return unfitness({
      trouble: this.trouble,
      pubkey: node.pubkey,
      expectedPubkey: expected,
      keepsResolutions: node.keepsResolutions,
      unsyncedMs: since(this.unsyncedSince),
      behindMs: since(this.behindSince),
      lostInvoices: this.lostInvoices,
      stream: this.stream,
    });
  }

  /**
   * Tells billing, when there is news or it is time to. A process that does not lead is believed only where the leader does not
   * speak or says no good of the node either. Never throws: what was not heard is told at the next heartbeat.
   */
  async tell(leading: boolean, followed: number, inboundMsat?: () => Promise<bigint | undefined>): Promise<void> {
    const { node } = this;
    if (!node) return;
    const unfit = this.unfit() ?? '';
    const due =
      this.told?.node !== node.pubkey || this.told.unfit !== unfit || this.now() - this.told.atMs >= tellEveryMs;
    if (!due) return;
    try {
      const { highestElsewhere } = await this.billing.reportNode({
        node: node.pubkey,
        unfit,
        leading,
        height: node.blockHeight,
        followed,
        streamsEnded: this.streamsEnded,
        inboundMsat: ((await inboundMsat?.()) ?? unknownMsat).toString(),
      });
      if (this.told !== undefined && this.told.unfit !== unfit) this.logChange(node.pubkey, unfit);
      this.told = { node: node.pubkey, unfit, atMs: this.now() };
      this.elsewhere = highestElsewhere;
    } catch (error) {
      this.logger.warn(
        { err: error, node: node.pubkey, unfit },
        'the condition of a node was not taken and is told again',
      );
    }
  }

  private logChange(node: string, unfit: string): void {
    if (unfit === '') this.logger.info({ node }, 'the Lightning node is fit again');
    else this.logger.warn({ node, unfit }, 'the Lightning node is not fit and gets no new charges');
  }
}
