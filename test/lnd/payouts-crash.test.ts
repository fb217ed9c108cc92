/** Payers that die or are frozen, on real lnd. */
import { bakeMacaroon } from '#lightning/bake';
import { connectLnd } from '#lightning/lnd-client';
import { invoiceDeskPermissions, payoutPermissions } from '#lightning/permissions';
import { realWallets } from '#test/harness/lightning';
import { until } from '#test/harness/until';
import { Lnd } from '#test/lnd-sim/harness/lnd';
import { payoutsOn } from '#test/settlement/payout-kit';
import { payersThatDie } from '#test/settlement/payouts-crash-on-both';
import { RealTarget } from './real-target.js';

payersThatDie(
  payoutsOn(async () => {
    const target = new RealTarget();
    const { address, tlsCertFile, adminMacaroonFile } = target.market;
    const connect = (macaroon: string) => connectLnd({ address, tlsCertFile, macaroon: () => macaroon });
    const admin = connect(target.inHex(adminMacaroonFile));
    const owners = {
      market: new Lnd(target.nodes.market),
      buyer: new Lnd(target.nodes.buyer),
      seller: new Lnd(target.nodes.seller),
    };
    const [deskMacaroon, payMacaroon] = [
      await bakeMacaroon(admin, invoiceDeskPermissions, '0'),
      await bakeMacaroon(admin, payoutPermissions, '0'),
    ];
    admin.close();
    return {
      ...{ deskMacaroon, payMacaroon, connect, seller: owners.seller },
      async wallets() {
        const { nodes, totalMsat } = await until(
          () => realWallets((name) => owners[name]),
          ({ inFlightMsat }) => inFlightMsat === 0n,
        );
        return { marketMsat: nodes.market.channelMsat, totalMsat };
      },
    };
  }),
);
