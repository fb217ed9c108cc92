/** The routes of claimed work, one call each. Errors: `MarketError`, and what `fetch` throws. */
import { problemOf } from './client.js';
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
    return await this.#post<ClaimedTask | undefined>('/v1/work/claim', order, wholeMs, signal);
  }

  /** `heartbeat`, `progress`, `complete` or `fail`. */
  async report<T>(claim: Pick<ClaimedTask, 'taskId' | 'attempt'>, what: string, body?: unknown): Promise<T> {
    return await this.#post<T>(
      `/v1/work/${claim.taskId}/attempts/${claim.attempt}/${what}`,
      body,
      timeoutMs,
      undefined,
    );
  }

  async #post<T>(path: string, body: unknown, wholeMs: number, signal: AbortSignal | undefined): Promise<T> {
    const headers = new Headers({ accept: 'application/json', authorization: `Bearer ${this.#credential}` });
    if (body !== undefined) headers.set('content-type', 'application/json');
    const response = await send({
      url: new URL(this.#baseUrl + path),
      method: 'POST',
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
