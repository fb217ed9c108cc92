/** A seller that answers when the test says so, and buyers whose payment waits with it. */
import { PaymentFailed } from '#sdk/errors';
import { type Buyer, type Offered, taskOrder } from '#test/harness/buyers';
import type { suiteMarketplace } from '#test/harness/marketplace';
import { answer, type Listing } from '#test/harness/sellers';
import { until } from '#test/harness/until';

type Marketplace = ReturnType<ReturnType<typeof suiteMarketplace>>;

export interface WaitingSeller {
  readonly listing: Listing;
  /** Answers whatever it was asked and has not answered. */
  finish(): void;
}

export async function waitingSeller(
  market: Marketplace,
  terms: { readonly deadlineMs: number; readonly maxConcurrency?: number },
): Promise<WaitingSeller> {
  const finishers: (() => void)[] = [];
  const listing = await market.list({
    ...terms,
    behaviour: (work, response) => {
      finishers.push(() => answer(response, 200, { output: { echo: work.input } }));
    },
  });
  return {
    listing,
    finish() {
      for (const finish of finishers.splice(0)) finish();
    },
  };
}

/** The preimage, or why there is none. */
export function payment(buyer: Buyer, offered: Offered): Promise<string> {
  return buyer.pay(offered).then(
    ({ preimage }) => preimage,
    (error: Error) => {
      if (!(error instanceof PaymentFailed)) throw error;
      return error.reason;
    },
  );
}

/** A buyer whose task has reached the seller, which does not answer it yet. */
export async function taskAtSeller(
  market: Marketplace,
  { listing }: WaitingSeller,
  text: string,
  funding: 'hold' | 'invoice',
) {
  const buyer = market.buyer();
  const wish = taskOrder(listing.slug, { text }, { funding });
  const offered = await buyer.challenge(wish);
  const known = listing.works.length;
  const paying = payment(buyer, offered);
  await until(
    async () => listing.works.length,
    (works) => works > known,
  );
  return { buyer, wish, offered, paying };
}
