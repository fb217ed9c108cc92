import { describe, expect, it } from '@jest/globals';
import { compileSchema } from '#json-schema/compile-schema';
import { maxAnswerBytes, readCallback, readInlineAnswer } from './answer.js';

const text = compileSchema({ type: 'string' });
const bytes = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));

describe('an inline answer', () => {
  it.each([
    ['200 with an output', 200, { output: 'yes' }, { kind: 'output', outputJson: '"yes"' }],
    ['202, whatever the body', 202, 'later', { kind: 'later' }],
    ['422 with a message', 422, { error: { message: 'no' } }, { kind: 'refused', reason: 'no' }],
    ['422 without one', 422, '<html>', { kind: 'refused', reason: 'the seller refused the task' }],
    ['another status', 404, { output: 'yes' }, { kind: 'failed', failure: 'the seller answered with status 404' }],
    ['204', 204, '', { kind: 'failed', failure: 'the seller answered with status 204' }],
    ['no JSON', 200, 'yes', { kind: 'failed', failure: 'the answer is not JSON' }],
    ['an array', 200, [{ output: 'yes' }], { kind: 'failed', failure: 'the answer has no member "output"' }],
    ['the wrong type', 200, { output: 1 }, { kind: 'failed' }],
    [
      'null, which is not absent',
      200,
      { output: null },
      { kind: 'failed', fields: [{ path: '', message: 'must be of type string' }] },
    ],
  ])('%s', (_, status, body, expected) => {
    expect(readInlineAnswer(status, bytes(body), text)).toMatchObject(expected);
  });

  it('is not JSON when it is not UTF-8, too deep or too large', () => {
    const notJson = { kind: 'failed', failure: 'the answer is not JSON' };
    expect(readInlineAnswer(200, Buffer.from([0x22, 0xff, 0x22]), text)).toMatchObject(notJson);
    expect(readInlineAnswer(200, bytes('['.repeat(10_000)), text)).toMatchObject(notJson);
    expect(readInlineAnswer(200, bytes(`"${'x'.repeat(maxAnswerBytes)}"`), text)).toMatchObject(notJson);
  });
});

describe('a callback', () => {
  it.each([
    ['an output', { output: 'yes' }, { kind: 'output', outputJson: '"yes"' }],
    ['an error that will pass', { error: { message: 'busy', retry: true } }, { kind: 'failed', failure: 'busy' }],
    ['an error for good', { error: { message: 'no', retry: false } }, { kind: 'refused', reason: 'no' }],
    ['an error without a word about retries', { error: { message: 'no' } }, { kind: 'refused', reason: 'no' }],
    ['an error without a message', { error: {} }, { kind: 'refused', reason: 'the seller reported an error' }],
    ['nothing', '', { kind: 'failed', fields: [{ path: '', message: 'is not JSON' }] }],
    ['neither', {}, { kind: 'failed', fields: [{ path: '/output', message: 'is required' }] }],
  ])('with %s', (_, body, expected) => {
    expect(readCallback(bytes(body), text)).toMatchObject(expected);
  });

  it('with a long message full of control characters shows a short printable one', () => {
    const message = `\u001b[31m${'x'.repeat(1_000)}`;
    const answer = readCallback(bytes({ error: { message } }), text);
    expect(answer).toMatchObject({ kind: 'refused', reason: expect.stringMatching(/^ \[31mx{295}$/) });
  });
});
