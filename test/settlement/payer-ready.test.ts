/** Whether billing may reserve at a node is what its payer says with each question, by whether the node answers it. */
import { describe, expect, it } from '@jest/globals';
import { Payer } from '#apps/settlement/payer';
import type { Billing } from '#contracts/billing';
import type { PayoutDesk } from '#lightning/payout-desk';
import { createLogger } from '#observability/logger';
import { until } from '#test/harness/until';

const node = `02${'ab'.repeat(32)}`;
const logger = createLogger({ level: 'silent', name: 'test', destination: { write: () => undefined } });
const lead = async () => ({
  lost: new AbortController().signal,
  ask: async () => [],
  release: async () => undefined,
});

/** What it has said until the node had been asked twice. */
async function said(second: () => Promise<string | undefined>): Promise<boolean[]> {
  let asked = 0;
  const desk = {
    ready: () => {
      asked += 1;
      return asked === 1 ? Promise.resolve(node) : second();
    },
    close: () => undefined,
  } as unknown as PayoutDesk;
  const words: boolean[] = [];
  const billing = {
    listPayoutWork: async ({ ready }: { ready: boolean }) => {
      words.push(ready);
      return { payouts: [] };
    },
  } as unknown as Billing;
  const payer = new Payer(desk, billing, lead, { payoutIntervalMs: 5 }, logger);
  payer.start();
  await until(
    () => words.length,
    (count) => count > 5,
  );
  await payer.stop();
  return words;
}

describe('a payer', () => {
  it('says that it can pay while its node answers', async () => {
    expect((await said(async () => node)).at(-1)).toBe(true);
  });

  it('says that it cannot where its node refuses the macaroon, is behind the chain, or is another one', async () => {
    const refuses = () => Promise.reject(new Error('verification failed'));
    expect((await said(refuses)).at(-1)).toBe(false);
    expect((await said(async () => undefined)).at(-1)).toBe(false);
    expect((await said(async () => `03${'cd'.repeat(32)}`)).at(-1)).toBe(false);
  });
});
