/**
 * The whole marketplace on real nodes: what it earned and gave back is final after lnd's last word, and the node reconciles to the
 * millisatoshi; a routing fee and a payment behind our back are found to the millisatoshi as well.
 */
import { describe, expect, it } from '@jest/globals';
import { taskOrder } from '#test/harness/buyers';
import { suiteMarketplace } from '#test/harness/marketplace';
import { answer } from '#test/harness/sellers';
import { until } from '#test/harness/until';
import { Lnd } from '../lnd-sim/harness/lnd.js';
import { RealTarget } from './real-target.js';

const market = suiteMarketplace(() => ({ sellerPorts: 2 }));
const target = new RealTarget();

interface Report {
  readonly state: string;
  readonly verdict?: string;
  readonly differenceMsat?: string;
  readonly lines: readonly { readonly name: string; readonly nodeMsat?: string; readonly booksMsat?: string }[];
}

async function ask<T>(path: string, reason?: string): Promise<T> {
  const headers = { authorization: `Bearer ${market().access().adminToken}` };
  const body = reason === undefined ? {} : { body: { reason } };
  const reply = await market()
    .buyer()
    .send({ path: `/v1/admin/${path}`, headers, ...body });
  if (reply.status >= 300) throw new Error(`${path} was answered ${reply.status}: ${reply.text}`);
  return reply.json<T>();
}

async function reconciled(): Promise<Report> {
  const asked = await ask<{ reconciliationIds: string[] }>('reconciliations', 'the test wants it');
  return await until(
    () => ask<Report>(`reconciliations/${asked.reconciliationIds[0]}`),
    ({ state }) => state === 'DONE',
    30_000,
  );
}

const kinds = async () =>
  (await ask<{ incidents: { kind: string }[] }>('incidents?open=true')).incidents.map(({ kind }) => kind);

/** The sum of what the reported lines of one side differ by is what the report says. */
function print(what: string, report: Report): void {
  const lines = report.lines.map((line) => `${line.name} ${line.nodeMsat ?? '-'} | ${line.booksMsat ?? '-'}`);
  process.stdout.write(
    `${what}: ${report.verdict}, difference ${report.differenceMsat} msat\n  ${lines.join('\n  ')}\n`,
  );
}

describe('a real node and the books', () => {
  it('agree to the millisatoshi after work that was sold, given back and owed, once it is final', async () => {
    await until(
      async () => (await ask<{ reconciliations: Report[] }>('reconciliations')).reconciliations,
      (runs) => runs.some(({ verdict }) => verdict === 'baseline'),
      60_000,
    );
    const good = await market().list({ priceMsat: '1500' });
    const bad = await market().list({
      priceMsat: '2000',
      behaviour: (_work, response) => answer(response, 422, { error: { message: 'no' } }),
    });
    for (let n = 0; n < 3; n += 1) {
      const bought = await market()
        .buyer()
        .buy(taskOrder(good.slug, { text: `sale ${n}` }));
      expect(bought.answer.status).toBe(200);
    }
    await expect(
      market()
        .buyer()
        .buy(taskOrder(bad.slug, { text: 'a' })),
    ).rejects.toThrow();
    const buyer = market().buyer();
    const offered = await buyer.challenge(taskOrder(bad.slug, { text: 'b' }, { funding: 'invoice' }));
    await buyer.pay(offered);
    await market().books.ended(offered.taskId);
    await until(
      () => market().books.balance(1130),
      (settling) => settling === 0n,
      30_000,
    );
    expect(await market().books.balance(1110)).toBe(3n * 1_500n + 2_000n);
    const report = await reconciled();
    print('after the sales', report);
    expect(report).toMatchObject({ verdict: 'balanced', differenceMsat: '0' });
    expect(await kinds()).toEqual([]);
  }, 120_000);

  it('agree while a payment is held, which makes the commitment dearer for whoever opened the channel', async () => {
    let finish: () => void = () => undefined;
    const slow = await market().list({
      priceMsat: '1000000',
      deadlineMs: 18_000,
      behaviour: (work, response) => {
        finish = () => answer(response, 200, { output: { echo: work.input } });
      },
    });
    const bought = market()
      .buyer()
      .buy(taskOrder(slow.slug, { text: 'held' }));
    await until(
      async () => slow.works.length,
      (works) => works === 1,
    );
    const report = await reconciled();
    finish();
    print('while a payment is held', report);
    const incoming = report.lines.find(({ name }) => name === 'incoming_htlcs');
    expect(incoming).toMatchObject({ nodeMsat: '1000000', booksMsat: '1000000' });
    expect(report).toMatchObject({ verdict: 'balanced', differenceMsat: '0' });
    expect((await bought).answer.status).toBe(200);
    await until(
      () => market().books.balance(1130),
      (settling) => settling === 0n,
      30_000,
    );
  }, 60_000);

  it('differ by the fee of a payment that the node passed on, and by what its operator paid', async () => {
    const [buyer, seller, operator] = [target.nodes.buyer, target.nodes.seller, target.nodes.market].map(
      (node) => new Lnd(node),
    ) as [Lnd, Lnd, Lnd];
    try {
      const passed = await seller.call<{ payment_request: string }>('lnrpc.Lightning/AddInvoice', { value: '20000' });
      const forwarded = await buyer.paid(passed.payment_request, { fee_limit_msat: '1000000' });
      expect(forwarded.status).toBe('SUCCEEDED');
      const surplus = await reconciled();
      print('after a forward', surplus);
      expect(surplus).toMatchObject({ verdict: 'surplus', differenceMsat: String(forwarded.fee_msat) });
      const taken = await seller.call<{ payment_request: string }>('lnrpc.Lightning/AddInvoice', { value: '3000' });
      expect((await operator.paid(taken.payment_request)).status).toBe('SUCCEEDED');
      const shortfall = await reconciled();
      print('after a payment of the operator', shortfall);
      const left = BigInt(String(forwarded.fee_msat)) - 3_000_000n;
      expect(shortfall).toMatchObject({ verdict: 'shortfall', differenceMsat: String(left) });
      expect((await kinds()).sort()).toEqual(['shortfall', 'surplus']);
    } finally {
      for (const lnd of [buyer, seller, operator]) lnd.close();
    }
  }, 120_000);
});
