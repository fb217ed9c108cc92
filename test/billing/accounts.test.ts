import { beforeAll, describe, expect, it } from '@jest/globals';
import { Accounts } from '#apps/billing/accounts/accounts';
import { billingSchema } from '#apps/billing/schema';
import { manualClock } from '#kernel/clock';
import { newId } from '#kernel/ids';
import { attenuate } from '#l402/account-credential';
import type { Database } from '#persistence/database';
import { suiteDatabase } from '#test/harness/database';
import { keyring, keyringOf } from '#test/l402/samples';
import { codeOf, held, startBilling, world } from './billing-kit.js';

const suite = suiteDatabase();
const clock = manualClock(new Date('2026-03-01T12:00:00Z'));
let database: Database;
let accounts: Accounts;

beforeAll(async () => {
  database = await suite().open(billingSchema);
  accounts = new Accounts(database, keyring, clock);
});

const verify = (credential: string, action = 'sell', by = accounts) => codeOf(by.verify({ credential, action }));

describe('an account', () => {
  it('is known by its credential, for everything that an owner may do', async () => {
    const { accountId, credential } = await accounts.create({ name: 'Analysts' });
    for (const action of ['buy', 'read', 'sell', 'payout', 'credentials']) {
      expect(await verify(credential, action)).toEqual({ accountId });
    }
    expect(await verify(credential, 'rob')).toBe('forbidden');
    expect(await accounts.get({ accountId })).toEqual({
      ...{ accountId, name: 'Analysts', balanceMsat: '0' },
      createdAtMs: String(clock.now().getTime()),
    });
  });

  it('has what its sales brought', async () => {
    const billing = await startBilling(world(database));
    const { accountId } = await billing.service.createAccount({ name: '' });
    const charge = await held(billing, { sellerAccountId: accountId, priceMsat: '1000' });
    await billing.service.captureCharge({ taskId: charge.taskId, payeeAccountId: accountId });
    await billing.delivery.drain();
    await billing.report(charge.paymentHash);
    expect(await billing.service.getAccount({ accountId })).toMatchObject({ name: '', balanceMsat: '970' });
    await billing.stop();
  });

  it.each(['x'.repeat(101), 'a\0b'])('cannot be called %j', async (name) => {
    expect(await codeOf(accounts.create({ name }))).toBe('invalid_request');
  });

  it('that does not exist is not found', async () => {
    expect(await codeOf(accounts.get({ accountId: newId('account') }))).toBe('not_found');
    expect(await codeOf(accounts.get({ accountId: 'acc_1' }))).toBe('invalid_id');
  });
});

describe('a credential', () => {
  it('is forbidden as soon as one bit of it is another', async () => {
    const { credential } = await accounts.create({ name: '' });
    const bytes = Buffer.from(credential, 'base64url');
    for (let at = 0; at < bytes.length; at += 1) {
      const tampered = Buffer.from(bytes);
      tampered.writeUInt8(bytes.readUInt8(at) ^ 1, at);
      expect(await verify(tampered.toString('base64url'))).toBe('forbidden');
    }
    for (const wrong of ['', 'x', credential.slice(0, -4), `${credential}AAAA`])
      expect(await verify(wrong)).toBe('forbidden');
  });

  it('of another marketplace, or of an epoch that has retired, is forbidden', async () => {
    const { credential } = await accounts.create({ name: '' });
    const foreign = new Accounts(database, keyringOf({ 4: Buffer.alloc(32, 0x55) }, 4), clock);
    expect(await verify(credential, 'sell', foreign)).toBe('forbidden');
    const later = new Accounts(database, keyringOf({ 5: Buffer.alloc(32, 0x44) }, 5), clock);
    expect(await verify(credential, 'sell', later)).toBe('forbidden');
  });

  it('of an account that is closed, or that this database does not have, is forbidden', async () => {
    const { accountId, credential } = await accounts.create({ name: '' });
    await database.query('UPDATE account SET closed_at = $1 WHERE replace(id::text, $2, $3) = $4', [
      ...[clock.now(), '-', ''],
      accountId.slice(4),
    ]);
    expect(await verify(credential)).toBe('forbidden');
    const nowhere = { query: async () => [] } as unknown as Database;
    const { credential: unknown } = await new Accounts(nowhere, keyring, clock).create({ name: '' });
    expect(await verify(unknown)).toBe('forbidden');
  });

  it('that its holder has weakened allows what is left and no more', async () => {
    const { accountId, credential } = await accounts.create({ name: '' });
    const readOnly = attenuate(credential, 'actions=read');
    expect(await verify(readOnly, 'read')).toEqual({ accountId });
    expect(await verify(readOnly, 'sell')).toBe('forbidden');
    expect(await verify(attenuate(readOnly, 'actions=read,sell'), 'sell')).toBe('forbidden');
    const until = Math.floor(clock.now().getTime() / 1_000) + 60;
    const brief = attenuate(credential, `valid_until=${until}`);
    expect(await verify(brief, 'buy')).toEqual({ accountId });
    expect(await verify(brief, 'payout')).toBe('forbidden');
    clock.advance(60_000);
    expect(await verify(brief, 'buy')).toBe('forbidden');
    expect(await verify(attenuate(credential, 'colour=green'), 'buy')).toBe('forbidden');
  });
});
