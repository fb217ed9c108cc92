/**
 * Errors between services. Only the error table's errors cross: the gRPC status is the one of the table, and code, detail,
 * fields and the time to wait are in a trailer, as JSON. What was not thrown on purpose crosses without its words.
 */
import * as grpc from '@grpc/grpc-js';
import { AppError, type ErrorCode, errorKind, type FieldError, isErrorCode } from '#kernel/errors';

const trailer = 'botbazaar-error-bin';

/** What is longer is cut, in either client: HTTP/2 carries an error in a header block, which must not grow. */
const longestDetail = 1_000;
const mostFields = 20;
const longestFieldText = 300;

/** The error as a caller in another process sees it: a new one, without cause and stack of the callee. */
export function portable({ code, detail, fields, retryAfterSeconds }: AppError): AppError {
  return new AppError(code, cut(detail, longestDetail), {
    fields: fields.slice(0, mostFields).map(({ path, message }) => ({
      path: cut(path, longestFieldText),
      message: cut(message, longestFieldText),
    })),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  });
}

/** `forbidden`, in the same words whichever way the call went. */
export function callerRefused(rpc: string, caller: string): AppError {
  return new AppError('forbidden', `${rpc} is not for ${caller}`);
}

export function deadlinePassed(rpc: string, deadlineMs: number): AppError {
  return new AppError('deadline_exceeded', `${rpc} did not answer within ${deadlineMs} ms`);
}

export function toStatus(error: AppError): Partial<grpc.StatusObject> {
  const { code, detail, fields, retryAfterSeconds } = portable(error);
  const metadata = new grpc.Metadata();
  metadata.set(trailer, Buffer.from(JSON.stringify({ code, detail, fields, retryAfterSeconds })));
  return { code: errorKind(code).grpc as grpc.status, details: code, metadata };
}

/** What the callee threw; undefined where the status does not come from one of our services. */
export function fromTrailer(metadata: grpc.Metadata): AppError | undefined {
  const [value] = metadata.get(trailer);
  if (!Buffer.isBuffer(value)) return undefined;
  const told = JSON.parse(value.toString('utf8')) as {
    readonly code: string;
    readonly detail: string;
    readonly fields: readonly FieldError[];
    readonly retryAfterSeconds?: number;
  };
  // A newer neighbour may know more codes.
  const code: ErrorCode = isErrorCode(told.code) ? told.code : 'internal';
  return portable(new AppError(code, told.detail, told));
}

function cut(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}
