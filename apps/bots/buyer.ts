/**
 * A bot that buys work: finds a service by a few words, asks for it, pays the invoice of the 402 and prints the result.
 * It has no account at the marketplace, only a Lightning wallet.
 *
 *     MARKET_URL=http://127.0.0.1:8402 LND_GRPC=localhost:10009 LND_TLS_CERT_FILE=tls.cert LND_MACAROON_FILE=buyer.macaroon \
 *       node dist/apps/bots/buyer.js --query "text analysis" --max-msat 5000
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Bought, type BuyStep, payAndFetch } from '#sdk/buyer';
import { MarketClient, type Service } from '#sdk/client';
import type { Wallet } from '#sdk/wallet';
import { emit, endWithParent, leave, required, runBot, type Untimed } from './bot.js';
import type { BuyerStep } from './events.js';
import { sampleText } from './sample-text.js';
import { reasonOf, type TaskReply } from './task-reply.js';
import { openWallet } from './wallet.js';

/** What is known of the purchase so far, for the last line whatever it will be. */
interface Trace {
  readonly service: string;
  readonly balanceBefore: bigint;
  readonly startedMs: number;
  taskId?: string | undefined;
  taskKey?: string | undefined;
  paymentHash?: string;
}

const { values: options } = parseArgs({
  options: {
    query: { type: 'string', default: 'text analysis' },
    'max-msat': { type: 'string', default: '10000' },
    /** The task's input as JSON, or the name of a file that holds it after an @. */
    input: { type: 'string', default: JSON.stringify({ text: sampleText }) },
    /** `image=page.png` instead of an input: one property that holds that file in base64. */
    file: { type: 'string' },
  },
});

await runBot(async () => {
  endWithParent();
  const wallet = openWallet();
  await buy(new MarketClient({ baseUrl: required('MARKET_URL') }), wallet, BigInt(options['max-msat']));
  wallet.close();
  // Standard input is still open, as the one who started us likes it; our work is done all the same.
  leave(0);
});

async function buy(market: MarketClient, wallet: Wallet, maxMsat: bigint): Promise<void> {
  const service = await find(market, maxMsat);
  const trace: Trace = {
    service: service.slug,
    balanceBefore: await wallet.balanceMsat(),
    startedMs: performance.now(),
  };
  let bought: Bought;
  try {
    bought = await payAndFetch(
      market.taskUrl(service.slug),
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ input: inputOf(options) }),
      },
      { wallet, maxMsat, onStep: (step) => tell(step, trace) },
    );
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return tellNotBought(wallet, trace, error.name, (await reasonOf(market, trace)) ?? error.message);
  }
  const { response, payment } = bought;
  const task = (await response.json().catch(() => ({}))) as TaskReply;
  trace.taskId ??= task.taskId;
  if (!response.ok || task.output === undefined) {
    const why = task.reason ?? task.detail ?? `the server answered ${response.status}`;
    return tellNotBought(wallet, trace, 'NotDelivered', why);
  }
  emit({
    event: 'bought',
    service: trace.service,
    taskId: trace.taskId,
    output: task.output,
    paymentHash: payment?.paymentHash,
    paidMsat: String(payment?.paidMsat ?? 0n),
    feeMsat: String(payment?.feeMsat ?? 0n),
    balanceBeforeMsat: String(trace.balanceBefore),
    balanceAfterMsat: String(await wallet.balanceMsat()),
    totalMs: Math.round(performance.now() - trace.startedMs),
  });
}

async function tellNotBought(wallet: Wallet, trace: Trace, error: string, message: string): Promise<void> {
  const balanceAfter = await wallet.balanceMsat();
  emit({
    event: 'not-bought',
    service: trace.service,
    taskId: trace.taskId,
    paymentHash: trace.paymentHash,
    error,
    message,
    balanceBeforeMsat: String(trace.balanceBefore),
    balanceAfterMsat: String(balanceAfter),
    walletWhole: balanceAfter === trace.balanceBefore,
    totalMs: Math.round(performance.now() - trace.startedMs),
  });
}

/** The first service that fits the words and the price. */
async function find(market: MarketClient, maxMsat: bigint): Promise<Service> {
  emit({ event: 'step', name: 'search', detail: options.query });
  const { services } = await market.search({ query: options.query, maxPriceMsat: String(maxMsat), limit: 1 });
  const [service] = services;
  if (!service) throw new Error(`no service for "${options.query}" at up to ${maxMsat} msat`);
  emit({ event: 'step', name: 'found', detail: `${service.slug}: ${service.title}`, amountMsat: service.priceMsat });
  return service;
}

function inputOf({ input, file }: typeof options): unknown {
  if (file !== undefined) {
    const [property = '', name = ''] = file.split('=', 2);
    return { [property]: readFileSync(name, 'base64') };
  }
  return JSON.parse(input.startsWith('@') ? readFileSync(input.slice(1), 'utf8') : input);
}

function tell(step: BuyStep, trace: Trace): void {
  if (step.name === 'challenge') {
    trace.paymentHash = step.paymentHash;
    const { taskId, taskKey } = (step.body ?? {}) as TaskReply;
    Object.assign(trace, { taskId, taskKey });
  }
  emit({ event: 'step', ...inWords(step, trace) });
}

function inWords(step: BuyStep, { taskId }: Trace): Omit<Untimed<BuyerStep>, 'event'> {
  switch (step.name) {
    case 'request':
      return { name: 'request', detail: `${step.method} ${step.paid ? 'with the proof of payment' : 'unpaid'}` };
    case 'challenge': {
      const { amountMsat, paymentHash } = step;
      return {
        name: '402',
        detail: `an invoice of ${amountMsat} msat`,
        amountMsat: String(amountMsat),
        paymentHash,
        taskId,
      };
    }
    case 'paying': {
      const { amountMsat, paymentHash } = step;
      const detail = 'the wallet pays, and waits while the payment is held';
      return { name: 'paying', detail, amountMsat: String(amountMsat), paymentHash };
    }
    case 'paid':
      return { name: 'paid', detail: `and ${step.feeMsat} msat for the route`, amountMsat: String(step.paidMsat) };
    case 'waiting':
      return { name: 'waiting', detail: `${step.ms} ms: ${step.why}` };
    case 'answer':
      return { name: 'answer', detail: String(step.status) };
  }
}
