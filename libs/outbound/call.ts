/**
 * HTTP calls to addresses that a stranger chose.
 *
 * Each call resolves the name anew, refuses it if any of its addresses is not public, connects to an address that was
 * checked, follows no redirect, reads no more than it was told to, and ends within its time whatever the other side does.
 * `docs/outbound.md` says the same to sellers.
 */
import type { Dispatcher } from 'undici';
import { AppError } from '#kernel/errors';
import { Connections } from './connections.js';
import { type Endpoint, type HostPort, parseEndpoint } from './endpoint.js';
import { classify, OutboundFailure } from './failure.js';
import { type Resolver, resolveEndpoint } from './resolve.js';

export interface OutboundOptions {
  /** Exact host and port pairs that may be called although they are private, also by http. */
  readonly allowedEndpoints: readonly HostPort[];
  /** In place of DNS. */
  readonly resolver?: Resolver;
  /** PEM certificates to trust instead of the system's. */
  readonly ca?: readonly string[];
}

export interface OutboundRequest {
  readonly url: string;
  /** Neither `host` nor anything about the connection or the length. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** For everything together: DNS, connection, waiting, reading. */
  readonly timeoutMs: number;
  readonly maxResponseBytes: number;
  /** Ends the call early, with the reason `canceled`. */
  readonly signal?: AbortSignal;
}

export interface OutboundResponse {
  /** Any status but 3xx; it is the caller's to judge. */
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

type Method = 'GET' | 'POST';
type AnyRequest = Omit<OutboundRequest, 'body'> & { readonly body: Buffer | undefined };
type SentRequest = AnyRequest & { readonly method: Method };

/** How many addresses of a name are tried when no connection comes about. */
const maxAttempts = 3;
const ownHeaders = { 'user-agent': 'botbazaar/1', accept: 'application/json', 'accept-encoding': 'identity' };
const refusedHeaders =
  /^(host|connection|keep-alive|content-length|transfer-encoding|upgrade|te|trailer|expect|proxy-.*)$/i;

export class Outbound {
  private readonly connections: Connections;

  constructor(private readonly options: OutboundOptions) {
    this.connections = new Connections(options.ca);
  }

  /** Sends a POST. Throws nothing but `OutboundFailure` for what the address or the other side does. */
  async post(request: OutboundRequest): Promise<OutboundResponse> {
    return await this.call('POST', request);
  }

  /** As `post`, for what is only asked. */
  async get(request: Omit<OutboundRequest, 'body'>): Promise<OutboundResponse> {
    return await this.call('GET', { ...request, body: undefined });
  }

  private async call(method: Method, request: AnyRequest): Promise<OutboundResponse> {
    for (const name of Object.keys(request.headers)) {
      if (refusedHeaders.test(name)) throw new AppError('internal', `a caller must not set the header ${name}`);
    }
    const timeout = AbortSignal.timeout(request.timeoutMs);
    const signal = request.signal === undefined ? timeout : AbortSignal.any([timeout, request.signal]);
    try {
      const endpoint = this.endpoint(request.url);
      const addresses = await resolveEndpoint(endpoint, signal, this.options.resolver);
      return await this.tryEach(endpoint, addresses, { ...request, method }, signal);
    } catch (error) {
      if (request.signal?.aborted) throw new OutboundFailure('canceled', 'the call was called off', error);
      if (timeout.aborted) {
        throw new OutboundFailure('timeout', `no complete answer within ${request.timeoutMs} ms`, error);
      }
      throw classify(error);
    }
  }

  /** Waits for the calls that run, then closes the connections. */
  async close(): Promise<void> {
    await this.connections.close();
  }

  private endpoint(url: string): Endpoint {
    try {
      return parseEndpoint(url, this.options.allowedEndpoints);
    } catch (error) {
      if (error instanceof AppError) throw new OutboundFailure('refused_address', error.detail, error);
      throw error;
    }
  }

  /** The next address is tried only when nothing was sent to the one before. */
  private async tryEach(
    endpoint: Endpoint,
    addresses: readonly string[],
    request: SentRequest,
    signal: AbortSignal,
  ): Promise<OutboundResponse> {
    let failure: unknown;
    for (const address of addresses.slice(0, maxAttempts)) {
      try {
        return await this.send(endpoint, address, request, signal);
      } catch (error) {
        failure = error;
        if (signal.aborted || classify(error).reason !== 'connect') throw error;
      }
    }
    throw failure;
  }

  private async send(
    endpoint: Endpoint,
    address: string,
    request: SentRequest,
    signal: AbortSignal,
  ): Promise<OutboundResponse> {
    const response = await this.connections.pool(endpoint, address).request({
      method: request.method,
      path: endpoint.path,
      headers: { ...ownHeaders, ...request.headers },
      body: request.body ?? null,
      headersTimeout: request.timeoutMs,
      bodyTimeout: request.timeoutMs,
      signal,
    });
    const refusal = refuseHead(response, request.maxResponseBytes);
    if (refusal !== undefined) {
      // Whatever is left of the answer is not read; the connection ends with it.
      response.body.on('error', () => undefined).destroy();
      throw refusal;
    }
    const body = await readBody(response.body, request.maxResponseBytes);
    return { status: response.statusCode, headers: response.headers, body };
  }
}

/** What is wrong with an answer before its body is read. */
function refuseHead(response: Dispatcher.ResponseData, maxBytes: number): OutboundFailure | undefined {
  const { statusCode, headers } = response;
  if (statusCode >= 300 && statusCode < 400) {
    return new OutboundFailure('redirect', `the answer is a redirect (${statusCode}), which is not followed`);
  }
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding !== '' && encoding !== 'identity') {
    return new OutboundFailure('protocol', 'the answer is compressed, although only identity was accepted');
  }
  return Number(headers['content-length']) > maxBytes ? tooLarge(maxBytes) : undefined;
}

async function readBody(body: AsyncIterable<Buffer>, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

function tooLarge(maxBytes: number): OutboundFailure {
  return new OutboundFailure('too_large', `the answer is larger than ${maxBytes} bytes`);
}
