/**
 * Limits for those who do not pay: every challenge costs an invoice at the node, a charge and a kept input.
 *
 * Two token buckets per client prefix. `requests` counts each unpaid request of a route that can be paid; `challenges`
 * counts those that would make a new one. A client that asks again for what it was just offered gets the same challenge
 * and is counted by the first bucket alone, so that one that polls once a second never meets a 429. Requests with a right
 * credential are not counted at all.
 *
 * Memory is bounded: a bucket that nobody touched for as long as it takes to fill is the same as no bucket, and beyond the
 * cap the one touched longest ago is forgotten. Each gateway counts for itself.
 */
import { AppError } from '#kernel/errors';

export interface BucketLimits {
  /** Requests that may come at once. */
  readonly burst: number;
  /** Requests per second after that. */
  readonly perSecond: number;
}

/** Milliseconds of a clock that never jumps. */
export type Ticks = () => number;

const maxBuckets = 20_000;

interface Bucket {
  tokens: number;
  touchedMs: number;
}

export class TokenBuckets {
  private readonly buckets = new Map<string, Bucket>();

  constructor(
    private readonly limits: BucketLimits,
    private readonly ticks: Ticks,
    private readonly cap = maxBuckets,
  ) {}

  /** Takes one token; where there is none, the milliseconds until there is. */
  take(key: string): number {
    const nowMs = this.ticks();
    const bucket = this.buckets.get(key) ?? { tokens: this.limits.burst, touchedMs: nowMs };
    const refilled = bucket.tokens + ((nowMs - bucket.touchedMs) / 1000) * this.limits.perSecond;
    bucket.tokens = Math.min(this.limits.burst, refilled);
    bucket.touchedMs = nowMs;
    // The map keeps the order of touching, so that its first entry is the one to forget.
    this.buckets.delete(key);
    this.buckets.set(key, bucket);
    if (this.buckets.size > this.cap) this.forgetOldest();
    if (bucket.tokens >= 1) {
      bucket.tokens -= 1;
      return 0;
    }
    return ((1 - bucket.tokens) / this.limits.perSecond) * 1000;
  }

  get size(): number {
    return this.buckets.size;
  }

  private forgetOldest(): void {
    const oldest = this.buckets.keys().next();
    if (!oldest.done) this.buckets.delete(oldest.value);
  }
}

/** Keys that were seen within a time, at most so many. */
export class RecentKeys {
  private readonly seen = new Map<string, number>();

  constructor(
    private readonly ttlMs: number,
    private readonly ticks: Ticks,
    private readonly cap = maxBuckets,
  ) {}

  has(key: string): boolean {
    const until = this.seen.get(key);
    return until !== undefined && until > this.ticks();
  }

  add(key: string): void {
    this.seen.delete(key);
    this.seen.set(key, this.ticks() + this.ttlMs);
    if (this.seen.size > this.cap) {
      const oldest = this.seen.keys().next();
      if (!oldest.done) this.seen.delete(oldest.value);
    }
  }
}

export interface ChallengeLimits {
  readonly requests: BucketLimits;
  readonly challenges: BucketLimits;
}

/** How long an open challenge is given again instead of a new one; a guess here costs the client a token, nothing else. */
const reuseMs = 60_000;

export class ChallengeLimiter {
  private readonly requests: TokenBuckets;
  private readonly challenges: TokenBuckets;
  private readonly offered: RecentKeys;

  constructor(limits: ChallengeLimits, ticks: Ticks) {
    this.requests = new TokenBuckets(limits.requests, ticks);
    this.challenges = new TokenBuckets(limits.challenges, ticks);
    this.offered = new RecentKeys(reuseMs, ticks);
  }

  /** An unpaid request. Errors: `too_many_requests`. */
  countRequest(prefix: string): void {
    refuseUnless(this.requests.take(prefix));
  }

  /** A request that passed validation and gets a challenge. Errors: `too_many_requests`. */
  countChallenge(prefix: string, reuseKey: Buffer): void {
    if (!this.offered.has(reuseKey.toString('base64'))) refuseUnless(this.challenges.take(prefix));
  }

  /** The challenge went out. */
  offer(reuseKey: Buffer): void {
    this.offered.add(reuseKey.toString('base64'));
  }
}

/** Counts calls of one kind by whom or what they are about. */
export class CallLimiter {
  private readonly buckets: TokenBuckets;

  /** `what` names the calls in the error. */
  constructor(
    private readonly what: string,
    limits: BucketLimits,
    ticks: Ticks,
  ) {
    this.buckets = new TokenBuckets(limits, ticks);
  }

  /** Errors: `too_many_requests`. */
  count(key: string): void {
    refuseUnless(this.buckets.take(key), this.what);
  }
}

function refuseUnless(waitMs: number, what = 'unpaid requests from this address'): void {
  if (waitMs === 0) return;
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  throw new AppError('too_many_requests', `too many ${what}; wait ${seconds} s`, {
    retryAfterSeconds: seconds,
  });
}
