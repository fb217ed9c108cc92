/**
 * Every error that a caller can meet, in one table: code → kind → HTTP and gRPC status.
 *
 * A code is stable and in snake case; `docs/errors.md` lists the same codes, and a test compares the two. Failures are
 * thrown as `AppError`; outcomes that a caller expects (too late, already done) are return values.
 */

/** status: HTTP (RFC 9110); grpc: code of google.rpc.Code; retry: whether the same request can succeed later. */
const kinds = {
  invalid: { status: 400, grpc: 3, retry: false },
  unauthenticated: { status: 401, grpc: 16, retry: false },
  payment_required: { status: 402, grpc: 9, retry: false },
  forbidden: { status: 403, grpc: 7, retry: false },
  not_found: { status: 404, grpc: 5, retry: false },
  method_not_allowed: { status: 405, grpc: 12, retry: false },
  not_acceptable: { status: 406, grpc: 3, retry: false },
  conflict: { status: 409, grpc: 10, retry: false },
  gone: { status: 410, grpc: 5, retry: false },
  too_large: { status: 413, grpc: 3, retry: false },
  unsupported: { status: 415, grpc: 3, retry: false },
  unprocessable: { status: 422, grpc: 3, retry: false },
  rate_limited: { status: 429, grpc: 8, retry: true },
  internal: { status: 500, grpc: 13, retry: false },
  unavailable: { status: 503, grpc: 14, retry: true },
  timeout: { status: 503, grpc: 4, retry: true },
} as const;

export type ErrorKind = keyof typeof kinds;

/** What each code means to the one who meets it; the same words stand in `docs/errors.md`. */
export const errorTable = {
  invalid_request: { kind: 'invalid', title: 'The request does not have the form that this route takes' },
  invalid_input: { kind: 'invalid', title: "The input does not match the service's input schema" },
  invalid_json: { kind: 'invalid', title: 'The body is not JSON' },
  invalid_amount: { kind: 'invalid', title: 'An amount is not a whole number of millisatoshi in range' },
  invalid_id: { kind: 'invalid', title: 'An id does not have the form of its kind' },
  invalid_cursor: { kind: 'invalid', title: 'The cursor was not made by this list' },
  invalid_schema: { kind: 'invalid', title: 'A JSON Schema of the listing is not acceptable' },
  invalid_example: { kind: 'invalid', title: "The listing's example does not match its own schemas" },
  invalid_endpoint: { kind: 'invalid', title: 'The URL is not an address that may be called' },
  invalid_invoice: { kind: 'invalid', title: 'This is no invoice that our Lightning node can read' },
  hold_not_offered: {
    kind: 'invalid',
    title: 'This service cannot be paid by a hold invoice in the way that was asked',
  },
  unauthenticated: { kind: 'unauthenticated', title: 'This route needs a credential and none was presented' },
  payment_required: {
    kind: 'payment_required',
    title: 'Pay the invoice of the challenge, then send the same request again',
  },
  forbidden: { kind: 'forbidden', title: 'The credential that was presented is wrong or does not allow this' },
  not_found: { kind: 'not_found', title: 'There is nothing here, or nothing that this caller may see' },
  service_not_found: { kind: 'not_found', title: 'No service has this slug' },
  task_not_found: { kind: 'not_found', title: 'There is no such task, or it is not yours' },
  payout_not_found: { kind: 'not_found', title: 'There is no such payout, or it is not yours' },
  method_not_allowed: { kind: 'method_not_allowed', title: 'This path does not take that method' },
  not_acceptable: { kind: 'not_acceptable', title: 'This cannot be answered in a form that the client accepts' },
  conflict: { kind: 'conflict', title: 'The state of the resource does not allow this' },
  slug_taken: { kind: 'conflict', title: 'Another listing has this slug' },
  service_paused: { kind: 'conflict', title: 'The service is paused and takes no new tasks' },
  endpoint_failed_probe: { kind: 'conflict', title: 'The endpoint did not answer the signed probe as a seller must' },
  task_not_running: { kind: 'conflict', title: 'The task is not waiting for this result' },
  question_out_of_turn: { kind: 'conflict', title: 'This is not the next question that the seller may ask' },
  partial_output_refused: { kind: 'conflict', title: 'This task takes no such piece of partial output' },
  input_not_asked: { kind: 'conflict', title: 'The seller is not asking for this input' },
  task_over: { kind: 'conflict', title: 'The task has already ended in another way' },
  task_not_retryable: {
    kind: 'conflict',
    title: 'The task cannot be tried again: it is not paid, or no attempt or time is left',
  },
  refund_not_due: { kind: 'conflict', title: 'Nothing is owed back of this task, or not yet' },
  insufficient_balance: { kind: 'conflict', title: 'The balance does not cover the amount and its fee limit' },
  invoice_already_used: { kind: 'conflict', title: 'This invoice was paid out to before; ask for a new one' },
  own_invoice: { kind: 'conflict', title: 'The invoice is of this marketplace, and of no task that a balance can pay' },
  payout_failed: { kind: 'conflict', title: 'The payout found no way; its money is back' },
  task_expired: { kind: 'gone', title: 'The result was kept for its retention period and is gone' },
  body_too_large: { kind: 'too_large', title: 'The body is larger than this route takes' },
  unsupported_media_type: { kind: 'unsupported', title: 'The body must be application/json' },
  idempotency_key_reused: { kind: 'unprocessable', title: 'This Idempotency-Key was used with other content' },
  invalid_output: { kind: 'unprocessable', title: "The output does not match the listing's output schema" },
  invoice_expired: { kind: 'unprocessable', title: 'The invoice has expired, or is about to' },
  invoice_not_payable: { kind: 'unprocessable', title: 'The invoice asks for what a payout does not do' },
  address_unusable: { kind: 'unprocessable', title: 'The Lightning address or LNURL does not answer as it must' },
  amount_mismatch: { kind: 'unprocessable', title: 'The amount is not that of the invoice' },
  payout_limit: { kind: 'unprocessable', title: 'The payout is beyond a limit of amounts or of a day' },
  too_many_requests: { kind: 'rate_limited', title: 'Too many requests; wait as long as Retry-After says' },
  quota_exceeded: { kind: 'rate_limited', title: 'Too much unpaid work is waiting; pay for it or wait' },
  internal: { kind: 'internal', title: 'Something failed on our side' },
  unavailable: { kind: 'unavailable', title: 'A part of the marketplace is not reachable right now' },
  lightning_unavailable: { kind: 'unavailable', title: 'The Lightning node cannot make invoices right now' },
  db_regressed: {
    kind: 'unavailable',
    title: 'The database was restored from a copy, and what it has forgotten is being imported',
  },
  refund_not_final: { kind: 'unavailable', title: 'The payment is not final yet, and is given back as soon as it is' },
  payouts_stopped: { kind: 'unavailable', title: 'Payouts are stopped for now; the balance is kept' },
  liquidity_short: { kind: 'unavailable', title: 'The Lightning node cannot cover this payout right now' },
  still_running: { kind: 'unavailable', title: 'The paid task is still running; send the same request again' },
  deadline_exceeded: { kind: 'timeout', title: 'A part of the marketplace did not answer in time' },
} as const satisfies Record<string, { kind: ErrorKind; title: string }>;

export type ErrorCode = keyof typeof errorTable;

/** One thing that is wrong with a request: where (a JSON pointer into the body, or a parameter's name) and why. */
export interface FieldError {
  readonly path: string;
  readonly message: string;
}

export interface AppErrorOptions {
  readonly fields?: readonly FieldError[];
  /** How long the caller should wait, in whole seconds, for `Retry-After`. */
  readonly retryAfterSeconds?: number;
  readonly cause?: unknown;
}

export class AppError extends Error {
  readonly fields: readonly FieldError[];
  readonly retryAfterSeconds: number | undefined;

  /** `detail` is shown to the caller: one sentence, no secrets, no stack. */
  constructor(
    readonly code: ErrorCode,
    readonly detail: string,
    options: AppErrorOptions = {},
  ) {
    super(`${code}: ${detail}`, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.fields = options.fields ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

export function errorKind(code: ErrorCode): (typeof kinds)[ErrorKind] {
  return kinds[errorTable[code].kind];
}

export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(errorTable, text);
}

/** Any thrown thing as an `AppError`; what was not thrown on purpose becomes `internal` and keeps its cause for the log. */
export function asAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  return new AppError('internal', 'an unexpected failure; it has been logged', { cause: thrown });
}
