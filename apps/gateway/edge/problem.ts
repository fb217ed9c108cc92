/** Errors as callers see them (RFC 9457). Only what the error table and the error's own sentence say leaves the process. */
import type { Problem } from '#contracts/http/problem';
import { type AppError, errorKind, errorTable } from '#kernel/errors';
import type { EdgeReply } from '../route.js';

export const problemType = 'application/problem+json';

export function problemBody(error: AppError, instance?: string): Problem {
  return {
    type: `/docs#error-${error.code}`,
    title: errorTable[error.code].title,
    status: errorKind(error.code).status,
    detail: error.detail,
    code: error.code,
    ...(error.fields.length === 0 ? {} : { errors: error.fields.map(({ path, message }) => ({ path, message })) }),
    ...(instance === undefined ? {} : { instance }),
  };
}

/** Seconds to wait where the error itself does not say and the same request can succeed later. */
const defaultRetryAfterSeconds = 1;

export function problemReply(error: AppError, headers: Readonly<Record<string, string>> = {}): EdgeReply {
  const kind = errorKind(error.code);
  const retryAfter = error.retryAfterSeconds ?? (kind.retry ? defaultRetryAfterSeconds : undefined);
  return {
    status: kind.status,
    contentType: problemType,
    headers: {
      'cache-control': 'no-store',
      ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
      ...(error.code === 'unauthenticated' ? { 'www-authenticate': 'Bearer' } : {}),
      ...headers,
    },
    json: problemBody(error),
  };
}
