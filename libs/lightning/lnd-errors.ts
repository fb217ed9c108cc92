/**
 * What an error of LND means for the one who called it.
 *
 * LND answers most refusals with code 2 and a text, so the text decides. Everything that is not a known, definite answer
 * is `unknown`: the call may have been carried out, and only a look-up tells.
 */
import * as grpc from '@grpc/grpc-js';
import { AppError } from '#kernel/errors';

export type LndAnswer = 'already_exists' | 'absent' | 'still_open' | 'already_canceled' | 'already_settled' | 'unknown';

/** Texts of lnd 0.21 (invoices/errors.go); a node without any invoice says `there are no existing invoices`. */
const answersByText: ReadonlyArray<readonly [string, LndAnswer]> = [
  ['invoice with payment hash already exists', 'already_exists'],
  ['unable to locate invoice', 'absent'],
  ['there are no existing invoices', 'absent'],
  ['invoice still open', 'still_open'],
  ['invoice already canceled', 'already_canceled'],
  ['invoice already settled', 'already_settled'],
];

function isServiceError(thrown: unknown): thrown is grpc.ServiceError {
  return thrown instanceof Error && 'code' in thrown && 'details' in thrown;
}

export function answerOf(thrown: unknown): LndAnswer {
  if (!isServiceError(thrown)) return 'unknown';
  if (thrown.code !== grpc.status.UNKNOWN && thrown.code !== grpc.status.NOT_FOUND) return 'unknown';
  return answersByText.find(([text]) => thrown.details.includes(text))?.[1] ?? 'unknown';
}

/** The node answers, but its wallet does not work yet. */
export class WalletNotActive extends Error {
  override readonly name = 'WalletNotActive';

  constructor(readonly walletState: string) {
    super(`the node is in state ${walletState}`);
  }
}

/** Why a node could not say that it is ready. `silent`: the connection stands and nothing comes, as of a frozen process. */
export type NodeTrouble = 'silent' | 'unreachable' | 'wallet_locked' | 'starting' | 'refused';

/** LND answers these with code 2, so the text decides. */
const troubleByText: ReadonlyArray<readonly [string, NodeTrouble]> = [
  ['wallet locked', 'wallet_locked'],
  ['wallet not created', 'wallet_locked'],
  ['waiting to start', 'starting'],
  ['in the process of starting', 'starting'],
  ['permission denied', 'refused'],
  ['verification failed', 'refused'],
  ['cannot get macaroon', 'refused'],
  ['expected 1 macaroon', 'refused'],
];

/** Of what `ready` has thrown. */
export function nodeTrouble(thrown: unknown): NodeTrouble {
  const cause = thrown instanceof AppError ? thrown.cause : thrown;
  if (cause instanceof WalletNotActive) {
    const closed = cause.walletState === 'LOCKED' || cause.walletState === 'NON_EXISTING';
    return closed ? 'wallet_locked' : 'starting';
  }
  if (!isServiceError(cause)) return 'unreachable';
  if (cause.code === grpc.status.DEADLINE_EXCEEDED) return 'silent';
  return troubleByText.find(([text]) => cause.details.includes(text))?.[1] ?? 'unreachable';
}

/** Whether LND says that it has no such thing, by its status code. */
export function isNotFound(thrown: unknown): boolean {
  return isServiceError(thrown) && thrown.code === grpc.status.NOT_FOUND;
}

/** For callers of ours: the node did not answer in a way that decides anything. The text stays in the cause. */
export function lightningUnavailable(what: string, thrown: unknown): AppError {
  return new AppError('lightning_unavailable', `the Lightning node did not ${what}`, {
    cause: thrown,
    retryAfterSeconds: 2,
  });
}

/** Texts under which LND has not looked at the request at all: it starts, stops, is locked, or does not know the caller. */
const notLookedAt = [
  'wallet locked',
  'wallet not created',
  'waiting to start',
  'starting',
  'shutting down',
  'permission denied',
  'macaroon',
  'verification failed',
  'unable to init payment',
  'internal',
];

/** Whether LND has looked at the request and said no: code 2 with a text about the request itself. In doubt it has not. */
export function isDefinite(thrown: unknown): boolean {
  if (!isServiceError(thrown) || thrown.code !== grpc.status.UNKNOWN) return false;
  return !notLookedAt.some((text) => thrown.details.includes(text));
}

/** The text of LND's answer, of a length that can be kept. */
export function textOf(thrown: unknown): string {
  const text = isServiceError(thrown) ? thrown.details : String(thrown);
  return [...text.replaceAll(/[^\x20-\x7e]/g, ' ')].slice(0, 200).join('');
}

export function hasCode(thrown: unknown, code: grpc.status): boolean {
  return isServiceError(thrown) && thrown.code === code;
}
