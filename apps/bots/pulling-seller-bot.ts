/**
 * The life of a seller without an address: get an account, list a service, and claim its work. When it leaves it takes its
 * listing off the market, since nobody would do the work.
 *
 * Environment: MARKET_URL, STATE_FILE.
 */
import { MarketError } from '#sdk/errors';
import { type PulledTask, pullWork } from '#sdk/pull-work';
import { emitReady, endWithParent, required } from './bot.js';
import { Purse } from './purse.js';
import { type Offer, SellerAccount } from './seller-account.js';
import { tellWork } from './work-events.js';

/** How soon a task of a worker that was killed goes to the next one: well within the 20 s that a hold lasts. */
const leaseMs = 3_000;

/** Lists `offer` and works until the process ends; `close` is called then. */
export async function sellByPull(
  offer: Offer,
  work: (task: PulledTask) => unknown,
  close: () => Promise<void> | void = () => undefined,
): Promise<void> {
  const account = new SellerAccount(required('MARKET_URL'), required('STATE_FILE'));
  const purse = new Purse(() => account.market());
  await account.open(offer.title);
  await purse.open();
  const { slug, version } = await account.list(offer, { mode: 'pull' });
  const puller = pullWork({
    baseUrl: required('MARKET_URL'),
    credential: account.credential,
    slugs: [slug],
    concurrency: offer.maxConcurrency ?? 1,
    leaseMs,
    work,
    onEvent: (event) => {
      if (event.name === 'away') console.error(`no work could be claimed: ${event.error.message}`);
      else tellWork(event, purse);
    },
  });
  endWithParent(async () => {
    if (await leaveMarket(account)) await puller.close();
    await close();
  });
  emitReady({ accountId: account.accountId, service: slug, version, priceMsat: offer.priceMsat });
  await puller.ended;
}

/** False where the marketplace has ended before us: then nobody takes the results of running work either. */
async function leaveMarket(account: SellerAccount): Promise<boolean> {
  try {
    await account.pause();
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    if (error instanceof MarketError) return true;
    throw error;
  }
}
