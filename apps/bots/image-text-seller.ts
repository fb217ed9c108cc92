/**
 * A bot that sells the text of images. It has no address and pulls its work; keep its standard input open:
 *
 *     MARKET_URL=http://127.0.0.1:8402 STATE_FILE=reader.json node dist/apps/bots/image-text-seller.js
 */
import { runBot } from './bot.js';
import { exampleImage, type ImageInput, inputSchema, openImage, outputSchema, textOf } from './image-text.js';
import { PageReader } from './page-reader.js';
import { sellByPull } from './pulling-seller-bot.js';

const reader = new PageReader();

await runBot(() =>
  sellByPull(
    {
      slug: 'image-text',
      title: 'Text of an image',
      description:
        'Reads printed English on a scan or a screenshot, line by line, and says how sure it is of each. PNG or JPEG of up to 10 megapixels; a page takes a second or two.',
      tags: ['image', 'ocr', 'english'],
      inputSchema,
      outputSchema,
      example: { input: { image: exampleImage }, output: textOf([[{ text: 'A fine day.', confidence: 0.96 }]]) },
      priceMsat: '2000',
      deadlineMs: 8_000,
      maxConcurrency: 1,
    },
    async (task) => textOf(await reader.read(openImage(task.input as ImageInput), task.signal)),
    () => reader.close(),
  ),
);
