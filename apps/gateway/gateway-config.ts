/** What the gateway is configured with. Every value is set: the defaults stand where the configuration is read. */
import type { ChallengeLimits } from './rate-limit.js';

export interface GatewayConfig {
  /** Address to listen on. */
  readonly host: string;
  /** 0 = any free port. */
  readonly port: number;
  /** How clients reach this server, without a trailing slash; undefined = the address that it listens on. */
  readonly publicBaseUrl: string | undefined;
  /** Exact addresses or CIDR ranges of the proxies whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[];
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
