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
const read = async (input: ImageInput, signal?: AbortSignal) => textOf(await reader.read(openImage(input), signal));
const example = { image: exampleImage };

await runBot(async () => {
  // What cannot read its own example has nothing to offer; and the first customer finds the engine warm.
  const output = await read(example);
  await sellByPull(
    {
      slug: 'image-text',
      title: 'Text of an image',
      description:
        'Reads printed English on a scan or a screenshot, line by line, and says how sure it is of each. PNG or JPEG of up to 10 megapixels; a page takes a second or two.',
      tags: ['image', 'ocr', 'english'],
      inputSchema,
      outputSchema,
      example: { input: example, output },
      priceMsat: '2000',
      deadlineMs: 8_000,
      maxConcurrency: 1,
    },
    (task) => read(task.input as ImageInput, task.signal),
    () => reader.close(),
  );
});
