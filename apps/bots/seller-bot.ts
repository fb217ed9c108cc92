/**
 * The life of a seller that is called: get an account, list a service, publish it, do the work that comes.
 *
 * Environment: MARKET_URL, STATE_FILE, PORT (0 or unset: any free one).
 */
import { serveWork, type Task } from '#sdk/seller';
import { emitReady, endWithParent, required } from './bot.js';
import { Purse } from './purse.js';
import { type Offer, SellerAccount } from './seller-account.js';
import { tellWork } from './work-events.js';

/** Lists `offer` and works until the process ends. */
export async function sell(offer: Offer, work: (task: Task) => unknown): Promise<void> {
  const account = new SellerAccount(required('MARKET_URL'), required('STATE_FILE'));
  const purse = new Purse(() => account.market());
  // Listen first: the listing needs the address, and publishing it makes the marketplace call here.
  const server = await serveWork({
    port: Number(process.env.PORT ?? 0),
    secret: () => account.webhookSecret,
    work,
    onEvent: (event) => {
      if (event.name !== 'probed' && event.name !== 'called-back') tellWork(event, purse);
    },
  });
  endWithParent(() => server.close());
  await account.open(offer.title);
  await purse.open();
  const { slug, version } = await account.list(offer, { mode: 'push', url: server.url });
  emitReady({ accountId: account.accountId, service: slug, version, priceMsat: offer.priceMsat, url: server.url });
}
