/**
 * What a right credential gets. It is verified without asking anyone; the stored result comes from dispatch.
 *
 * A right credential for the same request never meets a 402 within the replay window: not between settlement and its
 * event, not after a lost reply. Clients exist that would pay again and again.
 */
import type { TaskMessage } from '#contracts/dispatch';
import { isDelivered, isFailed } from '#contracts/http/task';
import { AppError } from '#kernel/errors';
import { idFromBytes } from '#kernel/ids';
import { type Credentials, readCredentials } from '#l402/header';
import { matchesRequest, requestDigest, type VerifiedTaskToken, verifyTaskToken } from '#l402/token';
import type { Gateway } from './gateway.js';
import type { EdgeRequest } from './route.js';
import { awaitTask } from './task-wait.js';

/** For so long after the delivery the same request gets the same result; after it, it is a new purchase. */
export const replayWindowSeconds = 600;

/** How long a paid request waits for its result where it does not say: three stock clients hang up after 5 s. */
const defaultWaitMs = 4_000;

export type Redeemed =
  | { readonly kind: 'delivered' | 'failed'; readonly task: TaskMessage }
  /** Without the task where it is not known yet, or not to be shown. */
  | { readonly kind: 'running'; readonly taskId: string; readonly task: TaskMessage | undefined }
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
  const taskId = idFromBytes('task', token.taskId);
  const proof = { paymentHash: token.paymentHash };
  const task = await awaitTask(gateway, { taskId, proof, waitMs, until: 'final', etag: '' });
  if (task && isDelivered(task.state)) {
    return withinReplayWindow(gateway, task) ? { kind: 'delivered', task } : { kind: 'lapsed' };
  }
  const money = await moneyOf(gateway, token);
  if (task && isFailed(task.state)) return { kind: 'failed', task };
  if (!task && (money === 'unknown' || money === 'taken')) return { kind: 'lapsed' };
  // Of a task whose money was never taken nothing is shown.
  return { kind: 'running', taskId, task: money === 'incident' ? undefined : task };
}

function withinReplayWindow({ clock }: Pick<Gateway, 'clock'>, task: TaskMessage): boolean {
  return !task.outputGone && clock.now().getTime() < Number(task.finishedAtMs) + replayWindowSeconds * 1000;
}

/**
 * Looks once at the charge of a task that is not delivered although its preimage is known. While it is being settled that
 * is a matter of milliseconds. With money that was never taken, someone has a preimage that only we could give out.
 */
export async function moneyOf(
  { billing, logger }: Pick<Gateway, 'billing' | 'logger'>,
  token: VerifiedTaskToken,
): Promise<'settling' | 'taken' | 'unknown' | 'incident'> {
  const taskId = idFromBytes('task', token.taskId);
  let state: string;
  try {
    const charge = await billing.getCharge({ taskId });
    if (!charge.paymentHash.equals(token.paymentHash)) return 'unknown';
    state = charge.state;
  } catch (error) {
    if (error instanceof AppError && error.code === 'task_not_found') return 'unknown';
    throw error;
  }
  if (state === 'SETTLING' || state === 'LOST') return 'settling';
  if (takenStates.has(state)) return 'taken';
  logger.error({ taskId, paymentHash: token.paymentHash.toString('hex'), chargeState: state }, incident);
  return 'incident';
}

const takenStates: ReadonlySet<string> = new Set(['SETTLED', 'PARTLY_REFUNDED', 'REFUND_DUE', 'REFUNDED']);
const incident = 'preimage known before capture';
