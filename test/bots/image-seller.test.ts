/** The image reader as a process of its own, on a whole marketplace: what it sells, what it refuses, and who has the money then. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ImageText } from '#apps/bots/image-text';
import type { Service } from '#sdk/client';
import { PaymentFailed } from '#sdk/errors';
import { type BotProcess, startBot } from '#test/bots/bot-process';
import { blankPage } from '#test/bots/png';
import { expectSound, type Wallets } from '#test/harness/books';
import { taskOrder } from '#test/harness/buyers';
import { call, send } from '#test/harness/http';
import { suiteMarketplace } from '#test/harness/marketplace';
import { until } from '#test/harness/until';

const market = suiteMarketplace();
const page = readFileSync('apps/bots/scanned-page.png');

let folder: string;
let seller: BotProcess;
let before: Wallets;

const startSeller = () =>
  startBot('image-text-seller', { MARKET_URL: market().access().baseUrl, STATE_FILE: join(folder, 'reader.json') });
const listing = async () =>
  (await call<{ service: Service }>(market().access().baseUrl, '/v1/services/image-text')).service;
const order = (image: Buffer) => taskOrder('image-text', { image: image.toString('base64') });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'reader-'));
  seller = startSeller();
  await seller.event('ready');
});
afterAll(async () => {
  seller.kill();
  await seller.ended();
  rmSync(folder, { recursive: true });
});
beforeEach(async () => {
  before = await market().books.wallets();
});
afterEach(() => expectSound(market().books, before));

describe('the image reader', () => {
  it('lists what it does with an example that it lives up to', async () => {
    const { example, state, priceMsat } = await listing();
    expect([state, priceMsat]).toEqual(['published', '2000']);
    const { image } = example.input as { image: string };
    const { answer } = await market()
      .buyer()
      .buy(order(Buffer.from(image, 'base64')));
    const { output } = answer.json<{ output: ImageText }>();
    expect(output.text).toBe((example.output as ImageText).text);
  });

  it('sells the text of a scanned page', async () => {
    const { answer, challenge } = await market().buyer().buy(order(page));
    expect(answer.json()).toMatchObject({ state: 'DELIVERED' });
    const { output } = answer.json<{ output: ImageText }>();
    expect(output.lines[0]).toMatchObject({ text: 'Repair of the ferry Brattholm' });
    expect(await market().books.ended(challenge.taskId)).toMatchObject({ task: 'DELIVERED', charge: 'SETTLED' });
    expect(await seller.event('earned')).toMatchObject({ earnedMsat: '1940' });
  });

  it.each([
    ['what is no image', Buffer.from('this is text, and no image at all'), 'the image is neither a PNG nor a JPEG'],
    ['half an image', page.subarray(0, page.length / 2), 'the image is damaged and cannot be read'],
    ['a blank page', blankPage(), 'there is no text on the image'],
  ])('refuses %s, and the buyer keeps its money', async (_, image, reason) => {
    const buyer = market().buyer();
    const challenge = await buyer.challenge(order(image));
    await expect(buyer.pay(challenge)).rejects.toBeInstanceOf(PaymentFailed);
    const { task, charge } = await market().books.ended(challenge.taskId);
    expect([task, charge]).toEqual(['REJECTED', 'CANCELED']);
    expect((await buyer.state(challenge)).json()).toMatchObject({ state: 'REJECTED', attempts: 1, reason });
  });

  it('is asked for nothing that its schema does not take', async () => {
    const { baseUrl } = market().access();
    for (const image of ['Not base64, at all! '.repeat(9), 'A'.repeat(240_001), 7]) {
      const answer = await send(baseUrl, '/v1/services/image-text/tasks', { body: { input: { image } } });
      expect([answer.status, answer.json().code]).toEqual([400, 'invalid_input']);
    }
  });

  it('takes its listing off the market when it leaves, and puts it back when it returns', async () => {
    seller.closePipe();
    expect(await seller.ended()).toBe(0);
    expect((await listing()).state).toBe('paused');
    seller = startSeller();
    await seller.event('ready');
    expect(await listing()).toMatchObject({ state: 'published', version: 1 });
    const { answer } = await market().buyer().buy(order(page));
    expect(answer.json()).toMatchObject({ state: 'DELIVERED' });
  });

  it('is killed in its work, and the one that is started next does it within the same payment', async () => {
    const buyer = market().buyer();
    const challenge = await buyer.challenge(order(page));
    const paying = buyer.pay(challenge);
    const work = seller.events.filter(({ event }) => event === 'work').length;
    await until(
      async () => seller.events.filter(({ event }) => event === 'work').length,
      (count) => count > work,
    );
    seller.kill();
    await seller.ended();
    seller = startSeller();
    const paid = await paying;
    const answer = await buyer.claim(order(page), challenge, paid);
    expect(answer.json()).toMatchObject({ state: 'DELIVERED', attempts: 2 });
    expect(await market().books.ended(challenge.taskId)).toMatchObject({ task: 'DELIVERED', charge: 'SETTLED' });
  });
});
