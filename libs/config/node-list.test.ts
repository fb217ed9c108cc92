import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readNodeList } from './node-list.js';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'node-list-'));
  file = join(folder, 'nodes.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

const read = (list: unknown) => {
  writeFileSync(file, typeof list === 'string' ? list : JSON.stringify(list));
  return readNodeList(file, { needed: ['keyFile'], optional: ['payFile'] });
};
const first = { name: 'first', address: 'one:10009', tlsCertFile: 'first/tls.cert', keyFile: '/keys/first' };
const second = { ...first, name: 'second', address: '10.0.0.2:10009', tlsServerName: 'two', payFile: 'second/pay' };

describe('a list of nodes', () => {
  it('has paths that are relative to it', () => {
    expect(read([first, second])).toEqual([
      { ...first, tlsCertFile: join(folder, 'first/tls.cert') },
      { ...second, tlsCertFile: join(folder, 'first/tls.cert'), payFile: join(folder, 'second/pay') },
    ]);
  });

  it('is refused with everything that is wrong, by entry and field', () => {
    const { keyFile: _, ...without } = second;
    const wrong = [{ ...first, address: 'one' }, { ...without, macaroon: 'x' }, 'third', { ...first, tlsCertFile: '' }];
    expect(() => read(wrong)).toThrow(
      [
        `The list of Lightning nodes ${file} is not usable:`,
        '  entry 1 (first): address must be host:port',
        '  entry 2 (second): keyFile is not set; it must be the path of a file',
        '  entry 2 (second): macaroon is no field of a node here',
        '  entry 3: it must be an object',
        '  entry 4 (first): tlsCertFile must be the path of a file',
        '  first: name is that of more than one node',
      ].join('\n'),
    );
  });

  it.each([
    ['no JSON', '[', /it is no JSON/],
    ['no array', {}, /it must be an array/],
    ['empty', [], /it has no node/],
    ['named like a way out of its folder', [{ ...first, name: '../up' }], /name must be up to 32/],
  ])('is refused where it is %s', (_, list, message) => {
    expect(() => read(list)).toThrow(message);
  });

  it('is refused where it is not there', () => {
    expect(() => readNodeList(file, { needed: [], optional: [] })).toThrow(/cannot be read: ENOENT/);
  });
});
