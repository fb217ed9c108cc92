import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { outputLines } from './output-lines.js';
import { grouped, openTerminal } from './terminal.js';

function output(isTTY: boolean, columns = 80): PassThrough & NodeJS.WriteStream {
  return Object.assign(new PassThrough(), { isTTY, columns }) as unknown as PassThrough & NodeJS.WriteStream;
}

describe('the terminal', () => {
  it('has colours only where it is one and nobody objects', () => {
    expect(openTerminal(output(true), false).paint.red('no')).toBe('\u001b[31mno\u001b[0m');
    expect(openTerminal(output(true), true).paint.red('no')).toBe('no');
    expect(openTerminal(output(false), false).paint.red('no')).toBe('no');
  });

  it('cuts a line where it ends, counts no colours, and ends those that it began', () => {
    const { clip, paint } = openTerminal(output(true, 10), false);
    expect(clip('0123456789')).toBe('0123456789');
    expect(clip('0123456789a')).toBe('012345678…');
    expect(clip(`${paint.dim('01234')}56789`)).toBe('\u001b[2m01234\u001b[0m56789');
    expect(clip(`${paint.dim('01234')}${paint.red('56789abc')}def`)).toBe(
      '\u001b[2m01234\u001b[0m\u001b[31m5678…\u001b[0m',
    );
  });

  it('cuts nothing in a pipe, which has no columns', () => {
    const long = 'x'.repeat(500);
    expect(openTerminal(output(false), false).clip(long)).toBe(long);
  });

  it('goes on when whoever read along has gone', () => {
    const stream = output(false);
    const terminal = openTerminal(stream, false);
    stream.destroy(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    expect(() => terminal.line('anyone?')).not.toThrow();
  });

  it('groups the digits of an amount', () => {
    expect(['0', '999', '1000', '9999998500', '-1455000'].map(grouped)).toEqual([
      '0',
      '999',
      '1,000',
      '9,999,998,500',
      '-1,455,000',
    ]);
  });
});

describe('an output in brief', () => {
  it('is a line for each of its properties, six at the most', () => {
    expect(
      outputLines({ words: 3, label: 'positive', found: [{ text: 'Oslo' }, 'x'], of: { n: 1, kind: 'prose' } }, 60),
    ).toEqual(['words         3', 'label         positive', 'found         2: Oslo, x', 'of            n 1, prose']);
    expect(outputLines(Object.fromEntries('abcdefgh'.split('').map((name) => [name, 1])), 60)).toHaveLength(7);
  });

  it('fits on a line however long it is, and keeps no line breaks', () => {
    const [line = ''] = outputLines({ text: `${'word\n'.repeat(100)}` }, 57);
    expect(line.length).toBe(57);
    expect(line).toMatch(/^text {10}word word .*…$/);
  });

  it('is the value itself where there are no properties', () => {
    expect([outputLines('done', 60), outputLines(null, 60), outputLines([1, 2], 60)]).toEqual([
      ['done'],
      ['null'],
      ['2: 1, 2'],
    ]);
  });
});
