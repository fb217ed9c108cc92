/**
 * A bot that sells reports on scanned pages and does none of the work itself: it buys the text of the page from one bot and
 * the analysis of the text from another, pays both from its own wallet, and is paid by its customer for the whole. Its
 * customer's payment is held meanwhile. When a purchase fails it refuses the task: the customer has its money back, and
 * what the researcher has spent by then is its own loss.
 *
 *     MARKET_URL=http://127.0.0.1:8402 STATE_FILE=researcher.json NOTEBOOK_FILE=purchases.json \
 *       LND_GRPC=localhost:10009 LND_TLS_CERT_FILE=tls.cert LND_MACAROON_FILE=researcher.macaroon \
 *       node dist/apps/bots/researcher.js
 */
import { parseArgs } from 'node:util';
import { MarketClient } from '#sdk/client';
import { type PulledTask, Refuse } from '#sdk/pull-work';
import { emit, required, runBot } from './bot.js';
import { exampleImage, type ImageInput, inputSchema } from './image-text.js';
import { Notebook } from './notebook.js';
import { outputSchema, type PageReport, reportOnPage } from './page-report.js';
import { sellByPull } from './pulling-seller-bot.js';
import { Purchasing } from './purchasing.js';
import { openWallet } from './wallet.js';

const priceMsat = 6_000n;
/** Less than the price by more than the marketplace's fee, so that no task costs more than it brings. */
const budgetMsat = 5_500n;

const { values: suppliers } = parseArgs({
  options: {
    reader: { type: 'string', default: 'image-text' },
    analyst: { type: 'string', default: 'text-analysis' },
  },
});

await runBot(async () => {
  const wallet = openWallet();
  const notebook = new Notebook(required('NOTEBOOK_FILE'));
  const market = new MarketClient({ baseUrl: required('MARKET_URL') });
  const purchasing = new Purchasing({ market, wallet, notebook, budgetMsat });

  async function work(task: PulledTask): Promise<PageReport> {
    try {
      return await reportOnPage(task.input as ImageInput, suppliers, (service, input) =>
        purchasing.buy(task, service, input),
      );
    } catch (error) {
      const spentMsat = notebook.spentMsat(task.taskId);
      if (error instanceof Refuse && spentMsat > 0n) {
        emit({ event: 'loss', taskId: task.taskId, spentMsat: String(spentMsat) });
      }
      throw error;
    }
  }

  await sellByPull(
    {
      slug: 'page-report',
      title: 'Page report',
      description:
        'Reads a scanned page of English print and reports on it: title, key sentences, names, dates and sums, sentiment, readability, and the text itself. Bought from other bots on this marketplace; you pay for the report only.',
      tags: ['image', 'report', 'english'],
      inputSchema,
      outputSchema,
      example: { input: { image: exampleImage } },
      priceMsat: String(priceMsat),
      deadlineMs: 18_000,
      maxConcurrency: 2,
    },
    work,
    () => wallet.close(),
  );
});
