/**
 * The three services behind the gateway, in memory and small: only what their contracts promise to a caller. The real
 * ones stand behind it in the end-to-end suite.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Billing, ChargeReply } from '#contracts/billing';
import type { Registry, Service } from '#contracts/registry';
import { AppError } from '#kernel/errors';
import { newId } from '#kernel/ids';
import { FakeAdmin } from './fake-admin.js';
import { FakePayouts } from './fake-payouts.js';

type Request<S, M extends keyof S> = S[M] extends (request: infer R, ...rest: never[]) => unknown ? R : never;

const nowMs = () => Date.now();

function fakeService(change: Partial<Service> = {}): Service {
  return {
    listingId: newId('listing'),
    version: 1,
    sellerAccountId: newId('account'),
    slug: 'echo',
    title: 'Echo',
    description: 'Says it again.',
    tags: ['test'],
    inputSchemaJson: JSON.stringify({
      type: 'object',
      properties: {
        text: { type: 'string', maxLength: 400_000 },
        count: { type: 'integer', minimum: 1 },
        tags: { type: 'array', items: { type: 'string' } },
      },
      required: ['text'],
      additionalProperties: false,
    }),
    outputSchemaJson: 'true',
    exampleJson: JSON.stringify({ input: { text: 'hello' } }),
    priceMsat: '1500',
    deadlineMs: 10_000,
    maxConcurrency: 4,
    state: 'published',
    deliveryMode: 'push',
    createdAtMs: '1767225600000',
    updatedAtMs: '1767225600000',
    quality: { successRate: 0.8, medianMs: 0, distinctBuyers: 0, tasks: 0 },
    health: { state: 'ok', consecutiveFailures: 0, lastCallAtMs: '0', reason: '' },
    ...change,
  };
}

export class FakeRegistry {
  readonly services = new Map<string, Service>();
  readonly calls: unknown[] = [];
  failure: Error | undefined;

  add(change: Partial<Service> = {}): Service {
    const service = fakeService(change);
    this.services.set(service.slug, service);
    return service;
  }

  readonly service: Registry = {
    getService: async ({ slug }) => {
      if (this.failure) throw this.failure;
      return this.find(slug);
    },
    getVersion: async () => {
      throw new AppError('not_found', 'not asked by the gateway');
    },
    searchServices: async (request) => {
      this.calls.push(request);
      return { services: [...this.services.values()], nextCursor: request.cursor === '' ? 'more' : '' };
    },
    reportOutcomes: async () => ({}),
    listOwn: async ({ accountId }) => {
      this.calls.push({ accountId });
      return { services: [...this.services.values()], nextCursor: '' };
    },
    createListing: async ({ accountId, draft }) => {
      this.calls.push({ accountId, draft });
      if (!draft) throw new AppError('invalid_request', 'no draft');
      const { slug, title, description, tags, priceMsat, deadlineMs, maxConcurrency } = draft;
      if (this.services.has(slug)) throw new AppError('slug_taken', `${slug} is taken`);
      const { inputSchemaJson, outputSchemaJson, exampleJson } = draft;
      const written = { slug, title, description, tags, priceMsat, deadlineMs, maxConcurrency, state: 'draft' };
      const service = this.add({
        ...written,
        inputSchemaJson,
        outputSchemaJson,
        exampleJson,
        sellerAccountId: accountId,
      });
      return { service, webhookSecret: 'whsec_c2VjcmV0' };
    },
    updateListing: async ({ accountId, slug, draft }) => {
      this.calls.push({ accountId, draft });
      const service = this.find(slug);
      return { ...service, version: service.version + 1, priceMsat: draft?.priceMsat ?? service.priceMsat };
    },
    changeState: async (request) => {
      this.calls.push(request);
      const service = this.find(request.slug);
      if (service.state === 'retired') throw new AppError('conflict', 'a retired listing stays retired');
      return service;
    },
  };

  private find(slug: string): Service {
    const service = this.services.get(slug);
    if (!service) throw new AppError('service_not_found', 'there is no such service');
    return service;
  }
}

/** The seller's account in these suites: its credential is this text. */
export const sellerCredential = 'seller-credential';
/** One of the same account that may only read. */
export const readingCredential = 'reading-credential';
export const sellerAccountId = newId('account');

export class FakeBilling {
  readonly charges = new Map<string, ChargeReply & { preimage: Buffer }>();
  readonly admin = new FakeAdmin();
  readonly payouts = new FakePayouts();
  readonly opened: Request<Billing, 'openCharge'>[] = [];
  private readonly byReuseKey = new Map<string, string>();
  private readonly byScope = new Map<string, string>();
  failure: Error | undefined;
  /** What happens at the very moment in which a charge is asked for. */
  onCharge: (taskId: string) => void = () => undefined;

  /** The preimage of a task's charge, as a wallet would get it. */
  preimage(taskId: string): string {
    const charge = this.charges.get(taskId);
    if (!charge) throw new Error(`no charge of ${taskId}`);
    return charge.preimage.toString('hex');
  }

  setState(taskId: string, state: string): void {
    const charge = this.charges.get(taskId);
    if (!charge) throw new Error(`no charge of ${taskId}`);
    this.charges.set(taskId, { ...charge, state });
  }

  readonly service: Billing = {
    createAccount: async () => ({ accountId: sellerAccountId, credential: sellerCredential }),
    verifyCredential: async ({ credential, action }) => {
      if (credential === readingCredential && action === 'read') return { accountId: sellerAccountId };
      if (credential !== sellerCredential) throw new AppError('forbidden', 'this is no credential of an account');
      return { accountId: sellerAccountId };
    },
    getAccount: async ({ accountId }) => ({
      accountId,
      name: 'Seller',
      balanceMsat: '1455',
      createdAtMs: '1767225600000',
    }),
    openCharge: async (request) => this.open(request),
    getCharge: async ({ taskId }) => {
      this.onCharge(taskId);
      const charge = this.charges.get(taskId);
      if (!charge) throw new AppError('task_not_found', 'no charge');
      return charge;
    },
    getPayment: notForGateway,
    listChargeEvents: async ({ taskId }) => {
      if (!this.charges.has(taskId)) throw new AppError('task_not_found', 'no charge');
      const event = { actor: 'billing', reason: 'test' };
      return {
        chargeId: 'chg_1',
        events: [
          { ...event, n: 1, fromState: '', toState: 'OPEN', transferSeq: '0', atMs: '1767225600000' },
          { ...event, n: 2, fromState: 'OPEN', toState: 'HELD', transferSeq: '7', atMs: '1767225601000' },
        ],
      };
    },
    listTransfers: async ({ seq, ref }) => {
      const transfer = {
        seq: '7',
        id: '0192f0c1-0000-7000-8000-000000000001',
        kind: 'hold',
        ref: ref || 'tsk_x',
        effectiveAtMs: '1767225601000',
        recordedAtMs: '1767225601000',
        legs: [
          { account: '1', code: 9110, name: 'Held', owner: '', amountMsat: '1500', balanceAfterMsat: '1500' },
          { account: '2', code: 9210, name: 'Holders', owner: '', amountMsat: '-1500', balanceAfterMsat: '-1500' },
        ],
      };
      return { transfers: seq === '0' || seq === '7' ? [transfer] : [], nextCursor: '' };
    },
    getTrialBalance: async () => ({
      lines: [
        { code: 1130, name: 'Node', side: 'debit', accounts: '1', debitsMsat: '5', creditsMsat: '0', balanceMsat: '5' },
      ],
      debitsMsat: '5',
      creditsMsat: '5',
      proven: ['balanced'],
      broken: [],
      lastSeq: '7',
    }),
    listLedgerAccounts: async () => ({ accounts: [ledgerAccount], nextCursor: 'next' }),
    listEntries: async ({ account }) => {
      if (account !== '1') throw new AppError('not_found', 'no such account');
      const entry = {
        kind: 'hold',
        ref: 'tsk_x',
        amountMsat: '5',
        balanceAfterMsat: '5',
        recordedAtMs: '1767225600000',
      };
      return { account: ledgerAccount, entries: [{ version: '1', transferSeq: '7', ...entry }], nextCursor: '' };
    },
    checkIntegrity: async () => ({ lastSeq: '7', blocks: '1', headHash: '00'.repeat(32), defects: [] }),
    ...this.admin.service,
    listReceipts: notForGateway,
    takeReconciliation: notForGateway,
    checkInvoices: notForGateway,
    reportHoldings: notForGateway,
    reportFinality: notForGateway,
    ...this.payouts.service,
    reportInvoice: notForGateway,
    reportHeight: notForGateway,
    reportNode: notForGateway,
    reportInvoices: notForGateway,
    getCheckpoint: notForGateway,
    saveCheckpoint: notForGateway,
    listUnsettled: notForGateway,
    captureCharge: notForGateway,
    cancelCharge: notForGateway,
    listPayoutWork: notForGateway,
    beginPayoutAttempt: notForGateway,
    reportPayout: notForGateway,
  };

  private open(request: Request<Billing, 'openCharge'>): ChargeReply {
    if (this.failure) throw this.failure;
    this.opened.push(request);
    const scope = request.idempotencyScope.toString('hex');
    const content = request.requestDigest.toString('hex');
    if (scope !== '' && (this.byScope.get(scope) ?? content) !== content) {
      throw new AppError('idempotency_key_reused', 'this key was used with other content');
    }
    this.byScope.set(scope, content);
    const known = this.charges.get(this.byReuseKey.get(request.reuseKey.toString('hex')) ?? '');
    if (known && (known.state === 'OPEN' || known.state === 'HELD')) return { ...known, created: false };
    const preimage = randomBytes(32);
    const paymentHash = createHash('sha256').update(preimage).digest();
    const { taskId, tokenNonce, tokenEpoch, priceMsat, funding } = request;
    const charge = {
      created: true,
      chargeId: newId('charge'),
      taskId,
      tokenNonce,
      tokenEpoch,
      paymentHash,
      paymentRequest: `lnbcrt15n1${paymentHash.toString('hex').replaceAll(/[^a-z0-9]/g, '')}`,
      state: 'OPEN',
      priceMsat,
      expiresAtMs: String(nowMs() + 600_000),
      node: 'market',
      funding,
      createdAtMs: String(nowMs()),
      serviceSlug: request.serviceSlug,
      listingVersion: request.listingVersion,
      preimage,
    };
    this.charges.set(taskId, charge);
    this.byReuseKey.set(request.reuseKey.toString('hex'), taskId);
    return charge;
  }
}

const ledgerAccount = {
  id: '1',
  code: 1130,
  name: 'Node',
  owner: '',
  side: 'debit',
  debitsMsat: '5',
  creditsMsat: '0',
  balanceMsat: '5',
  entries: '1',
};

export async function notForGateway(): Promise<never> {
  throw new AppError('internal', 'the gateway never calls this');
}
