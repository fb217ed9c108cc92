/** The routes of claimed work, one call each. Errors: `MarketError`, and what `fetch` throws. */
import { problemOf } from './client.js';
import type { EarlierAnswer } from './question.js';
import { send } from './request.js';

/** A claimed task as the marketplace says it. */
export interface ClaimedTask {
  readonly taskId: string;
  readonly attempt: number;
  readonly service: string;
  readonly version: number;
  readonly input: unknown;
  /** RFC 3339. */
  readonly deadlineAt: string;
  readonly leaseUntil: string;
  readonly leaseMs: number;
  /** hold: no partial output is taken. */
  readonly funding?: string;
  /** How many questions earlier attempts have asked, what the buyer has answered, and the pieces of output that are left. */
  readonly questions?: number;
  readonly answers?: readonly EarlierAnswer[];
  readonly partialOutput?: readonly unknown[];
}

export interface ClaimOrder {
  readonly slugs?: readonly string[];
  readonly wait: number;
  readonly leaseMs: number;
}

const timeoutMs = 15_000;

export class WorkDesk {
  readonly #baseUrl: string;
  readonly #credential: string;

  constructor({ baseUrl, credential }: { readonly baseUrl: string; readonly credential: string }) {
    this.#baseUrl = baseUrl.replace(/\/+$/, '');
    this.#credential = credential;
  }

  /** Undefined when there was nothing to do. */
  async claim(order: ClaimOrder, signal: AbortSignal): Promise<ClaimedTask | undefined> {
    const wholeMs = timeoutMs + order.wait * 1_000;
    return await this.#send<ClaimedTask | undefined>('POST', '/v1/work/claim', order, { wholeMs, signal });
  }

  /** `heartbeat`, `progress`, `ask`, `complete` or `fail`. */
  async report<T>(claim: Pick<ClaimedTask, 'taskId' | 'attempt'>, what: string, body?: unknown): Promise<T> {
    return await this.#send<T>('POST', `${attemptPath(claim)}/${what}`, body, { wholeMs: timeoutMs });
  }

  /** The buyer's answer to question `n`; undefined when there was none in that time. */
  async input(
    claim: Pick<ClaimedTask, 'taskId' | 'attempt'>,
    n: number,
    waitSeconds: number,
    signal: AbortSignal,
  ): Promise<{ readonly input: unknown } | undefined> {
    const wholeMs = timeoutMs + waitSeconds * 1_000;
    const path = `${attemptPath(claim)}/input?n=${n}&wait=${waitSeconds}`;
    return await this.#send('GET', path, undefined, { wholeMs, signal });
  }

  async #send<T>(
    method: string,
    path: string,
    body: unknown,
    { wholeMs, signal }: { readonly wholeMs: number; readonly signal?: AbortSignal },
  ): Promise<T> {
    const headers = new Headers({ accept: 'application/json', authorization: `Bearer ${this.#credential}` });
    if (body !== undefined) headers.set('content-type', 'application/json');
    const response = await send({
      url: new URL(this.#baseUrl + path),
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      timeoutMs: wholeMs,
      signal,
    });
    const text = await response.text();
    if (!response.ok) throw problemOf(response, text);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }
}

function attemptPath({ taskId, attempt }: Pick<ClaimedTask, 'taskId' | 'attempt'>): string {
  return `/v1/work/${taskId}/attempts/${attempt}`;
}
