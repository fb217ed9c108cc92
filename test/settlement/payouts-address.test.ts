/** Payouts to a Lightning address or an LNURL, whose server is a stranger's and answers what it likes. */
import { createHash } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bech32 } from '@scure/base';
import { invoiceFrom } from '#apps/gateway/selling/pay-address';
import { Outbound } from '#outbound/call';
import { failure } from '#test/lightning/lightning-kit';
import { payoutsUnderTest } from './payout-kit.js';

const test = payoutsUnderTest();
const ownsMsat = 500_000n;
const metadata = '[["text/plain","a bot that earns"]]';
let server: Server;
let host: string;
let outbound: Outbound;
/** What the server does; a test changes it. */
let answers: RequestListener;
const asked: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    answers(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  host = `127.0.0.1:${port}`;
  outbound = new Outbound({ allowedEndpoints: [{ host: '127.0.0.1', port }] });
});
afterAll(async () => {
  await outbound.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

interface Payee {
  readonly offer?: object;
  readonly invoice?: (amountMsat: bigint) => Promise<string>;
}

/** A payee as the standard wants it, with what a test changes of it. */
function payee({ offer = {}, invoice }: Payee = {}): RequestListener {
  const hash = createHash('sha256').update(metadata).digest();
  const make = invoice ?? ((amountMsat: bigint) => test().invoice(amountMsat, { description_hash: hash }));
  return (request, response) => {
    const json = (body: object) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    const url = new URL(request.url ?? '', `http://${host}`);
    if (url.pathname.startsWith('/.well-known/lnurlp/')) {
      const callback = `http://${host}/pay?of=bot`;
      json({ tag: 'payRequest', callback, metadata, minSendable: 1_000, maxSendable: 200_000, ...offer });
      return;
    }
    make(BigInt(url.searchParams.get('amount') ?? '0')).then(
      (pr) => json({ pr, routes: [] }),
      (error) => response.destroy(error),
    );
  };
}

async function payOut(address: string, amountMsat = '60000') {
  const accountId = await test().account(ownsMsat);
  const found = await invoiceFrom(outbound, address, amountMsat);
  const { paymentRequest, descriptionHash } = found;
  return await test().ask(accountId, paymentRequest, { address, amountMsat, descriptionHash });
}

describe('a payout to an address', () => {
  const lnurl = () =>
    bech32.encode('lnurl', bech32.toWords(Buffer.from(`http://${host}/.well-known/lnurlp/bot`)), 2_048);
  it.each([
    ['a Lightning address', () => `Bot@${host}`],
    ['an LNURL', () => lnurl().toUpperCase()],
    ['an LNURL in a link', () => `lightning:${lnurl()}`],
    ['an address with the scheme lnurlp', () => `lnurlp://${host}/.well-known/lnurlp/bot`],
  ])('pays %s', async (_, address) => {
    answers = payee();
    const payout = await payOut(address());
    expect(asked.slice(-2)).toEqual(['/.well-known/lnurlp/bot', '/pay?of=bot&amount=60000']);
    test().payer();
    expect(await test().ended(payout)).toMatchObject({ state: 'SUCCEEDED', amountMsat: '60000' });
  });

  const never: RequestListener = () => undefined;
  const cases: [what: string, code: string, answers: () => RequestListener, amountMsat?: string][] = [
    [
      'gives an invoice about another amount',
      'address_unusable',
      () => payee({ invoice: (msat) => test().invoice(msat + 1n) }),
    ],
    [
      'gives an invoice that names no metadata',
      'address_unusable',
      () => payee({ invoice: (msat) => test().invoice(msat) }),
    ],
    ['gives an invoice without an amount', 'address_unusable', () => payee({ invoice: () => test().invoice(0n) })],
    ['gives no invoice', 'address_unusable', () => payee({ invoice: async () => '' })],
    ['gives what is no invoice', 'invalid_invoice', () => payee({ invoice: async () => 'lnbcrt1nonsense' })],
    ['takes less', 'payout_limit', () => payee({ offer: { maxSendable: 59_999 } })],
    ['takes more', 'payout_limit', () => payee({ offer: { minSendable: 60_001 } })],
    ['is asked for nothing', 'amount_mismatch', () => payee(), '0'],
    ['offers something else', 'address_unusable', () => payee({ offer: { tag: 'withdrawRequest' } })],
    [
      'names a callback that may not be called',
      'address_unusable',
      () => payee({ offer: { callback: 'http://10.0.0.1/pay' } }),
    ],
    ['names a callback with a file', 'address_unusable', () => payee({ offer: { callback: 'file:///etc/passwd' } })],
    ['says that it failed', 'address_unusable', () => payee({ offer: { status: 'ERROR', reason: 'no' } })],
    ['redirects', 'address_unusable', () => (_, response) => response.writeHead(302, { location: '/' }).end()],
    [
      'answers with ten megabytes',
      'address_unusable',
      () => (_, response) => response.end(Buffer.alloc(10_000_000, 32)),
    ],
    ['answers with no JSON', 'address_unusable', () => (_, response) => response.end('<html>')],
    ['answers with an error', 'address_unusable', () => (_, response) => response.writeHead(500).end('{}')],
    ['does not answer', 'address_unusable', () => never],
  ];
  it.each(cases.map(([what, code, does, amountMsat = '60000']) => ({ what, code, does, amountMsat })))(
    'that $what is refused: $code',
    async ({ code, does, amountMsat }) => {
      answers = does();
      const { payouts } = await test().billing.service.listPayouts({
        accountId: '',
        state: '',
        cursor: '',
        limit: 500,
      });
      expect(await failure(payOut(`bot@${host}`, amountMsat))).toBe(code);
      const after = await test().billing.service.listPayouts({ accountId: '', state: '', cursor: '', limit: 500 });
      expect(after.payouts).toHaveLength(payouts.length);
    },
    20_000,
  );

  it.each([
    ['a host that is not public', 'bot@localhost:80'],
    ['another port of an allowed host', 'bot@127.0.0.1:1'],
    ['no address', 'pay me'],
    ['a damaged LNURL', 'lnurl1dp68gurn8ghj7'],
  ])('asks nobody about %s', async (_, address) => {
    const before = asked.length;
    expect(await failure(payOut(address))).toBe('address_unusable');
    expect(asked).toHaveLength(before);
  });

  it('is one for one Idempotency-Key, although the address gives another invoice each time', async () => {
    answers = payee();
    const accountId = await test().account(ownsMsat);
    const idempotencyScope = Buffer.alloc(32, 9);
    const order = async () => {
      const found = await invoiceFrom(outbound, `bot@${host}`, '7000');
      return { ...found, address: `bot@${host}`, amountMsat: '7000', idempotencyScope };
    };
    const [one, two] = [await order(), await order()];
    expect(one.paymentRequest).not.toBe(two.paymentRequest);
    const first = await test().ask(accountId, one.paymentRequest, one);
    expect((await test().ask(accountId, two.paymentRequest, two)).payoutId).toBe(first.payoutId);
    expect((await test().ask(accountId, '', two)).payoutId).toBe(first.payoutId);
  });
});
