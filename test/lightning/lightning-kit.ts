/** The adapter as its users open it, each with its own macaroon, against simulated nodes over TLS. */
import { afterAll, beforeAll } from '@jest/globals';
import { AppError } from '#kernel/errors';
import { type InvoiceDesk, openInvoiceDesk } from '#lightning/invoice-desk';
import { type InvoiceWatch, openInvoiceWatch } from '#lightning/invoice-watch';
import { connectLnd, type LndClient } from '#lightning/lnd-client';
import { invoiceDeskPermissions, invoiceWatchPermissions } from '#lightning/permissions';
import type { Lnd } from '#test/lnd-sim/harness/lnd';
import { SimTarget } from '#test/lnd-sim/harness/sim-target';

export interface TestLightning {
  readonly target: SimTarget;
  /** What the market's node looks like to its own operator, and the buyer's to its owner. */
  readonly market: Lnd;
  readonly buyer: Lnd;
  readonly deskMacaroon: string;
  readonly watchMacaroon: string;
  readonly desk: InvoiceDesk;
  readonly watch: InvoiceWatch;
  /** The market's node with any macaroon. */
  connect(macaroon: string | (() => string)): LndClient;
}

export function suiteLightning(): () => TestLightning {
  let made: TestLightning | undefined;
  const closing: (() => void)[] = [];
  beforeAll(async () => {
    const target = await SimTarget.start();
    const { market } = target.sim.nodes;
    const connect = (macaroon: string | (() => string)) => {
      const client = connectLnd({
        ...{ address: market.grpcAddress, tlsCertFile: market.tlsCertFile },
        macaroon: typeof macaroon === 'string' ? () => macaroon : macaroon,
      });
      closing.push(() => client.close());
      return client;
    };
    const deskMacaroon = await market.bakeMacaroon(invoiceDeskPermissions);
    const watchMacaroon = await market.bakeMacaroon(invoiceWatchPermissions);
    const [operator, buyer] = [target.client('market'), target.client('buyer')];
    closing.push(
      () => operator.close(),
      () => buyer.close(),
    );
    made = {
      ...{ target, market: operator, buyer, deskMacaroon, watchMacaroon, connect },
      desk: openInvoiceDesk(connect(deskMacaroon)),
      watch: openInvoiceWatch(connect(watchMacaroon)),
    };
  });
  afterAll(async () => {
    for (const close of closing) close();
    await made?.target.stop();
  });
  return () => {
    if (made === undefined) throw new Error('The nodes of this suite are there from its first beforeAll on.');
    return made;
  };
}

/** The code with which it failed. */
export async function failure(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    return error instanceof AppError ? error.code : String(error);
  }
  return 'nothing failed';
}
