/**
 * What can be wrong with a node, on a simulated one, by the clocks of production: it is noticed within 30 seconds, shows where
 * people look, stops sales and nothing else, and is over when it is over.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { billingDefaults } from '#apps/billing/config';
import { billingSchema } from '#apps/billing/schema';
import { type RunningBilling, start as startBilling } from '#apps/billing/start';
import { type Settlement, settlementDefaults, start as startSettlement } from '#apps/settlement/start';
import type { ChargeReply } from '#contracts/billing';
import type { Dispatch } from '#contracts/dispatch';
import { systemClock } from '#kernel/clock';
import { asAppError } from '#kernel/errors';
import { openInvoiceDesk } from '#lightning/invoice-desk';
import { openInvoiceWatch } from '#lightning/invoice-watch';
import { createLogger } from '#observability/logger';
import { order } from '#test/billing/billing-kit';
import { suiteDatabase } from '#test/harness/database';
import { testJournal } from '#test/harness/journal';
import { until } from '#test/harness/until';
import { keyring } from '#test/l402/samples';
import { suiteLightning } from '#test/lightning/lightning-kit';
import { alone, paysNothing } from './settlement-kit.js';

const suite = suiteDatabase();
const lightning = suiteLightning();
const logger = createLogger({ level: 'silent', name: 'test', destination: { write: () => undefined } });
const dispatch = { fundTask: async () => ({ outcome: 'queued' }) } as unknown as Dispatch;
const noticedMs = 30_000;

let billing: RunningBilling;
let settlement: Settlement;

beforeAll(async () => {
  const { connect, deskMacaroon, watchMacaroon } = lightning();
  billing = await startBilling(billingDefaults, {
    database: await suite().open(billingSchema, { poolSize: 8 }),
    desks: [openInvoiceDesk(connect(deskMacaroon))],
    keys: { preimages: keyring, credentials: keyring },
    journal: testJournal(),
    clock: systemClock,
    logger,
  });
  const watches = [openInvoiceWatch(connect(watchMacaroon))];
  settlement = await startSettlement(settlementDefaults, {
    ...{ billing: billing.service, dispatch, watches, lead: alone, logger },
    ...paysNothing,
  });
});
afterAll(async () => {
  await settlement.stop();
  await billing.stop();
});

const control = (path: string, body: object = {}) => lightning().target.control('POST', `/nodes/market/${path}`, body);
const readyz = async () => (await settlement.health[0]?.check()) ?? 'fit';

async function reported(): Promise<string> {
  const { nodes } = await billing.service.listNodes({});
  return nodes[0]?.unfit ?? 'nothing';
}

async function refusal(): Promise<string> {
  try {
    await billing.service.openCharge(order());
    return 'sold';
  } catch (error) {
    const { code, message } = asAppError(error);
    return `${code}: ${message}`;
  }
}

async function fitAgain(): Promise<void> {
  await until(reported, (unfit) => unfit === '', noticedMs);
  await until(refusal, (outcome) => outcome === 'sold', noticedMs);
  expect(await readyz()).toBe('fit');
}

/** Breaks the node while a payment is held there, and sees to it that the payment is settled when all is well again. */
async function trouble(
  breaks: () => Promise<unknown>,
  heals: () => Promise<unknown>,
  seen: { unfit: string; word: RegExp },
) {
  await fitAgain();
  const charge = await heldCharge();
  const began = performance.now();
  await breaks();
  try {
    await until(readyz, (missing) => seen.word.test(missing), noticedMs);
    await until(reported, (unfit) => unfit === seen.unfit, noticedMs);
    const sale = await until(refusal, (outcome) => outcome !== 'sold', noticedMs);
    expect(performance.now() - began).toBeLessThan(noticedMs);
    expect(sale).toMatch(/^lightning_unavailable: /);
  } finally {
    await heals();
  }
  await fitAgain();
  const { taskId } = charge;
  const { sellerAccountId } = charge;
  await billing.service.captureCharge({ taskId, payeeAccountId: sellerAccountId });
  await until(
    async () => (await billing.service.getCharge({ taskId })).state,
    (state) => state === 'SETTLED',
    noticedMs,
  );
}

async function heldCharge(): Promise<ChargeReply & { readonly sellerAccountId: string }> {
  const request = order({ holdWindowMs: 600_000 });
  const charge = await billing.service.openCharge(request);
  lightning().buyer.pay(charge.paymentRequest);
  await until(
    async () => (await billing.service.getCharge({ taskId: charge.taskId })).state,
    (state) => state === 'HELD',
  );
  return { ...charge, sellerAccountId: request.sellerAccountId };
}

describe('a node', () => {
  it('that stalls in silence, its streams open', async () => {
    await trouble(
      () => control('freeze'),
      () => control('thaw'),
      { unfit: 'silent', word: /does not answer/ },
    );
  }, 120_000);

  it('whose wallet is locked', async () => {
    await trouble(
      () => control('settings', { walletState: 'LOCKED' }),
      () => control('settings', { walletState: 'SERVER_ACTIVE' }),
      { unfit: 'wallet_locked', word: /wallet .* is locked/ },
    );
  }, 120_000);

  it('that no longer follows its chain', async () => {
    await trouble(
      () => control('settings', { syncedToChain: false }),
      () => control('settings', { syncedToChain: true }),
      { unfit: 'chain_not_followed', word: /does not follow the chain/ },
    );
  }, 120_000);

  it('that was started without --store-final-htlc-resolutions', async () => {
    const restart = async (storeFinalResolutions: boolean) => {
      await control('settings', { storeFinalResolutions });
      await control('restart', { how: 'term', downMs: 300 });
    };
    await trouble(
      () => restart(false),
      () => restart(true),
      { unfit: 'no_resolutions', word: /without --store-final-htlc-resolutions/ },
    );
  }, 120_000);

  it('that has been shut down', async () => {
    await trouble(
      () => control('stop', { how: 'term' }),
      () => control('start'),
      { unfit: 'unreachable', word: /not reachable/ },
    );
  }, 120_000);

  it('is fit again at once after its stream has ended for nothing, and the end was counted', async () => {
    await fitAgain();
    const ends = async () => (await billing.service.listNodes({})).nodes[0]?.streamsEnded ?? 0;
    const before = await ends();
    await control('streams', { how: 'end' });
    await until(ends, (count) => count > before, noticedMs);
    await fitAgain();
  }, 60_000);
});
