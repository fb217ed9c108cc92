/** What the handlers of the gateway share. */
import type { Billing } from '#contracts/billing';
import type { Dispatch } from '#contracts/dispatch';
import type { Registry } from '#contracts/registry';
import type { SchemaCache } from '#json-schema/schema-cache';
import type { Clock } from '#kernel/clock';
import type { Keyring } from '#l402/keyring';
import type { Logger } from '#observability/logger';
import type { Outbound } from '#outbound/call';
import type { HostPort } from '#outbound/endpoint';
import type { Followers } from './buying/followers.js';
import type { TrustedProxies } from './edge/client.js';
import type { CallLimiter, ChallengeLimiter } from './edge/rate-limit.js';

export interface Gateway {
  readonly registry: Registry;
  readonly billing: Billing;
  readonly dispatch: Dispatch;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly tokenKeys: Keyring;
  readonly inputSchemas: SchemaCache;
  readonly limiter: ChallengeLimiter;
  /** Signs of life, reports and questions of a claimed task. */
  readonly reports: CallLimiter;
  /** Lightning addresses that an account has looked up. */
  readonly lookups: CallLimiter;
  /** Calls to addresses that accounts name. */
  readonly outbound: Outbound;
  /** Buyers' answers to the questions of one task. */
  readonly answers: CallLimiter;
  readonly followers: Followers;
  readonly proxies: TrustedProxies;
  /** Private addresses that a buyer's webhook may name all the same. */
  readonly allowedEndpoints: readonly HostPort[];
  /** Without a trailing slash. */
  readonly baseUrl: () => string;
  /** Ends the waiting of long polls when the process stops. */
  readonly stopping: AbortSignal;
}
