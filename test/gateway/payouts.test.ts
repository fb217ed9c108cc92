/** The routes of payouts: who may ask, with which headers, and what of a payout is shown to whom. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '#kernel/ids';
import { readingCredential, sellerCredential } from './fakes.js';
import { admin, type GatewayUnderTest, startGateway } from './gateway-under-test.js';

let test: GatewayUnderTest;
beforeAll(async () => {
  test = await startGateway();
});
afterAll(() => test.stop());

const seller = { authorization: `Bearer ${sellerCredential}` };
const body = { invoice: 'lnbcrt10n1example' };
const proof = '08'.repeat(32);

describe('POST /v1/payouts', () => {
  it('answers the payout, and the same one for the same Idempotency-Key', async () => {
    const headers = { ...seller, 'idempotency-key': 'one' };
    const first = await test.send('/v1/payouts', { body, headers });
    expect([first.status, first.headers['cache-control']]).toEqual([201, 'no-store']);
    expect(first.json()).toMatchObject({ state: 'SUCCEEDED', amountMsat: '1000', feeMsat: '1', preimage: proof });
    const again = await test.send('/v1/payouts', { body, headers });
    expect([again.status, again.json()]).toEqual([200, first.json()]);
    const other = await test.send('/v1/payouts', { body, headers: { ...seller, 'idempotency-key': 'two' } });
    expect([other.status, other.json().payoutId === first.json().payoutId]).toEqual([201, false]);
  });

  it.each([
    ['without a credential', 401, 'unauthenticated', { body, headers: { 'idempotency-key': 'x' } }],
    [
      'with one that may only read',
      403,
      'forbidden',
      { body, headers: { authorization: `Bearer ${readingCredential}`, 'idempotency-key': 'x' } },
    ],
    ['without an Idempotency-Key', 400, 'invalid_request', { body, headers: seller }],
    ['for nobody', 400, 'invalid_request', { body: {}, headers: { ...seller, 'idempotency-key': 'x' } }],
    [
      'for an invoice and an address',
      400,
      'invalid_request',
      { body: { ...body, address: 'bot@example.com' }, headers: { ...seller, 'idempotency-key': 'x' } },
    ],
    [
      'for an amount that is none',
      400,
      'invalid_request',
      { body: { ...body, amountMsat: '-1' }, headers: { ...seller, 'idempotency-key': 'x' } },
    ],
    [
      'for an address without an amount',
      422,
      'amount_mismatch',
      { body: { address: 'bot@example.com' }, headers: { ...seller, 'idempotency-key': 'x' } },
    ],
  ])('is refused %s: %i %s', async (_, status, code, request) => {
    const answer = await test.send('/v1/payouts', request);
    expect([answer.status, answer.json().code]).toEqual([status, code]);
  });

  it('asks only so many addresses for one account', async () => {
    const codes = new Set<unknown>();
    for (let n = 0; n < 12; n += 1) {
      const headers = { ...seller, 'idempotency-key': `address ${n}` };
      codes.add(
        (await test.send('/v1/payouts', { body: { address: 'nobody', amountMsat: '1000' }, headers })).json().code,
      );
    }
    expect(codes).toEqual(new Set(['address_unusable', 'too_many_requests']));
  });
});

describe('payouts', () => {
  it('are shown with their proof to their account only', async () => {
    const { payouts } = (await test.send('/v1/payouts', { headers: seller })).json() as {
      payouts: { payoutId: string }[];
    };
    const own = await test.send(`/v1/payouts/${payouts[0]?.payoutId}`, { headers: seller });
    expect(own.json()).toMatchObject({ preimage: proof });
    const unknown = await test.send(`/v1/payouts/${newId('payout')}`, { headers: seller });
    expect([unknown.status, unknown.json().code]).toEqual([404, 'payout_not_found']);
    const story = await test.send(`/v1/admin/payouts/${payouts[0]?.payoutId}`, { headers: admin });
    expect(story.json()).toMatchObject({ events: [{ to: 'RESERVED', transferSeq: '7' }], attempts: [{}] });
    expect(story.text).not.toContain(proof);
    const all = await test.send('/v1/admin/payouts', { headers: admin });
    expect(all.json().payouts).toHaveLength(payouts.length);
    expect(all.text).not.toContain(proof);
  });

  it('are stopped and allowed by admins, who say why', async () => {
    const stop = (path: string, more: object) => test.send(`/v1/admin/payouts/${path}`, { headers: admin, body: more });
    expect((await stop('stop', {})).json()).toMatchObject({ code: 'invalid_request' });
    expect((await stop('stop', { reason: 'the node is odd' })).status).toBe(204);
    const stops = async () => (await test.send('/v1/admin/payouts/stops', { headers: admin })).json().stops;
    expect(await stops()).toMatchObject([{ actor: 'admin', reason: 'the node is odd' }]);
    expect((await stop('allow', { reason: 'it is not' })).status).toBe(204);
    expect(await stops()).toEqual([]);
    expect((await test.send('/v1/admin/payouts/stop', { headers: seller, body: { reason: 'mine' } })).status).toBe(403);
  });
});
