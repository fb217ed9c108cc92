import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { addCaveat, decodeHexMacaroon, encodeMacaroon } from '#l402/macaroon';
import { MacaroonAuthority } from './macaroon-authority.js';
import { decodeIdentifier, encodeIdentifier } from './macaroon-identifier.js';
import { adminPermissions, parsePermission } from './permissions.js';

let directory: string;
let authority: MacaroonAuthority;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'macaroons-'));
  authority = await MacaroonAuthority.load(directory);
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const info = '/lnrpc.Lightning/GetInfo';
const now = new Date('2026-09-01T00:00:00Z');
const bake = (...permissions: string[]) => authority.bake(permissions.map(parsePermission), '0');

describe("a node's macaroons", () => {
  it('stay good over a restart, with the same admin.macaroon', async () => {
    const macaroon = await bake('info:read');
    const admin = readFileSync(authority.adminMacaroonFile).toString('hex');
    const again = await MacaroonAuthority.load(directory);
    expect(() => again.check(info, [macaroon], now)).not.toThrow();
    expect(() => again.check('/routerrpc.Router/SendPaymentV2', [admin], now)).not.toThrow();
  });

  it('carry their permissions as lnd writes them, at the location lnd', async () => {
    const macaroon = decodeHexMacaroon(await bake('info:read', 'offchain:read', 'offchain:write', `uri:${info}`))!;
    expect(macaroon.location).toBe('lnd');
    const identifier = decodeIdentifier(macaroon.identifier)!;
    expect(identifier).toMatchObject({ rootKeyId: '0' });
    expect(identifier.permissions).toEqual(
      ['info:read', 'offchain:read', 'offchain:write', `uri:${info}`].map(parsePermission),
    );
    expect(macaroon.identifier[0]).toBe(3);
    expect(decodeIdentifier(encodeIdentifier(identifier))).toEqual(identifier);
    expect(encodeIdentifier({ ...identifier, permissions: adminPermissions }).length).toBeGreaterThan(127);
  });

  it('can be narrowed in time by their holder, and by no word that the node does not know', async () => {
    const narrow = (caveat: string, hex: string) =>
      encodeMacaroon(addCaveat(decodeHexMacaroon(hex)!, caveat)).toString('hex');
    const macaroon = await bake('info:read');
    const until = narrow('time-before 2026-09-01T00:00:01Z', macaroon);
    expect(() => authority.check(info, [until], now)).not.toThrow();
    expect(() => authority.check(info, [until], new Date('2026-09-01T00:00:01Z'))).toThrow(/macaroon has expired/);
    expect(() => authority.check(info, [narrow('colour blue', macaroon)], now)).toThrow(/caveat not recognized/);
  });

  it('of a root key are gone with it, and the first key stays', async () => {
    const macaroon = await authority.bake([parsePermission('info:read')], '12');
    expect(() => authority.check(info, [macaroon], now)).not.toThrow();
    expect(await authority.deleteRootKey('12')).toBe(true);
    expect(await authority.deleteRootKey('12')).toBe(false);
    expect(() => authority.check(info, [macaroon], now)).toThrow("root key with id 12 doesn't exist");
    await expect(authority.deleteRootKey('0')).rejects.toThrow('cannot be deleted');
  });

  it.each([
    ['zz', "encoding/hex: invalid byte: U+007A 'z'"],
    ['020', 'encoding/hex: odd length hex string'],
    ['', 'empty macaroon data'],
    ['05', 'cannot determine data format of binary-encoded macaroon'],
    ['0201', 'unmarshal v2: varint value extends past end of buffer'],
    ['02010361', 'unmarshal v2: field data extends past end of buffer'],
  ])('%j is no macaroon', (text, details) => {
    expect(() => authority.check(info, [text], now)).toThrow(details);
  });

  it('come one at a time', async () => {
    const macaroon = await bake('info:read');
    expect(() => authority.check(info, [macaroon, macaroon], now)).toThrow('expected 1 macaroon, got 2');
    await expect(bake()).rejects.toThrow('permission list cannot be empty');
    await expect(bake('coffee:read')).rejects.toThrow('invalid permission entity');
    await expect(bake('info:drink')).rejects.toThrow('invalid permission action');
  });
});
