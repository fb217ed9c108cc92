/** Why a call to a stranger failed. The reasons are stable; `docs/outbound.md` explains them to sellers. */
export type FailureReason =
  /** The URL or an address that its host resolves to may not be called. */
  | 'refused_address'
  /** The name does not resolve. */
  | 'dns'
  /** No connection: nothing was sent. */
  | 'connect'
  /** The certificate or the handshake is not right: nothing was sent. */
  | 'tls'
  /** No complete answer within the time of the call. */
  | 'timeout'
  /** The answer is larger than the caller takes. */
  | 'too_large'
  /** The answer is a redirect, which is never followed. */
  | 'redirect'
  /** The connection broke, or what came back is not HTTP or is compressed. */
  | 'protocol'
  /** The caller's own signal ended the call. */
  | 'canceled';

/** The message is one sentence that may be shown to the seller: it never names an address that we resolved. */
export class OutboundFailure extends Error {
  constructor(
    readonly reason: FailureReason,
    message: string,
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'OutboundFailure';
  }
}

const connectCodes = new Set([
  ...['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ENETDOWN', 'EADDRNOTAVAIL', 'ETIMEDOUT', 'EACCES'],
  ...['EPERM', 'EINVAL', 'EAFNOSUPPORT', 'UND_ERR_CONNECT_TIMEOUT'],
]);
const timeoutCodes = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);
const tlsCodes =
  /^(ERR_TLS|ERR_SSL|EPROTO|CERT_|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|HOSTNAME_MISMATCH|INVALID_|PATH_LENGTH)/;

/** An error of sockets, TLS or undici as one of the reasons. */
export function classify(error: unknown): OutboundFailure {
  if (error instanceof OutboundFailure) return error;
  const code = codeOf(error);
  if (connectCodes.has(code)) return new OutboundFailure('connect', `no connection (${code})`, error);
  if (timeoutCodes.has(code)) return new OutboundFailure('timeout', 'no complete answer in time', error);
  const brokeInHandshake = messageOf(error).includes('before secure TLS connection');
  if (tlsCodes.test(code) || brokeInHandshake) {
    return new OutboundFailure('tls', `the TLS handshake failed (${code})`, error);
  }
  if (code === 'UND_ERR_HEADERS_OVERFLOW') return new OutboundFailure('too_large', 'the headers are too large', error);
  return new OutboundFailure('protocol', `the connection broke or did not speak HTTP (${code})`, error);
}

/** The first `code` of an error and its causes. Errors of another realm are no `instanceof Error`, so it is not asked. */
function codeOf(error: unknown): string {
  let at = error;
  for (let depth = 0; depth < 4 && typeof at === 'object' && at !== null; depth++) {
    if ('code' in at && typeof at.code === 'string') return at.code;
    at = 'cause' in at ? at.cause : undefined;
  }
  return 'no code';
}

function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : '';
}
