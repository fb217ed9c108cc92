/**
 * The work that the researcher sells: a report on a scanned page, made of what two other bots sell. One reads the page, the
 * other one analyses the text; what they deliver is checked, since neither of them is known.
 */
import { Refuse } from '#sdk/pull-work';
import type { ImageInput } from './image-text.js';
import type { Supply } from './purchasing.js';

export interface PageReport {
  readonly title: string;
  readonly keySentences: readonly string[];
  readonly entities: readonly unknown[];
  readonly sentiment: object;
  readonly readability: object;
  /** What the report is made of. */
  readonly bought: readonly Omit<Supply, 'output'>[];
  /** How sure the page was read, 0 to 1. */
  readonly legibility: number;
  readonly text: string;
}

export const outputSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  properties: {
    title: { type: 'string' },
    keySentences: { type: 'array', items: { type: 'string' } },
    entities: {
      type: 'array',
      items: {
        type: 'object',
        properties: { text: { type: 'string' }, type: { type: 'string' }, count: { type: 'integer' } },
        required: ['text', 'type', 'count'],
      },
    },
    sentiment: { type: 'object', properties: { score: { type: 'number' }, label: { type: 'string' } } },
    readability: { type: 'object' },
    bought: {
      type: 'array',
      items: {
        type: 'object',
        properties: { service: { type: 'string' }, paidMsat: { type: 'string' }, taskId: { type: 'string' } },
        required: ['service', 'paidMsat', 'taskId'],
      },
    },
    legibility: { type: 'number', minimum: 0, maximum: 1 },
    text: { type: 'string' },
  },
  required: ['title', 'keySentences', 'entities', 'sentiment', 'readability', 'bought', 'legibility', 'text'],
} as const;

/** Slugs of the services that are bought. */
export interface Suppliers {
  readonly reader: string;
  readonly analyst: string;
}

/** What the analyst takes. */
const maxTextLength = 20_000;
/** A longer first paragraph is no title. */
const maxTitleLength = 120;

export async function reportOnPage(
  { image }: ImageInput,
  { reader, analyst }: Suppliers,
  buy: (service: string, input: unknown) => Promise<Supply>,
): Promise<PageReport> {
  const page = await buy(reader, { image });
  const { text, confidence } = checked(page, isPage);
  const { title, body } = splitTitle(text);
  const analysed = await buy(analyst, { text: body.slice(0, maxTextLength) });
  const { keySentences, entities, sentiment, readability } = checked(analysed, isAnalysis);
  return {
    title,
    keySentences: keySentences.map((sentence) => sentence.text),
    entities,
    sentiment,
    readability,
    bought: [page, analysed].map(({ output: _, ...supply }) => supply),
    legibility: confidence,
    text,
  };
}

/** A short first paragraph is the title. The lines of the others are joined: the analyst reads prose. */
export function splitTitle(text: string): { title: string; body: string } {
  const [first = '', ...others] = text
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replaceAll(/\s*\n\s*/g, ' ').trim())
    .filter((paragraph) => paragraph !== '');
  const isTitle = others.length > 0 && first.length <= maxTitleLength && !/[.!?]$/.test(first);
  return isTitle ? { title: first, body: others.join('\n\n') } : { title: '', body: [first, ...others].join('\n\n') };
}

interface Page {
  readonly text: string;
  readonly confidence: number;
}

interface Analysis {
  readonly keySentences: readonly { readonly text: string }[];
  readonly entities: readonly unknown[];
  readonly sentiment: object;
  readonly readability: object;
}

function checked<T>({ service, output }: Supply, isRight: (output: Partial<T>) => boolean): T {
  if (typeof output === 'object' && output !== null && isRight(output as Partial<T>)) return output as T;
  throw new Refuse(`${service} delivered something else than it should`);
}

function isPage({ text, confidence }: Partial<Page>): boolean {
  return typeof text === 'string' && text.trim() !== '' && typeof confidence === 'number';
}

function isAnalysis({ keySentences, entities, sentiment, readability }: Partial<Analysis>): boolean {
  const hasSentences = Array.isArray(keySentences) && keySentences.every((one) => typeof one?.text === 'string');
  return hasSentences && Array.isArray(entities) && isObject(sentiment) && isObject(readability);
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
