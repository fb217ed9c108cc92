import type { HostPort } from '#outbound/endpoint';
import { retryDelaysMs } from './webhooks/webhook.js';
import type { ClaimerLimits } from './workers/claimers.js';

/** Of what buyers are told by webhook. */
export interface WebhookLimits {
  /** How often a process looks for what others have left. */
  readonly pollMs: number;
  /** Calls that are open at the same time, in this process. */
  readonly maxCalls: number;
  readonly maxCallsPerHost: number;
  /** Of one host, over all processes: `hostBurst` calls at once, then one each `hostSpacingMs`. */
  readonly hostSpacingMs: number;
  readonly hostBurst: number;
  /** For DNS, connection, and the whole answer. */
  readonly timeoutMs: number;
  readonly retryDelaysMs: readonly number[];
}

export interface DispatchConfig {
  /**
   * Under which sellers reach the API for their callbacks, without a slash at its end. Asked for at each call: the API starts
   * last, and a call waits for it.
   */
  readonly publicBaseUrl: () => string | Promise<string>;
  /** Private addresses of sellers that may be called all the same. */
  readonly allowedEndpoints: readonly HostPort[];
  /** Output and input are deleted so long after the task is over. */
  readonly retentionMs: number;
  /** How often the sweeper looks for tasks whose next step was lost. */
  readonly sweepIntervalMs: number;
  /** Steps that the worker of the queue does at the same time. */
  readonly concurrency: number;
  /** Calls to sellers that are open at the same time, in this process. */
  readonly maxCalls: number;
  /** Claims that wait at the same time, in this process. */
  readonly claims: ClaimerLimits;
  /** How often work that another process has queued is looked for, while claims wait. */
  readonly claimPollMs: number;
  /** How often the registry is told of outcomes. */
  readonly reportIntervalMs: number;
  readonly webhooks: WebhookLimits;
  /** How long a stop waits for calls that are open; what is left then goes back to the queue. */
  readonly stopGraceMs: number;
}

export const defaultDispatchConfig = {
  retentionMs: 7 * 24 * 3_600_000,
  sweepIntervalMs: 1_000,
  concurrency: 32,
  maxCalls: 256,
  claims: { perSeller: 32, inAll: 1_000 },
  claimPollMs: 1_000,
  reportIntervalMs: 1_000,
  webhooks: {
    pollMs: 1_000,
    maxCalls: 32,
    maxCallsPerHost: 4,
    hostSpacingMs: 100,
    hostBurst: 20,
    timeoutMs: 10_000,
    retryDelaysMs,
  },
  stopGraceMs: 10_000,
} as const satisfies Partial<DispatchConfig>;

/** So long after its invoice's end an unpaid task is still there: the money may be on its way. */
export const unpaidGraceMs = 60_000;
/** An attempt whose lease is not renewed for so long is lost; whoever calls the seller renews it. */
export const attemptLeaseMs = 4_000;
export const leaseRenewalMs = 1_500;
/** So long a step that should happen at once may take before the sweeper does it. */
export const stepMarginMs = 2_000;
export const billingDeadlineMs = 5_000;
