/** The marketplace's REST routes that a seller needs, and the search that a buyer needs. Errors: `MarketError`. */
import { MarketError, type Purchase } from './errors.js';

/** How a seller gets its work. */
export type Delivery =
  | { readonly mode: 'push'; readonly url: string }
  | { readonly mode: 'pull'; readonly url?: never };

/** What a seller writes to list a service. */
export interface Listing {
  /** Lower-case words joined with hyphens; part of the service's address. */
  readonly slug: string;
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  /** JSON Schema 2020-12. */
  readonly inputSchema: object;
  readonly outputSchema: object;
  readonly example: { readonly input: unknown; readonly output?: unknown };
  /** Decimal string of millisatoshi. */
  readonly priceMsat: string;
  /** The longest time that the work takes, delivery included. */
  readonly deadlineMs: number;
  /** Tasks that are worked on at the same time. */
  readonly maxConcurrency?: number;
  /** push: the marketplace calls the url (`serveWork`); pull: the seller claims its work (`pullWork`). */
  readonly delivery: Delivery;
}

/** What everybody sees of a listing. */
export interface Service extends Omit<Listing, 'delivery'> {
  readonly listingId: string;
  readonly version: number;
  readonly sellerAccountId: string;
  readonly state: 'draft' | 'published' | 'paused' | 'retired';
  readonly quality: Quality;
  readonly health: Health;
}

/** Measured over the last tasks of a service. */
export interface Quality {
  /** 0 to 1, smoothed: 0.8 where nothing is known. */
  readonly successRate: number;
  /** From payment to delivery; absent before the first delivery. */
  readonly medianMs?: number;
  readonly distinctBuyers: number;
  readonly tasks: number;
}

/** What the last calls of a seller came to. `paused`: by the marketplace, until the seller answers again. */
export interface Health {
  readonly state: 'ok' | 'failing' | 'paused';
  readonly consecutiveFailures: number;
  readonly lastCallAt?: string;
  readonly reason?: string;
}

export interface Account {
  readonly accountId: string;
  readonly name: string;
  /** Decimal string of millisatoshi. */
  readonly balanceMsat: string;
}

/** The best come first: by how well they fit the words, and by what was measured of them. */
export interface ServiceQuery {
  readonly query?: string;
  readonly tag?: string;
  /** How the seller gets its work. */
  readonly mode?: 'push' | 'pull';
  readonly maxPriceMsat?: string;
  /** 0 to 1, of the smoothed rate. */
  readonly minSuccessRate?: number;
  readonly maxMedianMs?: number;
  readonly cursor?: string;
  readonly limit?: number;
}

/** A task as its buyer may see it. */
export interface TaskStatus {
  readonly taskId: string;
  readonly state: string;
  readonly attempts: number;
  /** Why it failed. */
  readonly reason?: string;
}

/**
 * Where a payout goes: to an invoice (BOLT11), or so much to a Lightning address or an LNURL-pay. One of an account may cost 1 % and at least
 * 5 sat of routing unless it says otherwise; a refund bears what routing costs. Without `amountMsat` an invoice that has no amount gets all
 * that this leaves.
 */
export type PayoutTarget = { readonly maxFeeMsat?: string } & (
  | { readonly invoice: string; readonly amountMsat?: string }
  | { readonly address: string; readonly amountMsat: string }
);

/** A payment of the marketplace. `failure` of one that has failed: ask again with another invoice. */
export interface Payout {
  readonly payoutId: string;
  readonly state: 'RESERVED' | 'SENDING' | 'UNKNOWN' | 'SUCCEEDED' | 'FAILED';
  readonly amountMsat: string;
  /** What routing has cost, when it has succeeded. */
  readonly feeMsat?: string;
  /** The proof of payment, 32 bytes in hex, when it has succeeded. */
  readonly preimage?: string;
  readonly failure?: string;
}

/** Where the account's earnings go by themselves, as soon as at least so much of them may leave. */
export interface PayoutSchedule {
  /** A Lightning address (`name@host`) or an LNURL-pay. */
  readonly address: string;
  /** At most so often: once a minute, an hour or a day. */
  readonly every: 'instant' | 'hourly' | 'daily';
  readonly thresholdMsat: string;
  /** Without it 1 % and at least 5 sat, but no more than a tenth. */
  readonly maxFeeMsat?: string;
}

/** A schedule as it stands. `lastError`: why nothing was paid out when it was due. */
export interface RunningPayoutSchedule extends PayoutSchedule {
  readonly lastPayoutId?: string;
  readonly lastError?: { readonly code: string; readonly at: string };
  /** Not before then; absent: as soon as the threshold is reached. */
  readonly nextAt?: string;
}

/** What is owed back of a task. */
export interface Refund {
  readonly amountMsat: string;
  /** What is neither paid out nor on its way. */
  readonly leftMsat: string;
  /** Newest first. */
  readonly payouts: readonly Payout[];
}

export interface ServicePage {
  readonly services: readonly Service[];
  /** Absent on the last page. */
  readonly nextCursor?: string;
}

const timeoutMs = 30_000;

export class MarketClient {
  readonly #baseUrl: string;
  readonly #credential: string | undefined;

  /** `credential` as `createAccount` gave it; without one only the open routes answer. */
  constructor(options: { baseUrl: string; credential?: string | undefined }) {
    this.#baseUrl = options.baseUrl.replace(/\/+$/, '');
    this.#credential = options.credential;
  }

  /** A new account. The credential is shown once and is all that proves whose the account is. */
  createAccount(name?: string): Promise<{ accountId: string; credential: string }> {
    return this.#call('POST', '/v1/accounts', name === undefined ? {} : { name });
  }

  me(): Promise<Account> {
    return this.#call('GET', '/v1/accounts/me');
  }

  /** A listing in state draft. The secret signs everything that is pushed to the seller, and is shown once. */
  createListing(listing: Listing): Promise<{ service: Service; webhookSecret: string }> {
    return this.#call('POST', '/v1/services', listing);
  }

  /** A new version; tasks that were bought before keep theirs. */
  updateListing(listing: Listing): Promise<{ service: Service }> {
    return this.#call('PUT', servicePath(listing.slug), listing);
  }

  /** Publishing calls the endpoint of a pushed listing with a signed probe first. */
  publish(slug: string): Promise<{ service: Service }> {
    return this.#call('POST', `${servicePath(slug)}/publish`);
  }

  pause(slug: string): Promise<{ service: Service }> {
    return this.#call('POST', `${servicePath(slug)}/pause`);
  }

  resume(slug: string): Promise<{ service: Service }> {
    return this.#call('POST', `${servicePath(slug)}/resume`);
  }

  /** For good: running tasks finish, no new ones are taken. */
  retire(slug: string): Promise<{ service: Service }> {
    return this.#call('POST', `${servicePath(slug)}/retire`);
  }

  service(slug: string): Promise<{ service: Service }> {
    return this.#call('GET', servicePath(slug));
  }

  search(query: ServiceQuery = {}): Promise<ServicePage> {
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) parameters.set(name, String(value));
    }
    const text = parameters.toString();
    return this.#call('GET', `/v1/services${text && `?${text}`}`);
  }

  /** The account's own listings, drafts included. */
  ownListings(): Promise<ServicePage> {
    return this.#call('GET', '/v1/accounts/me/services');
  }

  /** Pays out of the account's balance. The same key again answers the same payout. */
  payOut(to: PayoutTarget, idempotencyKey: string): Promise<Payout> {
    return this.#call('POST', '/v1/payouts', to, { 'idempotency-key': idempotencyKey });
  }

  /** One of the account's own. */
  payout(payoutId: string): Promise<Payout> {
    return this.#call('GET', `/v1/payouts/${encodeURIComponent(payoutId)}`);
  }

  /** Sets or replaces the schedule by which the balance is paid out. */
  setPayoutSchedule(schedule: PayoutSchedule): Promise<RunningPayoutSchedule> {
    return this.#call('PUT', schedulePath, schedule);
  }

  /** 404 `not_found` where there is none. */
  payoutSchedule(): Promise<RunningPayoutSchedule> {
    return this.#call('GET', schedulePath);
  }

  /** What is earned from then on stays until it is asked for; a payout that is under way goes on. */
  deletePayoutSchedule(): Promise<void> {
    return this.#call('DELETE', schedulePath);
  }

  /** A task's state, for the one who holds the `taskKey` of its challenge. Waits up to `waitSeconds` for its end. */
  task(taskId: string, taskKey: string, waitSeconds = 0): Promise<TaskStatus> {
    const headers = { 'task-key': taskKey, prefer: `wait=${waitSeconds}` };
    return this.#call('GET', `/v1/tasks/${encodeURIComponent(taskId)}`, undefined, headers);
  }

  /** Ends a task before its delivery, for the one who holds its `taskKey`: its payment comes back. 409 `task_over` is too late. */
  cancel(taskId: string, taskKey: string): Promise<{ taskId: string; state: string }> {
    return this.#call('POST', `/v1/tasks/${encodeURIComponent(taskId)}/cancel`, undefined, { 'task-key': taskKey });
  }

  /**
   * Has what is owed back of a task paid out to an invoice, for the one who paid it. The same invoice again answers the same payout.
   * 503 `refund_not_final` passes within seconds.
   */
  claimRefund(taskId: string, paid: Purchase, to: Extract<PayoutTarget, { invoice: string }>): Promise<Payout> {
    return this.#call('POST', refundPath(taskId), to, proofOf(paid));
  }

  /** 409 `refund_not_due` where nothing is owed. */
  refund(taskId: string, paid: Purchase): Promise<Refund> {
    return this.#call('GET', refundPath(taskId), undefined, proofOf(paid));
  }

  /** Where a task of that service is bought. */
  taskUrl(slug: string): string {
    return `${this.#baseUrl}${servicePath(slug)}/tasks`;
  }

  async #call<T>(method: string, path: string, body?: unknown, more: Record<string, string> = {}): Promise<T> {
    const headers: Record<string, string> = { accept: 'application/json' };
    if (this.#credential !== undefined) headers.authorization = `Bearer ${this.#credential}`;
    Object.assign(headers, more);
    if (body !== undefined) headers['content-type'] = 'application/json';
    const response = await fetch(this.#baseUrl + path, {
      method,
      headers,
      signal: AbortSignal.timeout(timeoutMs),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw problemOf(response, text);
    return (response.status === 204 ? undefined : JSON.parse(text)) as T;
  }
}

const schedulePath = '/v1/accounts/me/payout-schedule';

function refundPath(taskId: string): string {
  return `/v1/tasks/${encodeURIComponent(taskId)}/refund`;
}

function proofOf({ macaroon, preimage = '' }: Purchase): Record<string, string> {
  return { authorization: `L402 ${macaroon}:${preimage}` };
}

function servicePath(slug: string): string {
  return `/v1/services/${encodeURIComponent(slug)}`;
}

/** A problem document of RFC 9457, or whatever else a proxy on the way may answer. */
export function problemOf(response: Response, text: string): MarketError {
  let problem: { code?: unknown; title?: unknown; detail?: unknown; errors?: unknown } = {};
  if (response.headers.get('content-type')?.includes('json')) {
    try {
      problem = JSON.parse(text) as typeof problem;
    } catch {
      problem = {};
    }
  }
  const detail = String(problem.detail ?? problem.title ?? (text.slice(0, 200) || response.statusText));
  const fields = Array.isArray(problem.errors) ? (problem.errors as { path: string; message: string }[]) : [];
  return new MarketError(response.status, typeof problem.code === 'string' ? problem.code : '', detail, fields);
}
