/**
 * The work that the text-analysis seller sells: what an English text names, how it feels, which sentences carry it and how
 * hard it is to read. Runs in this process with wink-nlp and its small English model, without asking anyone.
 */
import model from 'wink-eng-lite-web-model';
import winkNLP, { type Detail, type Document, type ItemCustomEntity } from 'wink-nlp';
import { Refuse } from '#sdk/seller';

export interface AnalysisInput {
  readonly text: string;
  readonly maxKeySentences?: number;
}

export interface Analysis {
  readonly entities: readonly Entity[];
  readonly sentiment: { readonly score: number; readonly label: 'positive' | 'neutral' | 'negative' };
  readonly keySentences: readonly KeySentence[];
  readonly readability: Readability;
}

interface Entity {
  readonly text: string;
  /** NAME, or one of wink-nlp's types such as DATE, MONEY, EMAIL. */
  readonly type: string;
  readonly count: number;
}

interface KeySentence {
  readonly text: string;
  /** Counts from 0. */
  readonly position: number;
  /** 0 to 1, relative to the most important sentence. */
  readonly importance: number;
  /** -1 to 1. */
  readonly sentiment: number;
}

interface Readability {
  /** Flesch reading ease: 90 is read by children, 30 by graduates. Null for a text without words. */
  readonly fleschReadingEase: number | null;
  readonly sentences: number;
  readonly words: number;
  readonly complexWords: number;
  readonly readingSeconds: number;
}

export const inputSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  properties: {
    text: { type: 'string', minLength: 1, maxLength: 20_000, description: 'English prose' },
    maxKeySentences: { type: 'integer', minimum: 1, maximum: 20, default: 3 },
  },
  required: ['text'],
  additionalProperties: false,
} as const;

export const outputSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  properties: {
    entities: {
      type: 'array',
      items: {
        type: 'object',
        properties: { text: { type: 'string' }, type: { type: 'string' }, count: { type: 'integer', minimum: 1 } },
        required: ['text', 'type', 'count'],
      },
    },
    sentiment: {
      type: 'object',
      properties: {
        score: { type: 'number', minimum: -1, maximum: 1 },
        label: { enum: ['positive', 'neutral', 'negative'] },
      },
      required: ['score', 'label'],
    },
    keySentences: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          text: { type: 'string' },
          position: { type: 'integer', minimum: 0 },
          importance: { type: 'number', minimum: 0, maximum: 1 },
          sentiment: { type: 'number', minimum: -1, maximum: 1 },
        },
        required: ['text', 'position', 'importance', 'sentiment'],
      },
    },
    readability: {
      type: 'object',
      properties: {
        fleschReadingEase: { type: ['number', 'null'] },
        sentences: { type: 'integer', minimum: 0 },
        words: { type: 'integer', minimum: 0 },
        complexWords: { type: 'integer', minimum: 0 },
        readingSeconds: { type: 'number', minimum: 0 },
      },
      required: ['fleschReadingEase', 'sentences', 'words', 'complexWords', 'readingSeconds'],
    },
  },
  required: ['entities', 'sentiment', 'keySentences', 'readability'],
} as const;

const defaultKeySentences = 3;
/** The tokenizer's time grows with the cube of a word's length: a word of 20,000 letters such as "http://http://…" takes minutes. */
const maxWordLength = 500;
/** Silent reading of English non-fiction by adults (Brysbaert 2019). */
const wordsPerMinute = 238;
/** Scores closer to zero than this say nothing. */
const neutralBelow = 0.05;

const nlp = winkNLP(model);
const { its } = nlp;
// The model knows dates and sums but no names; a run of proper nouns is one.
nlp.learnCustomEntities([{ name: 'NAME', patterns: ['[PROPN] [|PROPN] [|PROPN] [|PROPN]'] }], {
  usePOS: true,
  useEntity: false,
});

/** Throws `Refuse` for a text that is not prose. */
export function analyseText({ text, maxKeySentences = defaultKeySentences }: AnalysisInput): Analysis {
  if (new RegExp(`\\S{${maxWordLength + 1}}`).test(text)) {
    throw new Refuse(`the text has a word of more than ${maxWordLength} characters; this service reads prose`);
  }
  const doc = nlp.readDoc(text);
  return {
    entities: entitiesOf(doc),
    sentiment: sentimentOf(doc),
    keySentences: keySentencesOf(doc, maxKeySentences),
    readability: readabilityOf(doc),
  };
}

function entitiesOf(doc: Document): Entity[] {
  const found: Detail[] = doc.entities().out(its.detail) as Detail[];
  const names = namesIn(doc);
  const counted = new Map<string, Entity>();
  for (const { value, type } of [...found, ...names.map((value) => ({ value, type: 'NAME' }))]) {
    const key = `${type} ${value}`;
    counted.set(key, { text: value, type, count: (counted.get(key)?.count ?? 0) + 1 });
  }
  return [...counted.values()];
}

/**
 * A capital at the start of a sentence proves no name, so a single word there counts only if it also stands inside one.
 * A month is part of its date.
 */
function namesIn(doc: Document): string[] {
  const candidates: { value: string; doubtful: boolean }[] = [];
  doc.customEntities().each((entity: ItemCustomEntity) => {
    const first = entity.tokens().itemAt(0);
    if (first.parentEntity()) return;
    const startsSentence = first.parentSentence().tokens().itemAt(0).index() === first.index();
    candidates.push({ value: entity.out(), doubtful: startsSentence && entity.tokens().length() === 1 });
  });
  const certain = new Set(candidates.filter(({ doubtful }) => !doubtful).map(({ value }) => value));
  return candidates.map(({ value }) => value).filter((value) => certain.has(value));
}

function sentimentOf(doc: Document): Analysis['sentiment'] {
  const score = Math.round((doc.out(its.sentiment) as number) * 1_000) / 1_000;
  if (Math.abs(score) < neutralBelow) return { score, label: 'neutral' };
  return { score, label: score > 0 ? 'positive' : 'negative' };
}

/** The most important sentences, in the order of the text. */
function keySentencesOf(doc: Document, count: number): KeySentence[] {
  const sentences = doc.sentences();
  const ranked = doc.out(its.sentenceWiseImportance) as unknown as { index: number; importance: number }[];
  return ranked
    .filter(({ index }) => sentences.itemAt(index).out().trim() !== '')
    .sort((a, b) => b.importance - a.importance || a.index - b.index)
    .slice(0, count)
    .sort((a, b) => a.index - b.index)
    .map(({ index, importance }) => {
      const sentence = sentences.itemAt(index);
      return {
        text: sentence.out().trim(),
        position: index,
        importance,
        sentiment: sentence.out(its.sentiment) as number,
      };
    });
}

function readabilityOf(doc: Document): Readability {
  const stats = doc.out(its.readabilityStats) as unknown as {
    fres: number;
    numOfSentences: number;
    numOfWords: number;
    numOfComplexWords: number;
  };
  return {
    // Without words the model divides by zero.
    fleschReadingEase: stats.numOfWords > 0 ? stats.fres : null,
    sentences: stats.numOfSentences,
    words: stats.numOfWords,
    complexWords: stats.numOfComplexWords,
    readingSeconds: Math.round((stats.numOfWords / wordsPerMinute) * 60),
  };
}
