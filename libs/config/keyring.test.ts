import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openKeyring } from './keyring.js';
import { openSecretFile, SecretFileError } from './secret-file.js';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyring-'));
  file = join(folder, 'keys.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(content: string, mode = 0o600): void {
  writeFileSync(file, content);
  chmodSync(file, mode);
}

const one = '01'.repeat(32);
const two = '02'.repeat(32);

describe('a keyring', () => {
  it('is made with one random key that only its owner can read, and is the same ever after', () => {
    const made = openKeyring(file);
    expect(made.currentEpoch).toBe(1);
    expect(made.key(1)).toHaveLength(32);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(openKeyring(file).key(1)).toEqual(made.key(1));
    expect(readdirSync(folder)).toEqual(['keys.json']);
    expect(openKeyring(join(folder, 'other.json')).key(1)).not.toEqual(made.key(1));
  });

  it('is made 0600 under any umask', () => {
    const before = process.umask(0o277);
    try {
      openKeyring(file);
    } finally {
      process.umask(before);
    }
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('uses the newest epoch and keeps the older ones', () => {
    put(JSON.stringify({ 2: one, 10: two }));
    const keyring = openKeyring(file);
    expect(keyring.currentEpoch).toBe(10);
    expect(keyring.key(2)?.toString('hex')).toBe(one);
    expect(keyring.key(3)).toBeUndefined();
  });

  it('hands out copies, and shows no key when it is printed', () => {
    put(JSON.stringify({ 1: one }));
    const keyring = openKeyring(file);
    keyring.key(1)?.fill(0);
    expect(keyring.key(1)?.toString('hex')).toBe(one);
    expect(inspect(keyring, { depth: 9, showHidden: true }) + JSON.stringify(keyring)).not.toContain('0101');
  });

  it.each([0o640, 0o604, 0o660, 0o644, 0o601])('is refused when others may touch the file: mode %o', (mode) => {
    put(JSON.stringify({ 1: one }), mode);
    expect(() => openKeyring(file)).toThrow(`The file ${file} is open to others (mode ${mode.toString(8)}).`);
    expect(readFileSync(file, 'utf8')).toContain(one);
  });

  it.each([
    ['nothing', ''],
    ['no JSON', 'keys'],
    ['no epochs', '{}'],
    ['a list', `["${one}"]`],
    ['null', 'null'],
    ['epoch 0', JSON.stringify({ 0: one })],
    ['an epoch of more than two bytes', JSON.stringify({ 65536: one })],
    ['an epoch that is no number', JSON.stringify({ first: one })],
    ['a key that is too short', JSON.stringify({ 1: one.slice(2) })],
    ['a key that is too long', JSON.stringify({ 1: `${one}00` })],
    ['a key that is not hex', JSON.stringify({ 1: 'x'.repeat(64) })],
    ['one bad key among good ones', JSON.stringify({ 1: one, 2: '' })],
  ])('is refused, and not replaced, when the file holds %s', (_what, content) => {
    put(content);
    expect(() => openKeyring(file)).toThrow(SecretFileError);
    expect(readFileSync(file, 'utf8')).toBe(content);
  });

  it('is refused when the file cannot be made', () => {
    const path = join(folder, 'missing', 'keys.json');
    expect(() => openKeyring(path)).toThrow(`The file ${path} cannot be made: `);
  });
});

describe('a secret file', () => {
  it('holds random bytes that stay the same', () => {
    const secret = openSecretFile(file, 32);
    expect(secret).toHaveLength(32);
    expect(openSecretFile(file, 32)).toEqual(secret);
    expect(readFileSync(file, 'utf8')).toBe(`${secret.toString('hex')}\n`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('is refused when it is of another length, no hex, or open to others', () => {
    openSecretFile(file, 16);
    expect(() => openSecretFile(file, 32)).toThrow('does not hold a secret of 32 bytes in hex');
    put('z'.repeat(64));
    expect(() => openSecretFile(file, 32)).toThrow(SecretFileError);
    put(one, 0o644);
    expect(() => openSecretFile(file, 32)).toThrow('is open to others');
  });

  it('never shows its content in a message', () => {
    put(`${one}ff`);
    expect(() => openSecretFile(file, 32)).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('0101') }),
    );
  });
});
