/** One HTTP exchange, whole: bounded in time and size, its body read before it is judged, no redirect followed. */
import { limited } from './limited.js';
import { msUntilHttpDate } from './time.js';

export interface PlainRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string | Uint8Array | undefined;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

const maxResponseBytes = 64 * 1024 * 1024;

/**
 * Answers when the last byte is here, so that a connection that breaks in the middle is a lost answer and not half of one.
 * A redirect is returned as it is: what was paid for is bound to the address that was asked.
 */
export async function send(request: PlainRequest): Promise<Response> {
  const response = await fetch(request.url, {
    method: request.method,
    headers: request.headers,
    redirect: 'manual',
    signal: request.signal ? limited(request.timeoutMs, request.signal) : AbortSignal.timeout(request.timeoutMs),
    ...(request.body === undefined ? {} : { body: request.body }),
  });
  const body = await readBounded(response);
  const headers = new Headers(response.headers);
  // fetch has decoded the body already.
  headers.delete('content-encoding');
  headers.delete('content-length');
  const hasBody = ![204, 205, 304].includes(response.status);
  return new Response(hasBody ? body : null, { status: response.status, statusText: response.statusText, headers });
}

async function readBounded(response: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxResponseBytes) throw new Error(`the answer is larger than ${maxResponseBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Too many requests, or not yet: the same request can succeed later. */
export function asksToWait(response: Response): boolean {
  return response.status === 429 || response.status === 503;
}

/** What `Retry-After` says (RFC 9110: whole seconds or a date), undefined where it says nothing. */
export function waitMsOf(response: Response): number | undefined {
  const text = response.headers.get('retry-after')?.trim();
  if (text === undefined || text === '') return undefined;
  return /^[0-9]{1,9}$/.test(text) ? Number(text) * 1000 : msUntilHttpDate(text);
}
