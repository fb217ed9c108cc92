/** What settlement says of a node, and what that means for the charges that are and would be on it. */
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { billingSchema } from '#apps/billing/schema';
import { AppError } from '#kernel/errors';
import type { Database } from '#persistence/database';
import { suiteDatabase } from '#test/harness/database';
import { codeOf, held, order, seller, startBilling, type TestBilling, until, world } from './billing-kit.js';

const suite = suiteDatabase();
let database: Database;
let billing: TestBilling;
beforeEach(async () => {
  database ??= await suite().open(billingSchema, { poolSize: 8 });
  billing = await startBilling(world(database));
});
afterEach(() => billing.stop());

const tell = (unfit: string, more: { leading?: boolean; height?: number; node?: string; inboundMsat?: string } = {}) =>
  billing.service.reportNode({
    ...{ node: billing.lnd.pubkey, unfit, leading: true, height: 800, followed: 0, streamsEnded: 0 },
    inboundMsat: '-1',
    ...more,
  });
const sale = () => billing.service.openCharge(order());
const conditionOf = async (node: string) =>
  (await billing.service.listNodes({})).nodes.find((condition) => condition.node === node);
const stranger = () => `02${randomBytes(32).toString('hex')}`;

describe('a node that is not fit', () => {
  it('gets no new charges, whose buyers hear why, and those that it has go on', async () => {
    const charge = await held(billing);
    await tell('wallet_locked');
    const refused = await sale().catch((error) => error);
    expect(refused).toBeInstanceOf(AppError);
    expect(refused).toMatchObject({
      code: 'lightning_unavailable',
      message: expect.stringMatching(/wallet .* is locked/),
    });
    const captured = await billing.service.captureCharge({ taskId: charge.taskId, payeeAccountId: seller });
    expect(captured.outcome).toBe('captured');
    await tell('');
    expect(await sale()).toMatchObject({ state: 'OPEN' });
  });

  it('still gives a buyer the challenge that it has already', async () => {
    const request = order();
    await billing.service.openCharge(request);
    await tell('silent');
    expect(await billing.service.openCharge(request)).toMatchObject({ created: false, state: 'OPEN' });
  });

  it('gets none from other processes of billing, which hear of it within seconds', async () => {
    const other = await startBilling(billing);
    await tell('chain_not_followed');
    await until(async () => (await codeOf(other.service.openCharge(order()))) === 'lightning_unavailable', 'a refusal');
    await tell('');
    await until(async () => (await codeOf(other.service.openCharge(order()))) !== 'lightning_unavailable', 'a charge');
    await other.stop();
  });
});

describe('a node to which not everything can be paid', () => {
  it('gets the charges for which its channels have room, and buyers of others hear why', async () => {
    await tell('', { inboundMsat: '100001' });
    expect(await sale()).toMatchObject({ state: 'OPEN' });
    const refused = await billing.service.openCharge(order({ priceMsat: '100002' })).catch((error) => error);
    expect(refused).toMatchObject({
      code: 'lightning_unavailable',
      message: expect.stringMatching(/so much cannot arrive/),
    });
    expect(await conditionOf(billing.lnd.pubkey)).toMatchObject({ unfit: '', inboundMsat: '100001' });
  });

  it('gets all of them where nobody knows what can arrive', async () => {
    await tell('', { inboundMsat: '0' });
    await tell('');
    expect(await sale()).toMatchObject({ state: 'OPEN' });
    expect(await conditionOf(billing.lnd.pubkey)).toMatchObject({ inboundMsat: '-1' });
  });
});

describe('a node of which settlement no longer speaks', () => {
  it('gets no new charges after half a minute', async () => {
    await tell('');
    billing.clock.advance(30_000);
    expect(await sale()).toMatchObject({ state: 'OPEN' });
    billing.clock.advance(1);
    expect(await codeOf(sale())).toBe('lightning_unavailable');
    expect(await conditionOf(billing.lnd.pubkey)).toMatchObject({ unfit: 'not_followed' });
    await tell('');
    expect(await sale()).toMatchObject({ state: 'OPEN' });
  });
});

describe('who does not lead', () => {
  it('says no ill of a node of which the leader speaks well, unless the leader has fallen silent', async () => {
    const node = stranger();
    await tell('', { node });
    await tell('unreachable', { node, leading: false });
    expect(await conditionOf(node)).toMatchObject({ unfit: '' });
    billing.clock.advance(16_000);
    await tell('unreachable', { node, leading: false });
    expect(await conditionOf(node)).toMatchObject({ unfit: 'unreachable' });
    await tell('wallet_locked', { node, leading: false });
    expect(await conditionOf(node)).toMatchObject({ unfit: 'wallet_locked' });
    await tell('', { node, leading: false });
    expect(await conditionOf(node)).toMatchObject({ unfit: 'wallet_locked' });
    await tell('', { node });
    expect(await conditionOf(node)).toMatchObject({ unfit: '' });
  });
});

describe('a report', () => {
  it('says since when, and how high another node of now sees the chain', async () => {
    const [first, second] = [stranger(), stranger()];
    const start = billing.clock.now().getTime();
    // Other nodes of this suite are of an hour ago.
    billing.clock.advance(3_600_000);
    await tell('', { node: first, height: 900 });
    expect(await tell('', { node: second, height: 890 })).toEqual({ highestElsewhere: 900 });
    billing.clock.advance(10_000);
    await tell('', { node: first, height: 901 });
    expect(await conditionOf(first)).toMatchObject({ sinceMs: String(start + 3_600_000), height: 901 });
    billing.clock.advance(10_000);
    await tell('silent', { node: first });
    expect(await conditionOf(first)).toMatchObject({ sinceMs: String(start + 3_620_000), unfit: 'silent' });
    expect(await tell('', { node: second, height: 890 })).toEqual({ highestElsewhere: 0 });
  });

  it('of what no node can be is refused', async () => {
    expect(await codeOf(tell('in_love'))).toBe('invalid_request');
  });
});
