/**
 * Whoever reads the log, or provokes errors, learns nothing with which he could spend, read or sign. Everything is logged down to
 * its details here, and most of it goes wrong.
 */
import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { PaymentFailed } from '#sdk/errors';
import { type Bought, type Buyer, credential, taskOrder } from '#test/harness/buyers';
import type { Answer } from '#test/harness/http';
import { suiteMarketplace } from '#test/harness/marketplace';
import { Secrets } from '#test/harness/secrets';
import { answer, type Listing } from '#test/harness/sellers';
import { unrecorded } from '#test/harness/transcript';
import { until } from '#test/harness/until';

const market = suiteMarketplace();

describe('after everything that can go wrong', () => {
  const secrets = new Secrets();
  const errors: Answer[] = [];
  const keep = (one: Answer): Answer => {
    if (one.status >= 400 && one.status !== 402) errors.push(one);
    return one;
  };

  beforeAll(async () => {
    const listing = await market().list();
    const failing = await market().list({
      behaviour: (_, response) => answer(response, 422, { error: { message: 'no' } }),
    });
    const later = await market().list({ behaviour: (_, response) => answer(response, 202, {}) });
    for (const { slug, credential: account, secret } of [listing, failing, later]) {
      secrets.addText(`credential of ${slug}`, account);
      secrets.addText(`webhook secret of ${slug}`, secret);
      secrets.addBytes(`webhook key of ${slug}`, Buffer.from(secret.slice('whsec_'.length), 'base64'));
    }
    await secrets.addFolder(market().folder);
    secrets.addText('admin token', market().access().adminToken);

    const buyer = market().buyer();
    const bought = await buyer.buy(taskOrder(listing.slug, { text: 'bought' }));
    secrets.addBytes('preimage', Buffer.from(bought.paid.preimage, 'hex'));
    secrets.addText('token', bought.challenge.macaroon);
    secrets.addText('task key', bought.challenge.taskKey ?? '');
    await misuse(buyer, bought, listing);
    await failAsSeller(failing, later);
    // Which replica has found the node again when it is asked is chance.
    await unrecorded(() => troubleInside(buyer, listing));
  }, 60_000);

  /** Every secret in every wrong place. */
  async function misuse(buyer: Buyer, { order, challenge, paid }: Bought, listing: Listing): Promise<void> {
    const right = credential(challenge, paid.preimage);
    const task = { path: `/v1/tasks/${challenge.taskId}` };
    const places = [
      right,
      `LSAT ${challenge.macaroon}:${'0'.repeat(64)}`,
      `Bearer ${listing.credential}`,
      `Basic ${listing.credential}`,
    ];
    const paths = [
      '/v1/accounts/me',
      '/v1/admin/ledger/trial-balance',
      '/v1/services/none/tasks',
      task.path,
      '/v1/nothing',
    ];
    for (const authorization of places) {
      for (const path of paths) keep(await buyer.send({ path }, { authorization }));
      keep(
        await buyer.send(
          { path: `/v1/services/${listing.slug}/tasks`, body: { input: 1 } },
          { authorization: `x ${authorization}` },
        ),
      );
    }
    const admin = market().access().adminToken;
    keep(
      await buyer.send(
        { path: `/v1/admin/tasks/tsk_${'0'.repeat(32)}/timeline` },
        { authorization: `Bearer ${admin}` },
      ),
    );
    keep(
      await buyer.send({ path: `/v1/admin/ledger/transfers?cursor=${admin}` }, { authorization: `Bearer ${admin}` }),
    );
    keep(await buyer.send({ path: `/v1/services?cursor=${challenge.taskKey}` }));
    keep(await buyer.send(task, { 'task-key': `${challenge.taskKey}00` }));
    keep(
      await buyer.send(
        { ...order, raw: `{"input":"${right}"`, body: undefined },
        { 'content-type': 'application/json' },
      ),
    );
    keep(await buyer.send({ ...order, body: { input: { text: 1, key: right } } }));
    keep(await buyer.send({ path: '/v1/accounts', body: { name: 'x', credential: listing.credential } }));
    const draft = { headers: { authorization: `Bearer ${listing.credential}` }, body: { slug: listing.slug } };
    keep(await buyer.send({ path: '/v1/services', ...draft }));
    // The wallet shows a preimage of its own as proof; it opens nothing.
    keep(await buyer.send(task, { authorization: `L402 ${challenge.macaroon}:${randomBytes(32).toString('hex')}` }));
  }

  async function failAsSeller(failing: Listing, later: Listing): Promise<void> {
    const buyer = market().buyer();
    const refused = await buyer.challenge(taskOrder(failing.slug, { text: 'refused' }));
    secrets.addText('task key of a refused task', refused.taskKey ?? '');
    await expect(buyer.pay(refused)).rejects.toThrow(PaymentFailed);
    const waiting = await buyer.challenge(taskOrder(later.slug, { text: 'later' }));
    const paying = buyer.pay(waiting);
    const [work] = await until(
      () => later.works,
      ({ length }) => length > 0,
    );
    if (!work) throw new Error('the seller got no work');
    keep(await later.callBack(work, { output: { echo: 1 } }, { 'webhook-signature': `v1,${later.secret}` }));
    keep(await later.callBack(work, { output: { key: later.secret } }));
    const [, second] = await until(
      () => later.works,
      ({ length }) => length > 1,
    );
    if (!second) throw new Error('the seller was not asked again');
    keep(await later.callBack(second, { output: { echo: 1 } }));
    secrets.addBytes('preimage of a later task', Buffer.from((await paying).preimage, 'hex'));
  }

  /** Node and database fail while they are used. */
  async function troubleInside(buyer: Buyer, listing: Listing): Promise<void> {
    const { books, database } = market();
    const details = 'rpc error: the macaroon or preimage is not shown here';
    await books.fault({ node: 'market', kind: 'fail_request', method: 'AddHoldInvoice', code: 13, details });
    keep(await buyer.send(taskOrder(listing.slug, { text: 'no invoice' })));
    await books.fault({ node: 'market', kind: 'fail_request', method: 'SettleInvoice', code: 2, details });
    const order = taskOrder(listing.slug, { text: 'settled late' });
    const challenge = await buyer.challenge(order);
    const paying = buyer.pay(challenge);
    await until(
      () => books.chargeStates(challenge.taskId),
      (states) => states.includes('HELD'),
    );
    await books.control('POST', '/nodes/market/restart', { how: 'kill' });
    const paid = await paying;
    secrets.addBytes('preimage of a task that was settled late', Buffer.from(paid.preimage, 'hex'));
    keep(await buyer.claim(order, challenge, paid));
    const owner = await database.openAsOwner({ poolSize: 1 });
    for (const table of ['billing.charge', 'dispatch.task']) {
      await owner.query(`ALTER TABLE ${table} RENAME TO away`);
      keep(await buyer.send(taskOrder(listing.slug, { text: 'no table' })));
      keep(await buyer.claim(order, challenge, paid));
      await owner.query(`ALTER TABLE ${table.replace(/\..*/, '.away')} RENAME TO ${table.replace(/.*\./, '')}`);
    }
    await owner.close();
  }

  it('has much to look through', () => {
    expect(secrets.size).toBeGreaterThan(100);
    expect(errors.length).toBeGreaterThan(30);
    const statuses = new Set(errors.map(({ status }) => status));
    expect([...statuses].sort()).toEqual(expect.arrayContaining([400, 403, 404, 422, 500, 503]));
    const { log } = market().seen;
    const levels = log.map((line) => (JSON.parse(line) as { level: string }).level);
    expect(levels).toEqual(expect.arrayContaining(['info', 'warn', 'error']));
    expect(secrets.foundIn(`x ${market().access().adminToken} x`)).toHaveLength(1);
  });

  it('no line of the log holds a secret', () => {
    const told = market().seen.log.flatMap((line) => secrets.foundIn(line).map((secret) => ({ secret, line })));
    expect(told).toEqual([]);
  });

  it('no error that anyone is answered holds a secret, or what is inside', () => {
    const told = errors.flatMap(({ text, headers }) =>
      secrets.foundIn(`${text} ${JSON.stringify(headers)}`).map((secret) => ({ secret, text })),
    );
    expect(told).toEqual([]);
    for (const { text } of errors) {
      expect(text).not.toMatch(
        /node_modules|\bat .*:\d+:\d+|SELECT |INSERT |UPDATE |botbazaar_(billing|dispatch|registry)|relation/,
      );
    }
  });
});
