/** Billing and dispatch as settlement knows them: the few answers that it acts on, with trouble on demand. */
import type { Billing } from '#contracts/billing';
import type { Dispatch } from '#contracts/dispatch';
import type { ReplyOf, RequestOf } from '#contracts/service';
import { AppError } from '#kernel/errors';
import { newId } from '#kernel/ids';

type Checkpoint = ReplyOf<Billing, 'getCheckpoint'>;
type Report = RequestOf<Billing, 'reportInvoice'>;

export interface KnownCharge {
  readonly chargeId: string;
  readonly taskId: string;
  readonly paymentHash: Buffer;
  /** Undefined: of the only one. */
  readonly node: string | undefined;
  state: string;
}

const final = ['SETTLED', 'CANCELED'];
const beginning = { addIndex: '0', settleIndex: '0', lastSettledAddIndex: '0' };
const acceptedAtMs = '1770000000000';

export class Neighbours {
  readonly charges = new Map<string, KnownCharge>();
  /** `<state>` of each report that was taken, by the hash. */
  readonly reports: { hash: string; state: string; node: string }[] = [];
  readonly heights: number[] = [];
  readonly checkpoints = new Map<string, Checkpoint>();
  largestBatch = 0;
  /** How often the charges of a node were asked for, page by page. */
  listings = 0;
  /** What a settled invoice makes of its charge, where that is not SETTLED: HELD of money in escrow. */
  readonly settledBecomes = new Map<string, string>();
  /** What was told last of each node: empty while it is fit. */
  readonly conditions = new Map<string, string>();
  heightElsewhere = 0;
  receipts: ReplyOf<Billing, 'listReceipts'>['receipts'] = [];
  readonly finals: { hash: string; wonMsat: string; lostMsat: string }[] = [];
  readonly funded: string[] = [];
  /** Thrown by billing, by dispatch, as long as it is set. */
  billingTrouble: AppError | undefined;
  dispatchTrouble: AppError | undefined;
  /** Calls that are being answered. */
  running = 0;
  latencyMs = 0;

  charge(paymentHash: Buffer, state = 'OPEN', node?: string): KnownCharge {
    const charge = { chargeId: newId('charge'), taskId: newId('task'), paymentHash, node, state };
    this.charges.set(paymentHash.toString('hex'), charge);
    return charge;
  }

  stateOf(paymentHash: Buffer): string | undefined {
    return this.charges.get(paymentHash.toString('hex'))?.state;
  }

  told(paymentHash: Buffer): string[] {
    const hash = paymentHash.toString('hex');
    return this.reports.filter((report) => report.hash === hash).map(({ state }) => state);
  }

  readonly billing = {
    reportInvoice: (request: Report) => this.answer(() => this.report(request), 'billing'),
    reportInvoices: ({ reports }: RequestOf<Billing, 'reportInvoices'>) =>
      this.answer(() => {
        this.largestBatch = Math.max(this.largestBatch, reports.length);
        return { replies: reports.map((report) => this.report(report)) };
      }, 'billing'),
    getCheckpoint: ({ node }: { node: string }) =>
      this.answer(() => this.checkpoints.get(node) ?? { known: false, ...beginning }, 'billing'),
    saveCheckpoint: ({ node, checkpoint }: RequestOf<Billing, 'saveCheckpoint'>) =>
      this.answer(() => {
        this.checkpoints.set(node, { ...beginning, ...checkpoint, known: true });
        return {};
      }, 'billing'),
    reportHeight: ({ height }: { height: number }) =>
      this.answer(() => {
        this.heights.push(height);
        return { canceling: 0, taskIds: [] };
      }, 'billing'),
    reportNode: ({ node, unfit }: RequestOf<Billing, 'reportNode'>) =>
      this.answer(() => {
        this.conditions.set(node, unfit);
        return { highestElsewhere: this.heightElsewhere };
      }, 'billing'),
    listReceipts: ({ after, limit }: RequestOf<Billing, 'listReceipts'>) =>
      this.answer(() => {
        const waiting = this.receipts.filter(({ transferSeq }) => Number(transferSeq) > Number(after));
        return { receipts: waiting.slice(0, limit) };
      }, 'billing'),
    reportFinality: ({ invoices }: RequestOf<Billing, 'reportFinality'>) =>
      this.answer(() => {
        for (const { paymentHash, wonMsat, lostMsat } of invoices) {
          this.finals.push({ hash: paymentHash.toString('hex'), wonMsat, lostMsat });
          this.receipts = this.receipts.filter((receipt) => !receipt.paymentHash.equals(paymentHash));
        }
        return { finished: invoices.length };
      }, 'billing'),
    listUnsettled: ({ node, after, limit }: RequestOf<Billing, 'listUnsettled'>) =>
      this.answer(() => {
        this.listings += 1;
        const ofNode = [...this.charges.values()].filter((charge) => (charge.node ?? node) === node);
        const open = ofNode.filter(({ state }) => !final.includes(state));
        const sorted = open
          .sort((a, b) => (a.chargeId < b.chargeId ? -1 : 1))
          .filter(({ chargeId }) => chargeId > after);
        return { charges: sorted.slice(0, limit) };
      }, 'billing'),
  } as unknown as Billing;

  readonly dispatch = {
    fundTask: ({ taskId }: { taskId: string }) =>
      this.answer(() => {
        this.funded.push(taskId);
        return { outcome: 'queued' };
      }, 'dispatch'),
  } as unknown as Dispatch;

  private report({ node, paymentHash, state }: Report) {
    const charge = this.charges.get(paymentHash.toString('hex'));
    this.reports.push({ hash: paymentHash.toString('hex'), state, node });
    const rest = { paymentHash, acceptedAtMs, deadlineAtMs: '1770000020000', workMs: 1_000 };
    if (!charge) return { ...rest, known: false, moved: false, state: '', taskId: '' };
    const before = charge.state;
    const settled = this.settledBecomes.get(paymentHash.toString('hex')) ?? 'SETTLED';
    if (!final.includes(before)) charge.state = { ACCEPTED: 'HELD', SETTLED: settled }[state] ?? 'CANCELED';
    return { ...rest, known: true, moved: before !== charge.state, state: charge.state, taskId: charge.taskId };
  }

  private async answer<T>(work: () => T, who: 'billing' | 'dispatch'): Promise<T> {
    this.running += 1;
    try {
      await new Promise((resolve) => setTimeout(resolve, this.latencyMs));
      const trouble = who === 'billing' ? this.billingTrouble : this.dispatchTrouble;
      if (trouble) throw trouble;
      return work();
    } finally {
      this.running -= 1;
    }
  }
}

export const unavailable = () => new AppError('unavailable', 'it restarts');
