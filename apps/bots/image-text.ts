/** What the image reader sells: its input, its output, and what it refuses. */
import { Refuse } from '#sdk/pull-work';
import { imageSize } from './image-size.js';
import type { Paragraph, ReadLine } from './page-reader.js';

export interface ImageInput {
  /** Base64. */
  readonly image: string;
}

export interface ImageText {
  /** Lines end with a line feed, paragraphs with an empty line. */
  readonly text: string;
  /** The mean of the lines, 0 to 1. */
  readonly confidence: number;
  readonly lines: readonly ReadLine[];
}

export const inputSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  properties: {
    image: {
      type: 'string',
      description: 'A PNG or JPEG of print in English, at most 10 megapixels, in base64',
      contentEncoding: 'base64',
      minLength: 40,
      // The marketplace takes inputs of up to 256 kB.
      maxLength: 240_000,
      pattern: '^[A-Za-z0-9+/]+={0,2}$',
    },
  },
  required: ['image'],
  additionalProperties: false,
} as const;

export const outputSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  properties: {
    text: { type: 'string', minLength: 1 },
    confidence: { type: 'number', minimum: 0, maximum: 1 },
    lines: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        properties: { text: { type: 'string' }, confidence: { type: 'number', minimum: 0, maximum: 1 } },
        required: ['text', 'confidence'],
      },
    },
  },
  required: ['text', 'confidence', 'lines'],
} as const;

/** "A fine day.", black on white. */
export const exampleImage = [
  'iVBORw0KGgoAAAANSUhEUgAAAOYAAAA4AQAAAADBJblJAAABB0lEQVR42u3UvU7EMAwAYFdBMgNSeQBEXuRE4Y0YO5zqHHmx3Jt4',
  'Y/XYIYpR2mubcpARCek8+hss/8iglYhw0/+i8c4uKdxrRFX5XU1NR6PKh6puqe/a1FQaVQDrvQZSRRRkMpu+TfrRKFiNBkMjhKvy',
  '66QOErQ6AgbYKau6rBFw1v6l3SlH67i3qHJAlVIDU9YT951RGbI+b3qWSb30nc86wvHJFtpdFIwKIe/0VCoTBhgeulUd7NXJcF+q',
  'XepqruuFCoVrhaG9VvuZ+/VcaMLYznqcZ+WAXKHposMySXJp1TbhrAQ47eiRwqpx02Cn/b7TedWf4ly99qomU9NYV6yqvf2cP9Uv',
  'oAyJgEolHroAAAAASUVORK5CYII=',
].join('');

/** A page of A4 at 300 dots per inch has 8.7 million. */
const maxPixels = 10_000_000;

/** The bytes of the image. Throws `Refuse` for what is none, and for one that would not fit into this process. */
export function openImage({ image }: ImageInput): Buffer {
  const bytes = Buffer.from(image, 'base64');
  const size = imageSize(bytes);
  if (!size) throw new Refuse('the image is neither a PNG nor a JPEG');
  const { width, height } = size;
  if (width * height > maxPixels) {
    throw new Refuse(`the image has ${width} × ${height} pixels; at most ${maxPixels} are read`);
  }
  return bytes;
}

/** Throws `Refuse` for a page without text: there is nothing to pay for. */
export function textOf(paragraphs: readonly Paragraph[]): ImageText {
  const lines = paragraphs.flat().filter(({ text }) => text !== '');
  if (lines.length === 0) throw new Refuse('there is no text on the image');
  return {
    text: paragraphs.map((paragraph) => paragraph.map(({ text }) => text).join('\n')).join('\n\n'),
    confidence: hundredths(lines.reduce((sum, { confidence }) => sum + confidence, 0) / lines.length),
    lines,
  };
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
