/** What the gateway is configured with. Every value is set: the defaults stand where the configuration is read. */
import type { HostPort } from '#outbound/endpoint';
import type { ChallengeLimits } from './edge/rate-limit.js';

export interface GatewayConfig {
  /** Address to listen on. */
  readonly host: string;
  /** 0 = any free port. */
  readonly port: number;
  /** How clients reach this server, without a trailing slash; undefined = the address that it listens on. */
  readonly publicBaseUrl: string | undefined;
  /** Exact addresses or CIDR ranges of the proxies whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[];
  /** Private addresses that a buyer's webhook may name all the same. */
  readonly allowedEndpoints: readonly HostPort[];
  /** Limits for those who do not pay, per client prefix. */
  readonly limits: ChallengeLimits;
  /** Set while the node is a simulator: every page says so. */
  readonly simulatedMoney: boolean;
}

/** Limits under which a flood meets a 429 within 20 quick requests and a buyer never does. */
export const defaultLimits: ChallengeLimits = {
  requests: { burst: 16, perSecond: 2 },
  challenges: { burst: 16, perSecond: 1 },
};

/** The limits of an installation that says how many challenges a client gets. */
export function limitsFor(challenges: { readonly perMinute: number; readonly burst: number }): ChallengeLimits {
  const { burst } = challenges;
  const perSecond = challenges.perMinute / 60;
  return {
    // Who may get many challenges must be able to ask for them, and to ask again while it waits.
    requests: {
      burst: Math.max(defaultLimits.requests.burst, burst),
      perSecond: Math.max(defaultLimits.requests.perSecond, 2 * perSecond),
    },
    challenges: { burst, perSecond },
  };
}
