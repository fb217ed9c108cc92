import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { Refuse } from '#sdk/pull-work';
import { blankPage, png } from '#test/bots/png';
import { imageSize } from './image-size.js';
import { exampleImage, inputSchema, openImage, outputSchema, textOf } from './image-text.js';
import { PageReader } from './page-reader.js';

const page = readFileSync('apps/bots/scanned-page.png');
const reader = new PageReader();
const ajv = new Ajv2020({ strict: true });

afterAll(() => reader.close());

const base64 = (image: Buffer) => ({ image: image.toString('base64') });
const read = async (image: Buffer, signal?: AbortSignal) => textOf(await reader.read(openImage(base64(image)), signal));

const word = Buffer.from(exampleImage, 'base64');
/** Cut so that it names its size and has not all of it. */
const half = page.subarray(0, page.length / 2);
/** A JPEG as far as its first segments go, with a frame of that size. */
const jpeg = (width: number, height: number) => {
  const frame = [0xff, 0xc0, 0, 11, 8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0];
  return Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, ...frame, 0xff, 0xd9]);
};

describe('reading an image', () => {
  it('finds the lines and paragraphs of a scanned page', async () => {
    const { text, confidence, lines } = await read(page);
    expect(text.split('\n\n')[0]).toBe('Repair of the ferry Brattholm');
    expect(text).toContain('was friendly and the passengers were wonderful about the delay.');
    expect(confidence).toBeGreaterThan(0.9);
    expect(lines).toHaveLength(9);
    const matches = ajv.compile(outputSchema);
    expect(matches({ text, confidence, lines }) ? [] : matches.errors).toEqual([]);
  });

  it.each([
    ['what is no image', Buffer.from('hello, this is no image at all'), 'neither a PNG nor a JPEG'],
    ['half an image', half, 'damaged'],
    ['a JPEG without pixels', jpeg(80, 60), 'damaged'],
    ['a JPEG without a frame', Buffer.from([0xff, 0xd8, 0xff, 0xd9, 0, 0]), 'neither a PNG nor a JPEG'],
    ['a blank page', blankPage(), 'no text'],
    ['a picture that unpacks to gigabytes', png(60_000, 60_000, [Buffer.alloc(9)]), '60000 × 60000 pixels'],
    ['a JPEG of the same kind', jpeg(50_000, 50_000), '50000 × 50000 pixels'],
  ])('refuses %s, and reads the next one', async (_, image, why) => {
    const refusal = await read(image).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Refuse);
    expect((refusal as Refuse).message).toContain(why);
    expect((await read(word)).text).toBe('A fine day.');
  });

  it('stops at once when its time is over, and reads the next one', async () => {
    const soon = AbortSignal.timeout(20);
    await expect(read(page, soon)).rejects.toMatchObject({ name: 'TimeoutError' });
    await expect(read(page, soon)).rejects.toMatchObject({ name: 'TimeoutError' });
    expect((await read(word)).text).toBe('A fine day.');
  });

  it('knows the size of PNG and JPEG', () => {
    expect(imageSize(page)).toEqual({ width: 840, height: 560 });
    expect(imageSize(jpeg(640, 480))).toEqual({ width: 640, height: 480 });
    for (const cut of [0, 3, 8, 16, 20]) expect(imageSize(page.subarray(0, cut))).toBeUndefined();
    for (const cut of [0, 3, 4, 8, 12]) expect(imageSize(jpeg(640, 480).subarray(0, cut))).toBeUndefined();
  });

  it('declares an input schema that takes a page in base64 and nothing else', () => {
    const takes = ajv.compile(inputSchema);
    expect(takes(base64(page))).toBe(true);
    for (const image of ['', 'not base64!'.repeat(9), 'A'.repeat(240_001)]) expect(takes({ image })).toBe(false);
    expect(takes({ ...base64(page), more: 1 })).toBe(false);
  });
});
