/**
 * The node against the books, on a whole marketplace: what it earns, gives back and owes reconciles to the millisatoshi; what is
 * taken or put there behind our back is found, and an admin deals with it.
 */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { nodeOf } from '#apps/botbazaar/connect-file';
import { msat } from '#kernel/msat';
import { openInvoiceDesk } from '#lightning/invoice-desk';
import { connectLnd } from '#lightning/lnd-client';
import { taskOrder } from '#test/harness/buyers';
import { suiteMarketplace } from '#test/harness/marketplace';
import { answer } from '#test/harness/sellers';
import { unrecorded } from '#test/harness/transcript';
import { until } from '#test/harness/until';

const market = suiteMarketplace(() => ({ sellerPorts: 3 }));

interface Report {
  readonly reconciliationId: string;
  readonly state: string;
  readonly verdict?: string;
  readonly differenceMsat?: string;
  readonly invoices: number;
  readonly lines: readonly { readonly name: string; readonly nodeMsat?: string; readonly booksMsat?: string }[];
  readonly found: readonly { readonly kind: string; readonly paymentHash: string; readonly amountMsat: string }[];
}
interface Incident {
  readonly incidentId: string;
  readonly kind: string;
  readonly closedReason?: string;
}

const asAdmin = () => ({ authorization: `Bearer ${market().access().adminToken}` });
/** What the nodes own differs from run to run. */
const ask = <T>(path: string, reason?: string) =>
  unrecorded(async () => {
    const body = reason === undefined ? {} : { body: { reason } };
    const reply = await market()
      .buyer()
      .send({ path: `/v1/admin/${path}`, headers: asAdmin(), ...body });
    return { status: reply.status, json: reply.json<T>() };
  });

async function reconciled(): Promise<Report> {
  const { json } = await ask<{ reconciliationIds: string[] }>('reconciliations', 'the test wants it');
  const [id = ''] = json.reconciliationIds;
  return await until(
    async () => (await ask<Report>(`reconciliations/${id}`)).json,
    ({ state }) => state === 'DONE',
    20_000,
  );
}

const incidents = async () => (await ask<{ incidents: Incident[] }>('incidents?open=true')).json.incidents;
const stops = () => market().database.openAsOwner();
const stopped = async () => {
  const owner = await stops();
  const rows = await owner.query<{ node: string; actor: string }>('SELECT node, actor FROM billing.payout_stop');
  await owner.close();
  return rows.map(({ actor }) => actor);
};

/** Moves the border of a channel of the market's node, as no payment does. */
async function move(byMsat: bigint): Promise<void> {
  const { books, marketNode } = market();
  type Channel = { id: string; a: string; b: string; aMsat: string; bMsat: string };
  const { channels } = await books.control<{ channels: Channel[] }>('GET', '/channels');
  const [channel] = channels.filter(({ a, b }) => a === 'market' || b === 'market');
  if (!channel) throw new Error(`the node ${marketNode} has no channel`);
  const now = BigInt(channel.a === 'market' ? channel.aMsat : channel.bMsat);
  await books.control('POST', `/channels/${channel.id}/balance`, { node: 'market', msat: String(now + byMsat) });
}

/** Everything that was taken is final, so that no comparison meets money on its way. */
const settled = () =>
  until(
    () => market().books.balance(1130),
    (settling) => settling === 0n,
    10_000,
  );

describe('a node and the books', () => {
  beforeAll(async () => {
    await until(
      async () => (await ask<{ reconciliations: { verdict?: string }[] }>('reconciliations')).json.reconciliations,
      (runs) => runs.some(({ verdict }) => verdict === 'baseline'),
      20_000,
    );
  }, 30_000);

  it('agree to the millisatoshi after work that was sold, given back and owed', async () => {
    const good = await market().list({ priceMsat: '1501' });
    const bad = await market().list({
      priceMsat: '2003',
      behaviour: (_work, response) => answer(response, 422, { error: { message: 'no' } }),
    });
    for (let n = 0; n < 3; n += 1) {
      const text = `sale ${n}`;
      expect((await market().buyer().buy(taskOrder(good.slug, { text }))).answer.status).toBe(200);
    }
    await expect(
      market()
        .buyer()
        .buy(taskOrder(bad.slug, { text: 'a' })),
    ).rejects.toThrow();
    const owed = taskOrder(bad.slug, { text: 'b' }, { funding: 'invoice' });
    const buyer = market().buyer();
    const offered = await buyer.challenge(owed);
    await buyer.pay(offered);
    await market().books.ended(offered.taskId);
    await settled();
    const report = await reconciled();
    expect(report).toMatchObject({ verdict: 'balanced', differenceMsat: '0', found: [] });
    expect(report.invoices).toBeGreaterThanOrEqual(5);
    const line = (name: string) => report.lines.find((one) => one.name === name);
    expect(line('final_receipts')?.booksMsat).toBe(String(3n * 1_501n + 2_003n));
    expect(line('owned')?.nodeMsat).toBe(line('owned')?.booksMsat);
    expect(await incidents()).toEqual([]);
  }, 60_000);

  it('differ by what nobody of ours has made or paid, which is listed', async () => {
    const { grpc, tlsCertFile, macaroonFile } = nodeOf(market().connection(), 'market');
    const macaroon = (await readFile(macaroonFile)).toString('hex');
    const desk = openInvoiceDesk(connectLnd({ address: grpc, tlsCertFile, macaroon: () => macaroon }));
    const terms = { amountMsat: msat(7_000n), memo: 'not ours', expirySeconds: 600 };
    await desk.addInvoice({ ...terms, preimage: randomBytes(32) });
    desk.close();
    expect((await reconciled()).found).toMatchObject([{ kind: 'invoice_without_charge', amountMsat: '0' }]);
  }, 30_000);

  it('show a surplus, which alarms and stops nothing, until an admin says whose it is', async () => {
    await move(12_345n);
    const report = await reconciled();
    expect(report).toMatchObject({ verdict: 'surplus', differenceMsat: '12345' });
    expect((await reconciled()).verdict).toBe('surplus');
    expect(await incidents()).toMatchObject([{ kind: 'surplus' }]);
    expect(await stopped()).toEqual([]);
    expect((await ask(`reconciliations/${report.reconciliationId}/accept`, 'an older one')).status).toBe(409);
    const newest = await reconciled();
    const accept = () => ask(`reconciliations/${newest.reconciliationId}/accept`, 'the owner sent it');
    expect(await accept()).toMatchObject({ status: 200, json: { differenceMsat: '12345' } });
    expect((await accept()).status).toBe(409);
    expect(await incidents()).toEqual([]);
    expect((await reconciled()).verdict).toBe('balanced');
  }, 90_000);

  it('show a shortfall: the second one beyond the tolerance stops payouts, until it is closed with a reason', async () => {
    await move(-2_000_001n);
    expect(await reconciled()).toMatchObject({ verdict: 'shortfall', differenceMsat: '-2000001' });
    expect(await stopped()).toEqual([]);
    expect((await reconciled()).verdict).toBe('shortfall');
    expect(await stopped()).toEqual(['reconciliation']);
    const open = await incidents();
    expect(open).toMatchObject([{ kind: 'shortfall' }]);
    await move(2_000_001n);
    const close = () => ask(`incidents/${open[0]?.incidentId}/close`, 'it was put back');
    expect([(await close()).status, (await close()).status]).toEqual([200, 200]);
    expect([await incidents(), await stopped()]).toEqual([[], []]);
    expect((await reconciled()).verdict).toBe('balanced');
  }, 90_000);

  it('count as a loss, with an incident, what went back to its payer after LND had settled', async () => {
    const listing = await market().list({ priceMsat: '5000' });
    const lost = await market().books.balance(5160);
    await market().books.fault({ node: 'market', kind: 'lose_settlement' });
    // The payer has its money back; the preimage was out all the same.
    await expect(
      market()
        .buyer()
        .buy(taskOrder(listing.slug, { text: 'lost' })),
    ).rejects.toThrow();
    await until(
      () => market().books.balance(5160),
      (msat) => msat === lost + 5_000n,
      10_000,
    );
    expect(await incidents()).toMatchObject([{ kind: 'htlc_lost' }]);
    expect((await reconciled()).verdict).toBe('balanced');
  }, 60_000);
});
