/** What a node and a macaroon are, asked of LND itself before they are used. */
import type { LndClient } from './lnd-client.js';

/** Calls that change nothing and that LND refuses before it looks at them where the macaroon does not allow them. */
const forbidden = {
  pay: ['/routerrpc.Router/SendPaymentV2', '/lnrpc.Lightning/SendCoins'],
  bake: ['/lnrpc.Lightning/BakeMacaroon'],
} as const;
export type Excess = keyof typeof forbidden;

/**
 * What the macaroon allows beyond what any of our services but the payer may do. LND checks the macaroon before it reads the
 * request, so an empty request tells.
 * @throws grpc-js' ServiceError where the node does not answer.
 */
export async function allowsMore(lnd: LndClient): Promise<Excess[]> {
  // A macaroon that the node does not know at all is refused here, and not taken for one that may do everything.
  await lnd.unary(lnd.lightning.GetInfo, {});
  const asked = Object.entries(forbidden) as [Excess, readonly string[]][];
  const answers = await Promise.all(
    asked.map(async ([excess, paths]) => ({
      excess,
      allowed: (await Promise.all(paths.map((path) => lnd.isAllowed(path)))).some(Boolean),
    })),
  );
  return answers.filter(({ allowed }) => allowed).map(({ excess }) => excess);
}

export interface KnownNode {
  readonly pubkey: string;
  /** The chain that it is on: `mainnet`, `testnet`, `regtest`, … */
  readonly network: string;
}

export async function knownNode(lnd: LndClient): Promise<KnownNode> {
  const { identity_pubkey: pubkey, chains } = await lnd.unary(lnd.lightning.GetInfo, {});
  return { pubkey, network: chains[0]?.network ?? 'unknown' };
}
