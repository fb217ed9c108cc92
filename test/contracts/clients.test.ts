/** Code cannot tell the two clients apart: every kind of call, by both, with the same expectations. */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Billing, ChargeReply } from '#contracts/billing';
import { callers, type ServiceName, type Services, serviceNames } from '#contracts/callers';
import type { Dispatch } from '#contracts/dispatch';
import type { Registry } from '#contracts/registry';
import type { RequestOf } from '#contracts/service';
import { AppError, type ErrorCode, errorTable } from '#kernel/errors';
import { billingWith, inOneProcess, overGrpc, type Way } from './kit.js';

const order: RequestOf<Billing, 'openCharge'> = {
  taskId: 'tsk_1',
  tokenNonce: randomBytes(13),
  tokenEpoch: 65_535,
  listingId: 'lst_ü 🔑',
  listingVersion: 2_147_483_647,
  serviceSlug: '',
  sellerAccountId: 'acc_\u0000_zero',
  priceMsat: '9007199254740993',
  funding: 'hold',
  holdWindowMs: -1,
  workMs: 0,
  requestDigest: randomBytes(32),
  clientKey: Buffer.alloc(0),
  reuseKey: randomBytes(300),
  idempotencyScope: Buffer.alloc(0),
};

const reply: ChargeReply = {
  created: true,
  chargeId: 'chg_1',
  taskId: 'tsk_1',
  tokenNonce: Buffer.from([0, 1, 255]),
  tokenEpoch: 1,
  paymentHash: randomBytes(32),
  paymentRequest: 'lnbcrt1…',
  state: 'OPEN',
  priceMsat: '9223372036854775807',
  expiresAtMs: '-9223372036854775808',
  node: '',
  funding: 'hold',
  createdAtMs: '0',
  serviceSlug: '',
  listingVersion: 0,
};

describe.each([
  ['in one process', inOneProcess],
  ['over gRPC', overGrpc],
])('a call %s', (_, make) => {
  let way: Way;
  let seen: unknown;
  let behave: () => Promise<ChargeReply>;
  const ended: string[] = [];

  beforeAll(async () => {
    const billing = billingWith({
      openCharge: (request) => {
        seen = request;
        return behave();
      },
      createAccount: async ({ name }) => ({ accountId: name, credential: String(name.length) }),
      getAccount: async ({ accountId }) => {
        await sleep(200);
        ended.push(accountId);
        return { accountId, name: '', balanceMsat: '0', createdAtMs: '0' };
      },
      listTransfers: async () => ({ nextCursor: '', transfers: [{ ...transfer, legs: [leg] }, transfer] }),
    });
    way = await make({ billing });
  });
  afterAll(async () => {
    await way.stop();
  });

  const leg = { account: '1', code: 2110, name: 'a', owner: '', amountMsat: '-1', balanceAfterMsat: '0' };
  const transfer = { seq: '2', id: 'x', kind: 'k', ref: '', effectiveAtMs: '1', recordedAtMs: '1', legs: [] };
  const gateway = () => way.client('gateway', 'billing');
  const openCharge = (behaviour: () => Promise<ChargeReply>) => {
    behave = behaviour;
    return gateway().openCharge(order);
  };
  const failureOf = (thrown: unknown) => openCharge(() => Promise.reject(thrown)).then(() => undefined, notThrown);

  it('carries every kind of value both ways, whole', async () => {
    expect(await openCharge(async () => reply)).toEqual(reply);
    expect(seen).toEqual(order);
    expect(await gateway().listTransfers({ ref: '', cursor: '', limit: 0, seq: '0' })).toEqual({
      nextCursor: '',
      transfers: [{ ...transfer, legs: [leg] }, transfer],
    });
  });

  it('gives callee and caller copies of their own, bytes included', async () => {
    const own = { ...reply, paymentHash: Buffer.from('abc') };
    const got = await openCharge(async () => own);
    expect(Buffer.isBuffer(got.paymentHash)).toBe(true);
    got.paymentHash[0] = 0;
    (seen as typeof order).reuseKey.fill(0);
    expect(own.paymentHash).toEqual(Buffer.from('abc'));
    expect(order.reuseKey.some((byte) => byte !== 0)).toBe(true);
  });

  it('carries messages that are larger than any route lets through', async () => {
    const name = 'é'.repeat(4 * 1024 * 1024);
    const { accountId, credential } = await gateway().createAccount({ name });
    expect(credential).toBe(String(name.length));
    expect(accountId === name).toBe(true);
  });

  it.each(Object.keys(errorTable) as ErrorCode[])('carries the error %s', async (code) => {
    if (code === 'internal') return;
    const fields = [{ path: '/ä/0', message: 'must be „this“' }];
    const error = await failureOf(new AppError(code, 'wörds 🔑', { fields, retryAfterSeconds: 3, cause: 'secret' }));
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code, detail: 'wörds 🔑', fields, retryAfterSeconds: 3 });
    expect(error?.cause).toBeUndefined();
    expect(await failureOf(new AppError(code, 'plain'))).toMatchObject({ fields: [], retryAfterSeconds: undefined });
  });

  it('cuts an error that is too long to travel', async () => {
    const fields = Array.from({ length: 100 }, (_value, n) => ({
      path: `/${n}`.padEnd(999, 'ü'),
      message: 'x'.repeat(999),
    }));
    const error = await failureOf(new AppError('invalid_input', 'ü'.repeat(5_000), { fields }));
    expect(error?.code).toBe('invalid_input');
    expect(error?.detail).toBe(`${'ü'.repeat(999)}…`);
    expect(error?.fields).toHaveLength(20);
    expect(error?.fields[19]).toEqual({ path: `${'/19'.padEnd(299, 'ü')}…`, message: `${'x'.repeat(299)}…` });
  });

  it.each([['an error'], ['no error']])(
    'turns an unexpected failure, %s, into internal without its words',
    async (kind) => {
      const before = way.defects.length;
      const thrown = kind === 'an error' ? new Error('secret inside') : 'secret inside';
      const error = await failureOf(thrown);
      expect(error).toMatchObject({
        code: 'internal',
        detail: 'an unexpected failure; it has been logged',
        fields: [],
      });
      expect(JSON.stringify(error) + String(error?.stack)).not.toContain('secret');
      expect(way.defects.slice(before)).toMatchObject([{ rpc: 'billing.openCharge', error: { cause: thrown } }]);
    },
  );

  it('gives up at its deadline, while the callee goes on', async () => {
    const own = way.client('gateway', 'billing', 40);
    const late = await own.getAccount({ accountId: 'late' }).then(() => undefined, notThrown);
    expect(late).toMatchObject({ code: 'deadline_exceeded', detail: 'billing.getAccount did not answer within 40 ms' });
    const longer = await own.getAccount({ accountId: 'longer' }, { deadlineMs: 2_000 });
    expect(longer.accountId).toBe('longer');
    expect(ended).toEqual(['late', 'longer']);
  });

  it('is seen by who counts, refused or not', async () => {
    const before = way.calls.length;
    await gateway().createAccount({ name: '' });
    await failureOf(new AppError('conflict', ''));
    await way
      .client('dispatch', 'billing')
      .createAccount({ name: '' })
      .catch(() => undefined);
    expect(way.calls.slice(before)).toEqual(['createAccount', 'openCharge', 'createAccount']);
  });
});

/** Every caller with every method: what the table says and nothing else. */
describe.each([
  ['in one process', inOneProcess],
  ['over gRPC', overGrpc],
])('who may call what, %s', (_, make) => {
  let way: Way;
  const answered: string[] = [];

  beforeAll(async () => {
    const answering = <S extends object>(service: keyof Services) =>
      new Proxy({} as S, {
        get: (_target, method) => async () => {
          answered.push(`${service}.${String(method)}`);
          throw new AppError('conflict', 'reached');
        },
      });
    way = await make({
      registry: answering<Registry>('registry'),
      billing: answering<Billing>('billing'),
      dispatch: answering<Dispatch>('dispatch'),
    });
  });
  afterAll(async () => {
    await way.stop();
  });

  const pairs = serviceNames.flatMap((caller) =>
    (Object.keys(callers) as (keyof Services)[]).map((name) => ({ caller, name })),
  );

  it.each(pairs)('$caller calls $name', async ({ caller, name }) => {
    const table = callers[name] as Readonly<Record<string, readonly ServiceName[]>>;
    const client = way.client(caller, name) as unknown as Readonly<
      Record<string, (request: object) => Promise<unknown>>
    >;
    for (const [method, allowed] of Object.entries(table)) {
      const before = answered.length;
      const error = await client[method]?.({}).then(() => undefined, notThrown);
      const expected = allowed.includes(caller)
        ? { code: 'conflict', detail: 'reached' }
        : { code: 'forbidden', detail: `${name}.${method} is not for ${caller}` };
      expect(error).toMatchObject(expected);
      expect(answered.slice(before)).toEqual(allowed.includes(caller) ? [`${name}.${method}`] : []);
    }
  });
});

describe('the table of callers', () => {
  it('keeps money to those who may move it', () => {
    const { reportInvoice, reportHeight, listUnsettled, captureCharge, cancelCharge } = callers.billing;
    expect([reportInvoice, reportHeight, listUnsettled]).toEqual([['settlement'], ['settlement'], ['settlement']]);
    expect([captureCharge, cancelCharge]).toEqual([['dispatch'], ['dispatch']]);
    expect([callers.dispatch.fundTask, callers.registry.getVersion]).toEqual([['settlement'], ['dispatch']]);
  });

  it('lets each method be called, and nobody call itself', () => {
    for (const [service, table] of Object.entries(callers)) {
      for (const allowed of Object.values(table)) {
        expect(allowed).not.toHaveLength(0);
        expect(allowed).not.toContain(service);
      }
    }
  });
});

function notThrown(thrown: unknown): AppError {
  return thrown as AppError;
}
