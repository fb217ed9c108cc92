import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { Refuse } from '#sdk/seller';
import { sampleText } from './sample-text.js';
import { analyseText, inputSchema, outputSchema } from './text-analysis.js';

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
const matches = ajv.compile(outputSchema);

describe('the text analysis', () => {
  const analysis = analyseText({ text: sampleText });
  const found = analysis.entities.map(({ type, text }) => `${type} ${text}`);

  it('finds the names, dates, sums and addresses of the sample', () => {
    for (const entity of [
      'NAME Marta Lindqvist',
      'NAME Brattholm',
      'NAME Hirtshals',
      'NAME Frederikshavn',
      'DATE 3 November 2025',
      'MONEY $0.40',
      'TIME 9:40 pm',
      'DURATION nine seconds',
      'EMAIL workshop@lindqvist.example',
      'URL https://lindqvist.example/pumps',
    ]) {
      expect(found).toContain(entity);
    }
  });

  it('takes neither the month of a date nor the first word of a sentence for a name', () => {
    expect(found).not.toContain('NAME November');
    expect(found).not.toContain('NAME Comments');
  });

  it('counts what is named more than once', () => {
    expect(analyseText({ text: 'We met Anna. Then Anna met Bob on 3 May 2024.' }).entities).toEqual([
      { text: '3 May 2024', type: 'DATE', count: 1 },
      { text: 'Anna', type: 'NAME', count: 2 },
      { text: 'Bob', type: 'NAME', count: 1 },
    ]);
  });

  it('picks as many key sentences as asked, in the order of the text, each a sentence of it', () => {
    expect(analysis.keySentences).toHaveLength(3);
    expect(analysis.keySentences[0]?.text).toContain('A pump had failed in the afternoon');
    const positions = analysis.keySentences.map(({ position }) => position);
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
    for (const { text } of analysis.keySentences) expect(sampleText).toContain(text);
    expect(Math.max(...analysis.keySentences.map(({ importance }) => importance))).toBe(1);
    expect(analyseText({ text: sampleText, maxKeySentences: 7 }).keySentences).toHaveLength(7);
    expect(analyseText({ text: 'One sentence.', maxKeySentences: 7 }).keySentences).toHaveLength(1);
  });

  it('tells joy from annoyance', () => {
    const joy = analyseText({ text: 'I love this wonderful ship. The crew was friendly and the food excellent.' });
    const annoyance = analyseText({ text: 'A terrible trip. The crew was rude and I hate the awful food.' });
    expect(joy.sentiment.label).toBe('positive');
    expect(annoyance.sentiment.label).toBe('negative');
    expect(analyseText({ text: 'The ship has two decks.' }).sentiment).toEqual({ score: 0, label: 'neutral' });
  });

  it('measures how hard a text is to read', () => {
    const easy = analyseText({ text: 'The cat sat. The dog ran. We had fun.' }).readability;
    const hard = analyseText({
      text: 'Institutional considerations necessitate comprehensive organisational reconfiguration notwithstanding administrative complications.',
    }).readability;
    expect(easy).toMatchObject({ sentences: 3, words: 9, complexWords: 0 });
    expect(easy.fleschReadingEase).toBeGreaterThan(90);
    expect(hard.fleschReadingEase).toBeLessThan(30);
    expect(hard.complexWords).toBeGreaterThan(5);
    expect(analysis.readability.readingSeconds).toBeGreaterThan(30);
  });

  it.each([
    ['the sample', sampleText],
    ['a space', ' '],
    ['an emoji', '😀'],
    ['only full stops', '. . . .'],
    ['another script', '中文 文本'],
    ['20,000 characters of short words', 'A '.repeat(10_000)],
    ['20,000 characters of links', `https://example.org/${'a'.repeat(400)} `.repeat(47).slice(0, 20_000)],
  ])('answers %s by its own schema, quickly', (_, text) => {
    const started = performance.now();
    const output: unknown = JSON.parse(JSON.stringify(analyseText({ text })));
    expect(performance.now() - started).toBeLessThan(3000);
    expect(matches(output) ? [] : matches.errors).toEqual([]);
  });

  it('refuses a word on which the tokenizer would work for minutes', () => {
    const started = performance.now();
    expect(() => analyseText({ text: 'http://'.repeat(2857) })).toThrow(Refuse);
    expect(performance.now() - started).toBeLessThan(100);
  });

  it('declares an input schema that takes the sample and nothing larger', () => {
    const takes = ajv.compile(inputSchema);
    expect(takes({ text: sampleText })).toBe(true);
    expect(takes({ text: 'x'.repeat(20_001) })).toBe(false);
    expect(takes({ text: '' })).toBe(false);
    expect(takes({ text: 'x', more: 1 })).toBe(false);
  });
});
