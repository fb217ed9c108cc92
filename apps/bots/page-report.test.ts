import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { Refuse } from '#sdk/pull-work';
import { outputSchema, reportOnPage, splitTitle } from './page-report.js';
import type { Supply } from './purchasing.js';
import { analyseText } from './text-analysis.js';

const suppliers = { reader: 'image-text', analyst: 'text-analysis' };
const read = { text: 'On pumps\n\nThe pump ran. Anna was\ndelighted.', confidence: 0.93, lines: [] };

/** Answers each purchase with what the service is to deliver, and keeps what was asked of it. */
function market(outputs: Record<string, unknown>) {
  const asked: [string, unknown][] = [];
  const buy = async (service: string, input: unknown): Promise<Supply> => {
    asked.push([service, input]);
    return { service, paidMsat: '7', taskId: `tsk_${asked.length}`, output: outputs[service] };
  };
  return { asked, buy };
}

describe('a report on a page', () => {
  it('is made of what the two suppliers deliver, and says so', async () => {
    const analysis = analyseText({ text: 'The pump ran. Anna was delighted.' });
    const { asked, buy } = market({ 'image-text': read, 'text-analysis': analysis });
    const report = await reportOnPage({ image: 'AAAA' }, suppliers, buy);
    expect(asked).toEqual([
      ['image-text', { image: 'AAAA' }],
      ['text-analysis', { text: 'The pump ran. Anna was delighted.' }],
    ]);
    expect(report).toMatchObject({ title: 'On pumps', legibility: 0.93, text: read.text });
    expect(report.bought).toEqual([
      { service: 'image-text', paidMsat: '7', taskId: 'tsk_1' },
      { service: 'text-analysis', paidMsat: '7', taskId: 'tsk_2' },
    ]);
    const matches = new Ajv2020({ strict: true }).compile(outputSchema);
    expect(matches(report) ? [] : matches.errors).toEqual([]);
  });

  it.each([
    ['nothing', undefined, 'image-text'],
    ['null', null, 'image-text'],
    ['an empty text', { ...read, text: ' \n' }, 'image-text'],
    ['a text without its confidence', { text: 'x' }, 'image-text'],
  ])('is refused when the reader delivers %s, and the analyst is asked for nothing', async (_, output, who) => {
    const { asked, buy } = market({ 'image-text': output });
    const refusal = await reportOnPage({ image: 'AAAA' }, suppliers, buy).catch((error: unknown) => error);
    expect(refusal).toEqual(new Refuse(`${who} delivered something else than it should`));
    expect(asked).toHaveLength(1);
  });

  it.each([
    ['no sentences', { keySentences: undefined }],
    ['sentences without a text', { keySentences: [null] }],
    ['entities that are no list', { entities: 'Anna' }],
    ['no sentiment', { sentiment: null }],
    ['no readability', { readability: 3 }],
  ])('is refused when the analyst delivers %s', async (_, change) => {
    const analysis = { ...analyseText({ text: 'A fine day.' }), ...change };
    const { buy } = market({ 'image-text': read, 'text-analysis': analysis });
    await expect(reportOnPage({ image: 'AAAA' }, suppliers, buy)).rejects.toThrow('text-analysis delivered something');
  });
});

describe('the title of a page', () => {
  it.each([
    ['a short first paragraph', 'On pumps\n\nThe pump\nran.', 'On pumps', 'The pump ran.'],
    ['a first paragraph that is a sentence', 'It ran.\n\nAgain.', '', 'It ran.\n\nAgain.'],
    ['one paragraph alone', 'On\npumps', '', 'On pumps'],
    ['a long first paragraph', `${'word '.repeat(40)}\n\nmore`, '', `${'word '.repeat(40).trim()}\n\nmore`],
    ['empty paragraphs', '\n\n  \n\nOn pumps\n \nIt ran.\n\n', 'On pumps', 'It ran.'],
  ])('is taken from %s', (_, text, title, body) => {
    expect(splitTitle(text)).toEqual({ title, body });
  });
});
