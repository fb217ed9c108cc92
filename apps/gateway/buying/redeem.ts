/**
 * What a right credential gets. It is verified without asking anyone; the stored result comes from dispatch.
 *
 * A right credential for the same request never meets a 402 within the replay window: not between settlement and its
 * event, not after a lost reply. Clients exist that would pay again and again.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { ChargeReply } from '#contracts/billing';
import type { TaskMessage } from '#contracts/dispatch';
import { isDelivered, isFailed, type Refund, refundIn } from '#contracts/http/task';
import { monotonicMs } from '#kernel/clock';
import { AppError } from '#kernel/errors';
import { idFromBytes } from '#kernel/ids';
import { type Credentials, readCredentials } from '#l402/header';
import { matchesRequest, requestDigest, type VerifiedTaskToken, verifyTaskToken } from '#l402/token';
import type { Gateway } from '../gateway.js';
import type { EdgeRequest } from '../route.js';
import type { Funding } from './funding.js';
import { awaitTask } from './task-wait.js';

/** For so long after the delivery the same request gets the same result; after it, it is a new purchase. */
export const replayWindowSeconds = 600;

/** How long a paid request waits for its result where it does not say: three stock clients hang up after 5 s. */
const defaultWaitMs = 4_000;
/** How often to look for a payment that its payer already knows of. */
const arrivalPollMs = 100;

export type Redeemed =
  | { readonly kind: 'delivered'; readonly task: TaskMessage }
  | { readonly kind: 'failed'; readonly task: TaskMessage; readonly refund: Refund | undefined }
  /** Without the task where it is not known yet, or not to be shown. */
  | {
      readonly kind: 'running';
      readonly taskId: string;
      readonly task: TaskMessage | undefined;
      /** Waiting changes nothing. */
      readonly final: boolean;
    }
  /** The replay window is over: this request is a new purchase. */
  | { readonly kind: 'lapsed' };

export function digestOf(request: EdgeRequest): Buffer {
  const { method, path, rawQuery: query, rawBody: body } = request;
  return requestDigest({ method, path, query, body });
}

/** The verified token for exactly this request, if there is one among those presented. */
export function tokenForRequest(
  gateway: Pick<Gateway, 'tokenKeys' | 'clock'>,
  request: EdgeRequest,
  digest: Buffer,
): VerifiedTaskToken | undefined {
  const credentials = readCredentials(request.raw.headersDistinct);
  if (credentials.tokens.length === 0) return undefined;
  const token = verify(gateway, credentials, digest);
  return token && matchesRequest(token, digest) ? token : undefined;
}

/** The verified token of that task, whatever request it was sold for. */
export function tokenForTask(
  gateway: Pick<Gateway, 'tokenKeys' | 'clock'>,
  request: EdgeRequest,
  taskId: string,
): VerifiedTaskToken | undefined {
  for (const presented of readCredentials(request.raw.headersDistinct).tokens) {
    const token = verify(gateway, { tokens: [presented], malformed: false });
    if (token && idFromBytes('task', token.taskId) === taskId) return token;
  }
  return undefined;
}

function verify(
  { tokenKeys: keyring, clock }: Pick<Gateway, 'tokenKeys' | 'clock'>,
  credentials: Credentials,
  digest?: Buffer,
): VerifiedTaskToken | undefined {
  const verified = verifyTaskToken({ keyring, credentials, now: clock.now(), requestDigest: digest });
  return verified.ok ? verified : undefined;
}

export async function redeem(
  gateway: Gateway,
  token: VerifiedTaskToken,
  waitMs: number = defaultWaitMs,
): Promise<Redeemed> {
  const endMs = monotonicMs() + waitMs;
  for (;;) {
    const leftMs = Math.max(0, endMs - monotonicMs());
    const redeemed = await redeemNow(gateway, token, leftMs);
    // A payment of an ordinary invoice is known to its payer before it is known to us.
    if (redeemed.kind !== 'running' || redeemed.task || redeemed.final || gateway.stopping.aborted) return redeemed;
    if (monotonicMs() + arrivalPollMs >= endMs) return redeemed;
    await pause(arrivalPollMs);
  }
}

async function redeemNow(gateway: Gateway, token: VerifiedTaskToken, waitMs: number): Promise<Redeemed> {
  const taskId = idFromBytes('task', token.taskId);
  const proof = { paymentHash: token.paymentHash };
  const ask = { taskId, proof, until: 'final', etag: '' } as const;
  const first = await awaitTask(gateway, { ...ask, waitMs });
  if (first && isDelivered(first.state)) return delivered(first);
  const money = await moneyOf(gateway, token);
  // The payment became known between the two questions, and the work may be done already: to ask for the money again would
  // make a client pay twice.
  const late = !first && (money.kind === 'taken' || money.kind === 'owed');
  const task = late ? await awaitTask(gateway, { ...ask, waitMs: 0 }) : first;
  if (task && isDelivered(task.state)) return delivered(task);
  if (task && isFailed(task.state)) return { kind: 'failed', task, refund: await refundOf(gateway, task) };
  if (!task && money.kind === 'owed') {
    const over = overBeforePaid(money.charge);
    return { kind: 'failed', task: over, refund: await refundOf(gateway, over) };
  }
  if (!task && (money.kind === 'unknown' || money.kind === 'taken')) return { kind: 'lapsed' };
  // Of a task whose money was never taken nothing is shown.
  const incident = money.kind === 'incident';
  return { kind: 'running', taskId, task: incident ? undefined : task, final: incident };
}

/** What is owed back of a task that has ended without a delivery; undefined where nothing is. */
export async function refundOf({ billing }: Pick<Gateway, 'billing'>, task: TaskMessage): Promise<Refund | undefined> {
  if (task.funding !== 'invoice' || !isFailed(task.state)) return undefined;
  return refundIn(task, await billing.getCharge({ taskId: task.taskId }));
}

/** A payment that came when nobody kept the task any more: as much of it as its charge tells. */
function overBeforePaid(charge: ChargeReply): TaskMessage {
  return {
    taskId: charge.taskId,
    state: 'EXPIRED',
    serviceSlug: charge.serviceSlug,
    listingId: '',
    listingVersion: charge.listingVersion,
    funding: charge.funding,
    priceMsat: charge.priceMsat,
    createdAtMs: charge.createdAtMs,
    queuedAtMs: '0',
    startedAtMs: '0',
    finishedAtMs: '0',
    finishedAgoMs: '0',
    deadlineAtMs: '0',
    attempts: 0,
    reason: 'the payment came when the task was over',
    etag: 'over',
    outputJson: '',
    outputGone: false,
    hasProgress: false,
    progress: 0,
    progressNote: '',
    inputRequest: null,
    pieces: 0,
    events: [],
  };
}

function delivered(task: TaskMessage): Redeemed {
  const lasts = !task.outputGone && Number(task.finishedAgoMs) < replayWindowSeconds * 1000;
  return lasts ? { kind: 'delivered', task } : { kind: 'lapsed' };
}

/** What became of the money, as billing knows it. */
export type Money =
  /** There is no such charge. */
  | { readonly kind: 'unknown' }
  /** A matter of milliseconds, or of the work that has not ended. */
  | { readonly kind: 'arriving' | 'taken' | 'owed'; readonly charge: ChargeReply }
  | { readonly kind: 'incident' };

/**
 * Looks once at the charge of a task that is not delivered although its preimage is known. While a hold is being settled
 * that is a matter of milliseconds; an ordinary invoice was simply paid. With a hold that was never taken, or an invoice that
 * was canceled, someone has a preimage that only we could give out.
 */
export async function moneyOf(
  { billing, logger }: Pick<Gateway, 'billing' | 'logger'>,
  token: VerifiedTaskToken,
): Promise<Money> {
  const taskId = idFromBytes('task', token.taskId);
  let charge: ChargeReply;
  try {
    charge = await billing.getCharge({ taskId });
  } catch (error) {
    if (error instanceof AppError && error.code === 'task_not_found') return { kind: 'unknown' };
    throw error;
  }
  if (!charge.paymentHash.equals(token.paymentHash)) return { kind: 'unknown' };
  const kind = moneyIn[charge.funding === 'invoice' ? 'invoice' : 'hold'][charge.state];
  if (kind !== undefined) return { kind, charge };
  logger.error({ taskId, paymentHash: token.paymentHash.toString('hex'), chargeState: charge.state }, incident);
  return { kind: 'incident' };
}

const over = { SETTLED: 'taken', PARTLY_REFUNDED: 'taken', REFUNDED: 'taken' } as const;
/** By funding and state of the charge, where a preimage may be known at all. */
const moneyIn: Readonly<Record<Funding, Readonly<Record<string, 'arriving' | 'taken' | 'owed'>>>> = {
  hold: { ...over, SETTLING: 'arriving', LOST: 'arriving' },
  invoice: {
    ...over,
    CREATING: 'arriving',
    OPEN: 'arriving',
    TRANSFERRING: 'arriving',
    HELD: 'arriving',
    CANCELING: 'arriving',
    REFUND_DUE: 'owed',
    REFUNDED: 'owed',
  },
};
const incident = 'preimage known before capture';
