/** What buyers learn of sellers: what was measured, who fails, who is back. Tasks that are paid already go on by their own rules. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Service, ServiceList } from '#contracts/http/service';
import { PaymentFailed } from '#sdk/errors';
import { expectSound, type Wallets } from '#test/harness/books';
import { taskOrder } from '#test/harness/buyers';
import { suiteMarketplace } from '#test/harness/marketplace';
import { answer, type Behaviour, type Listing } from '#test/harness/sellers';
import { unrecorded } from '#test/harness/transcript';
import { until } from '#test/harness/until';

const market = suiteMarketplace(() => ({ sellerPorts: 2 }));
let before: Wallets;
beforeAll(async () => {
  before = await market().books.wallets();
});

const broken: Behaviour = (_, response) => answer(response, 500, {});
const honest: Behaviour = (work, response) => answer(response, 200, { output: { echo: work.input } });

async function service(slug: string, holds: (service: Service) => boolean = () => true): Promise<Service> {
  const read = async () => {
    const seen = await market()
      .buyer()
      .send({ path: `/v1/services/${slug}` });
    return seen.json<{ service: Service }>().service;
  };
  return await unrecorded(() => until(read, holds));
}

async function found(query: string): Promise<string[]> {
  const page = (
    await market()
      .buyer()
      .send({ path: `/v1/services?${query}` })
  ).json<ServiceList>();
  return page.services.map(({ slug }) => slug);
}

/** A purchase whose payment comes back, by the last failure or by the deadline. */
async function failedPurchase(listing: Listing): Promise<void> {
  await unrecorded(async () => {
    const buyer = market().buyer();
    const challenge = await buyer.challenge(taskOrder(listing.slug, { text: 'hello' }));
    await expect(buyer.pay(challenge)).rejects.toBeInstanceOf(PaymentFailed);
    await market().books.ended(challenge.taskId);
  });
}

describe('a service', () => {
  it('is found before its equals once it has delivered to several buyers', async () => {
    const [one, two] = [await market().list({ slug: 'finder-one' }), await market().list({ slug: 'finder-two' })];
    expect(await found('query=finder')).toEqual([two.slug, one.slug]);
    for (let n = 0; n < 3; n += 1)
      await market()
        .buyer()
        .buy(taskOrder(one.slug, { text: 'hello' }));
    const { quality, health } = await service(one.slug, (seen) => seen.quality.tasks === 3);
    expect(quality).toEqual({ successRate: 0.875, medianMs: expect.any(Number), distinctBuyers: 3, tasks: 3 });
    expect(health).toEqual({ state: 'ok', consecutiveFailures: 0, lastCallAt: expect.any(String) });
    expect(await found('query=finder')).toEqual([one.slug, two.slug]);
    expect(await found(`query=finder&maxMedianMs=${quality.medianMs}&minSuccessRate=0.875&mode=push`)).toEqual([
      one.slug,
    ]);
    expect((await service(two.slug)).quality).toEqual({ successRate: 0.8, distinctBuyers: 0, tasks: 0 });
  });

  it('counts one buyer once, whatever it calls itself', async () => {
    const listing = await market().list();
    const buyer = market().buyer();
    for (const agent of ['a', 'b', 'c']) {
      await buyer.buy({ ...taskOrder(listing.slug, { text: agent }), headers: { 'user-agent': agent } });
    }
    const { quality } = await service(listing.slug, (seen) => seen.quality.tasks === 3);
    expect(quality.distinctBuyers).toBe(1);
  });

  it('takes no new tasks after three failures in a row, says why, and goes on with those that are paid', async () => {
    const listing = await market().list({ deadlineMs: 18_000 });
    listing.behave((_, response) => answer(response, 202, {}));
    const buyer = market().buyer();
    const order = taskOrder(listing.slug, { text: 'under way' });
    const challenge = await buyer.challenge(order);
    const paying = buyer.pay(challenge);
    await until(
      () => listing.works.length,
      (count) => count === 1,
    );
    const [work] = listing.works;
    listing.behave(broken);
    await listing.update({ deadlineMs: 2_500 });
    await Promise.all([1, 2, 3].map(() => failedPurchase(listing)));
    // All that they have come to, so that nothing more is told of them.
    const failing = await service(
      listing.slug,
      ({ health, quality }) => health.state === 'paused' && quality.tasks === 3,
    );
    expect(failing).toMatchObject({ state: 'paused', health: { consecutiveFailures: 3 } });
    expect(failing.health.reason).toBe('3 calls in a row have failed, last: the seller answered with status 500');

    const refused = await market()
      .buyer()
      .send(taskOrder(listing.slug, { text: 'hello' }));
    expect([refused.status, refused.json()]).toMatchObject([
      409,
      {
        code: 'service_paused',
        detail: `${listing.slug} takes no new tasks for now: 3 calls in a row have failed, last: the seller answered with status 500`,
      },
    ]);
    const headers = { authorization: `Bearer ${listing.credential}` };
    const own = (await market().buyer().send({ path: '/v1/accounts/me/services', headers })).json<ServiceList>();
    expect(own.services[0]?.health).toEqual(failing.health);
    expect(await found(`query=${listing.slug}`)).toEqual([]);

    // The task that was paid before is delivered, which proves that the seller is there.
    if (work === undefined) throw new Error('the seller was not called');
    expect((await listing.callBack(work, { output: { echo: 1 } })).status).toBe(200);
    expect((await buyer.claim(order, challenge, await paying)).status).toBe(200);
    expect(await service(listing.slug, ({ state }) => state === 'published')).toMatchObject({
      health: { state: 'ok' },
    });
    listing.behave(honest);
    expect(
      (
        await market()
          .buyer()
          .buy(taskOrder(listing.slug, { text: 'hello' }))
      ).answer.status,
    ).toBe(200);
  }, 30_000);

  it('is resumed by its seller once it answers the probe', async () => {
    const listing = await market().list({ deadlineMs: 2_500, behaviour: broken });
    await Promise.all([1, 2, 3].map(() => failedPurchase(listing)));
    await service(listing.slug, ({ health }) => health.state === 'paused');
    expect((await listing.change('publish')).json()).toMatchObject({ code: 'conflict' });
    const resumed = await listing.change('resume');
    expect([resumed.status, resumed.json<{ service: Service }>().service]).toMatchObject([
      200,
      { state: 'published', health: { state: 'ok', consecutiveFailures: 0 } },
    ]);
    expect(await found(`query=${listing.slug}`)).toEqual([listing.slug]);
  }, 30_000);
});

it('leaves the books in order', async () => {
  await expectSound(market().books, before);
});
