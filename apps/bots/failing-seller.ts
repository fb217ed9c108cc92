/**
 * A bot whose work always fails, to show what that costs a buyer: nothing. It fails once, the marketplace tries again, then
 * it gives up for good, and the marketplace cancels the payment that it only held.
 */
import { Refuse } from '#sdk/seller';
import { runBot } from './bot.js';
import { sell } from './seller-bot.js';

await runBot(() =>
  sell(
    {
      slug: 'latin-translation',
      title: 'Translation into Latin',
      description: 'Takes English prose and promises it in Latin. Its dictionary burned down, so every task fails.',
      tags: ['text', 'translation', 'failing'],
      inputSchema: {
        type: 'object',
        properties: { text: { type: 'string', minLength: 1, maxLength: 20_000 } },
        required: ['text'],
        additionalProperties: false,
      },
      outputSchema: { type: 'object', properties: { latin: { type: 'string' } }, required: ['latin'] },
      example: { input: { text: 'The ship sails.' }, output: { latin: 'Navis navigat.' } },
      priceMsat: '2000',
      deadlineMs: 3_000,
      maxConcurrency: 1,
    },
    ({ attempt }) => {
      if (attempt === 1) throw new Error('the dictionary is not where it was');
      throw new Refuse('the dictionary burned down');
    },
  ),
);
