/**
 * What a marketplace does for its users, written down without what differs from run to run (ids, times, hashes, ports), so
 * that two marketplaces can be compared word by word.
 */
import type { Challenge } from '#contracts/http/task';
import { PaymentFailed } from '#sdk/errors';
import { statesOf } from '#test/harness/books';
import { type Order, taskOrder } from '#test/harness/buyers';
import type { Answer } from '#test/harness/http';
import { answer, type Listing } from '#test/harness/sellers';
import type { AnyMarketplace } from './split-marketplace.js';

/** A paid task: the challenge, the work, the answer, the money. */
export async function sale(market: AnyMarketplace): Promise<unknown> {
  const listing = await market.list({ slug: 'echo', priceMsat: '2000' });
  const buyer = market.buyer();
  const order = taskOrder(listing.slug, { text: 'hello' });
  const challenge = await buyer.challenge(order);
  const paid = await buyer.pay(challenge);
  const bought = await buyer.claim(order, challenge, paid);
  await market.books.ended(challenge.taskId);
  return told({
    challenge,
    paid: { paidMsat: String(paid.paidMsat), feeMsat: String(paid.feeMsat) },
    bought: inShort(bought),
    again: inShort(await buyer.claim(order, challenge, paid)),
    other: inShort(await buyer.claim(taskOrder(listing.slug, { text: 'other' }), challenge, paid)),
    works: listing.works,
    books: await booksOf(market, challenge, listing),
  });
}

/** Paid at once: one delivered, one refused and owed back. */
export async function paidAtOnce(market: AnyMarketplace): Promise<unknown> {
  const delivering = await market.list({ slug: 'at-once', priceMsat: '3000', deadlineMs: 60_000 });
  const refusing = await market.list({
    slug: 'at-once-refused',
    priceMsat: '3000',
    deadlineMs: 60_000,
    behaviour: (_work, response) => answer(response, 422, { error: { message: 'not today' } }),
  });
  const ends = [];
  for (const listing of [delivering, refusing]) {
    const buyer = market.buyer();
    const order = taskOrder(listing.slug, { text: 'hello' });
    const challenge = await buyer.challenge(order);
    const paid = await buyer.pay(challenge);
    const { task, charge } = await market.books.ended(challenge.taskId);
    const bought = inShort(await buyer.claim(order, challenge, paid));
    ends.push({ challenge, task, charge, bought, books: await booksOf(market, challenge, listing) });
  }
  return told(ends);
}

/** A seller that refuses for good, and one whose output is not what it promised: the buyer's money comes back. */
export async function failures(market: AnyMarketplace): Promise<unknown> {
  const refusing = await market.list({
    slug: 'refusing',
    behaviour: (_work, response) => answer(response, 422, { error: { message: 'cannot read this' } }),
  });
  const lying = await market.list({
    slug: 'lying',
    deadlineMs: 1_000,
    behaviour: (_work, response) => answer(response, 200, { output: { wrong: true } }),
  });
  const ends = [];
  for (const listing of [refusing, lying]) {
    const buyer = market.buyer();
    const challenge = await buyer.challenge(taskOrder(listing.slug, { text: 'hello' }));
    const payment = await buyer.pay(challenge).then(
      () => 'paid',
      (thrown: unknown) => (thrown instanceof PaymentFailed ? 'failed' : String(thrown)),
    );
    const { task, charge } = await market.books.ended(challenge.taskId);
    const { attempts: _, etag: __, ...state } = (await buyer.state(challenge)).json<Record<string, unknown>>();
    const { transfers, balanceMsat } = await booksOf(market, challenge, listing);
    ends.push({ payment, task, charge, state, transfers, balanceMsat });
  }
  return told(ends);
}

/** A seller that takes its time brings its result later. */
export async function lateResult(market: AnyMarketplace): Promise<unknown> {
  const listing = await market.list({ slug: 'later', behaviour: (_work, response) => answer(response, 202, {}) });
  const buyer = market.buyer();
  const order = taskOrder(listing.slug, { text: 'hello' });
  const challenge = await buyer.challenge(order);
  const paying = buyer.pay(challenge);
  for (let waited = 0; listing.works.length === 0 && waited < 10_000; waited += 20) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const [work] = listing.works;
  if (work === undefined) throw new Error('the seller was not called');
  const forged = await listing.callBack(work, { output: { echo: 1 } }, { 'webhook-signature': 'v1,AAAA' });
  const brought = await listing.callBack(work, { output: { echo: 1 } });
  const paid = await paying.then(
    ({ paidMsat }) => String(paidMsat),
    () => 'failed',
  );
  const { task, charge } = await market.books.ended(challenge.taskId);
  const twice = await listing.callBack(work, { output: { echo: 2 } });
  return told({ answers: [forged, brought, twice].map(inShort), paid, task, charge });
}

/** What is refused, with which words. */
export async function refusals(market: AnyMarketplace): Promise<unknown> {
  const listing = await market.list({ slug: 'refusals' });
  const other = await market.list({ slug: 'other-seller' });
  const own = { authorization: `Bearer ${listing.credential}` };
  const admin = { authorization: `Bearer ${market.access().adminToken}` };
  const noTask = 'tsk_01900000000070008000000000000000';
  const draft = { title: 'x', description: 'x', tags: [], priceMsat: '1000', deadlineMs: 1_000 };
  const schemas = { inputSchema: { type: 'object' }, outputSchema: { type: 'object' }, example: { input: {} } };
  const url = `http://127.0.0.1:${market.sellers.ports[0]}/nobody`;
  const orders: (Order & { readonly method?: string })[] = [
    taskOrder('nothing', {}),
    taskOrder(listing.slug, { text: 5 }),
    taskOrder(listing.slug, {}),
    taskOrder(listing.slug, { text: 'x' }, { funding: 'barter' }),
    { path: '/v1/services/refusals/tasks', raw: '{', headers: { 'content-type': 'application/json' } },
    { path: '/v1/services/nothing' },
    { path: '/v1/services?cursor=nonsense' },
    { path: '/v1/accounts/me' },
    { path: '/v1/accounts/me', headers: { authorization: 'Bearer nonsense' } },
    { path: '/v1/services/other-seller/pause', method: 'POST', headers: own },
    { path: '/v1/services/nothing/pause', method: 'POST', headers: own },
    { path: '/v1/services/refusals/resume', method: 'POST', headers: own },
    {
      path: '/v1/services',
      headers: own,
      body: { slug: other.slug, ...draft, ...schemas, delivery: { mode: 'push', url } },
    },
    {
      path: '/v1/services',
      headers: own,
      body: {
        slug: 'invalid',
        ...draft,
        ...schemas,
        inputSchema: { type: 'strange' },
        outputSchema: { $ref: 'http://x/' },
        delivery: { mode: 'push', url },
      },
    },
    {
      path: '/v1/services',
      headers: own,
      body: { slug: 'private', ...draft, ...schemas, delivery: { mode: 'push', url: 'http://10.0.0.1/' } },
    },
    { path: `/v1/tasks/${noTask}` },
    { path: `/v1/tasks/${noTask}`, headers: { 'task-key': '00'.repeat(32) } },
    { path: '/v1/tasks/nonsense', headers: { 'task-key': '00'.repeat(32) } },
    { path: `/v1/admin/tasks/${noTask}/timeline`, headers: admin },
    { path: '/v1/admin/ledger/transfers/999999', headers: admin },
    { path: '/v1/admin/ledger/transfers?cursor=nonsense', headers: admin },
    { path: '/v1/admin/ledger/accounts/999999/entries', headers: admin },
    { path: `/v1/work/${noTask}/attempts/1`, method: 'POST', body: { output: {} } },
  ];
  const answers = [];
  for (const order of orders) {
    const { path, method = (order.body ?? order.raw) ? 'POST' : 'GET' } = order;
    answers.push({ asked: `${method} ${path}`, ...inShort(await market.buyer().send({ ...order, method })) });
  }
  return told(answers);
}

async function booksOf({ books }: AnyMarketplace, { taskId }: Pick<Challenge, 'taskId'>, listing: Listing) {
  const timeline = await books.timeline(taskId);
  return {
    states: (['task', 'charge', 'attempt'] as const).map((of) => statesOf(timeline, of)),
    transfers: (await books.transfers(taskId)).map(({ kind, legs }) => ({
      kind,
      legs: legs.map(({ code, name, owner, amountMsat, balanceAfterMsat }) => ({
        ...{ code, name, owner, amountMsat, balanceAfterMsat },
      })),
    })),
    balanceMsat: String(await listing.balanceMsat()),
  };
}

function inShort({ status, headers, text }: Answer) {
  const kept = ['content-type', 'cache-control', 'www-authenticate', 'location', 'retry-after', 'vary', 'allow'];
  const shown = Object.fromEntries(kept.map((name) => [name, headers[name]]));
  return { status, headers: shown, body: text.startsWith('{') ? (JSON.parse(text) as unknown) : text };
}

/** Without what is another each time. */
function told(value: unknown): unknown {
  const text = JSON.stringify(value)
    .replaceAll(/\b(tsk|lst|acc|att|chg|tra)_[0-9a-z]+/g, '$1')
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, 'time')
    .replaceAll(/lnbcrt[0-9a-z]+/g, 'invoice')
    .replaceAll(/127\.0\.0\.1:\d+/g, 'address')
    .replaceAll(/\b[0-9a-f]{64,66}\b/g, 'hex')
    .replaceAll(/[A-Za-z0-9+/_-]{100,}={0,2}/g, 'macaroon')
    .replaceAll(/whsec_[A-Za-z0-9+/=]+/g, 'secret');
  return JSON.parse(text) as unknown;
}
