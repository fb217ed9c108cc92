/**
 * A bot that sells text analysis. Start it with MARKET_URL and STATE_FILE set, and keep its standard input open:
 *
 *     MARKET_URL=http://127.0.0.1:8402 STATE_FILE=seller.json node dist/apps/bots/text-analysis-seller.js
 */
import { runBot } from './bot.js';
import { sell } from './seller-bot.js';
import { type AnalysisInput, analyseText, inputSchema, outputSchema } from './text-analysis.js';

const exampleInput = { text: 'Anna paid $12 in Oslo on 3 May 2025. The soup was wonderful.', maxKeySentences: 1 };

await runBot(() =>
  sell(
    {
      slug: 'text-analysis',
      title: 'Text analysis',
      description:
        'Reads English prose and returns the names, dates and sums in it, its sentiment, its key sentences and how hard it is to read. Up to 20,000 characters, answered in well under a second.',
      tags: ['text', 'nlp', 'english'],
      inputSchema,
      outputSchema,
      example: { input: exampleInput, output: analyseText(exampleInput) },
      priceMsat: '1500',
      deadlineMs: 3_000,
      maxConcurrency: 4,
    },
    // The marketplace has checked the input against the schema above before the buyer paid.
    (task) => analyseText(task.input as AnalysisInput),
  ),
);
