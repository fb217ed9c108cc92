import { types } from 'node:util';
import { AppError } from '#kernel/errors';

// `isNativeError` and not `instanceof`: Node's own errors come from another realm than those of code that runs in a vm.
const { isNativeError } = types;

/** SQLSTATEs that say that the server or this connection is gone, not that the statement was wrong. */
const lostStates = new Set([
  '57P01', // admin_shutdown, also what pg_terminate_backend leaves
  '57P02', // crash_shutdown
  '57P03', // cannot_connect_now: starting up or recovering
  '57P05', // idle_session_timeout
  '53300', // too_many_connections
  '25P03', // idle_in_transaction_session_timeout
]);

const lostSocketCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
]);

/** The driver has no codes for these, only sentences. */
const lostSentences = [
  'Connection terminated',
  'timeout exceeded when trying to connect',
  'timeout expired',
  'Client has encountered a connection error',
  'Client was closed and is not queryable',
  'Query read timeout',
  'Cannot use a pool after calling end',
];

/** Whether the connection that raised this error must not be used again. */
export function isConnectionLost(thrown: unknown): boolean {
  if (!isNativeError(thrown)) return false;
  const code = sqlState(thrown);
  if (code !== undefined && (lostStates.has(code) || lostSocketCodes.has(code) || /^08...$/.test(code))) return true;
  return lostSentences.some((sentence) => thrown.message.startsWith(sentence));
}

/**
 * What a caller of the database sees: `unavailable` where the server or the connection is gone (a transaction that was
 * being committed then may or may not have happened), `deadline_exceeded` where a time limit of ours ended the statement,
 * and otherwise the driver's own error, for `violates`.
 */
export function fromDriver(thrown: unknown): unknown {
  if (thrown instanceof AppError) return thrown;
  if (isConnectionLost(thrown)) return new AppError('unavailable', 'the database is not reachable', { cause: thrown });
  const state = sqlState(thrown);
  if (state === '57014' || state === '55P03') {
    return new AppError('deadline_exceeded', 'the database took too long', { cause: thrown });
  }
  return thrown;
}

/** Whether the error is the breach of that constraint (unique, check, foreign key, exclusion, not null), wrapped or not. */
export function violates(thrown: unknown, constraint: string): boolean {
  for (let error = thrown; isNativeError(error); error = error.cause) {
    const raised = error as Error & { constraint?: unknown };
    if (sqlState(error)?.startsWith('23') && raised.constraint === constraint) return true;
  }
  return false;
}

/** The five characters of SQLSTATE, or Node's own code of a socket error. */
export function sqlState(thrown: unknown): string | undefined {
  const code = isNativeError(thrown) ? (thrown as Error & { code?: unknown }).code : undefined;
  return typeof code === 'string' ? code : undefined;
}
