/** Bakes and checks the macaroons of one node, with lnd's texts where one is refused. Root keys are kept in a file. */
import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeMacaroon, encodeMacaroon, isAuthentic, type Macaroon, mintMacaroon } from '#l402/macaroon';
import { unknown } from '../core/lnd-error.js';
import { decodeIdentifier, encodeIdentifier } from './macaroon-identifier.js';
import { adminPermissions, type Permission, refusalOfPermission, requiredPermissions } from './permissions.js';

const defaultRootKeyId = '0';
/** Macaroons whose signature was found good, so that it is not computed again for every call. */
const knownLimit = 1000;

interface Known {
  readonly rootKeyId: string;
  readonly permissions: readonly Permission[];
  readonly caveats: readonly string[];
}

export class MacaroonAuthority {
  private readonly known = new Map<string, Known>();

  private constructor(
    private readonly file: string,
    private readonly rootKeys: Map<string, Buffer>,
    readonly adminMacaroonFile: string,
  ) {}

  /** Reads the root keys of the directory, or makes them, together with admin.macaroon. */
  static async load(directory: string): Promise<MacaroonAuthority> {
    const file = join(directory, 'macaroons.json');
    const adminFile = join(directory, 'admin.macaroon');
    const kept = await readRootKeys(file);
    if (kept !== undefined) return new MacaroonAuthority(file, kept, adminFile);
    const authority = new MacaroonAuthority(file, new Map([[defaultRootKeyId, randomBytes(32)]]), adminFile);
    // The keys are written last: with them the directory is complete.
    const admin = await authority.bake(adminPermissions, defaultRootKeyId);
    await writeFile(adminFile, Buffer.from(admin, 'hex'), { mode: 0o600 });
    await authority.save();
    return authority;
  }

  /** A new macaroon in hex. A root key id that is new gets a key. */
  async bake(permissions: readonly Permission[], rootKeyId: string): Promise<string> {
    if (permissions.length === 0) {
      throw unknown('permission list cannot be empty. specify at least one action/entity pair.');
    }
    for (const permission of permissions) {
      const refusal = refusalOfPermission(permission);
      if (refusal !== undefined) throw unknown(refusal);
    }
    let key = this.rootKeys.get(rootKeyId);
    if (key === undefined) {
      key = randomBytes(32);
      this.rootKeys.set(rootKeyId, key);
      await this.save();
    }
    const identifier = encodeIdentifier({ nonce: randomBytes(16), rootKeyId, permissions });
    return encodeMacaroon(mintMacaroon(key, { location: 'lnd', identifier, caveats: [] })).toString('hex');
  }

  /** Revokes every macaroon of a root key; false where there is no such key. */
  async deleteRootKey(rootKeyId: string): Promise<boolean> {
    if (rootKeyId === defaultRootKeyId) throw unknown('the specified ID cannot be deleted');
    if (!this.rootKeys.delete(rootKeyId)) return false;
    this.known.clear();
    await this.save();
    return true;
  }

  /** Throws, as lnd does, unless the call's `macaroon` metadata allows this RPC now. */
  check(method: string, presented: readonly string[], now: Date): void {
    const [text] = presented;
    if (text === undefined || presented.length !== 1) throw unknown(`expected 1 macaroon, got ${presented.length}`);
    const { permissions, caveats } = this.known.get(text) ?? this.verify(text);
    for (const caveat of caveats) checkCaveat(caveat, now);
    const holds = (entity: string, action: string) =>
      permissions.some((held) => held.entity === entity && held.action === action);
    const required = requiredPermissions(method);
    if (required.length > 0 && required.every(({ entity, action }) => holds(entity, action))) return;
    if (!holds('uri', method)) throw unknown('permission denied');
  }

  private verify(text: string): Known {
    const macaroon = parseMacaroon(text);
    const identifier = decodeIdentifier(macaroon.identifier);
    if (identifier === undefined) throw unknown('cannot retrieve macaroon: cannot unmarshal macaroon id');
    const { rootKeyId, permissions } = identifier;
    const key = this.rootKeys.get(rootKeyId);
    if (key === undefined) {
      throw unknown(`cannot retrieve macaroon: cannot get macaroon: root key with id ${rootKeyId} doesn't exist`);
    }
    if (!isAuthentic(macaroon, key)) {
      throw unknown('verification failed: signature mismatch after caveat verification');
    }
    const known = { rootKeyId, permissions, caveats: macaroon.caveats.map((caveat) => caveat.toString()) };
    if (this.known.size >= knownLimit) this.known.clear();
    this.known.set(text, known);
    return known;
  }

  private async save(): Promise<void> {
    const keys = Object.fromEntries([...this.rootKeys].map(([id, key]) => [id, key.toString('hex')]));
    await writeFile(`${this.file}.new`, JSON.stringify(keys), { mode: 0o600 });
    await rename(`${this.file}.new`, this.file);
  }
}

async function readRootKeys(file: string): Promise<Map<string, Buffer> | undefined> {
  try {
    const keys = JSON.parse(await readFile(file, 'utf8')) as Record<string, string>;
    return new Map(Object.entries(keys).map(([id, key]) => [id, Buffer.from(key, 'hex')]));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function parseMacaroon(text: string): Macaroon {
  const stranger = [...text].find((character) => !/^[0-9a-fA-F]$/.test(character));
  if (stranger !== undefined) {
    const point = (stranger.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    throw unknown(`encoding/hex: invalid byte: U+${point} '${stranger}'`);
  }
  if (text.length % 2 !== 0) throw unknown('encoding/hex: odd length hex string');
  const bytes = Buffer.from(text, 'hex');
  if (bytes.length === 0) throw unknown('empty macaroon data');
  if (bytes[0] !== 2) throw unknown('cannot determine data format of binary-encoded macaroon');
  const macaroon = decodeMacaroon(bytes);
  if (macaroon === undefined) throw unknown(`unmarshal v2: ${whyUnreadable(bytes)}`);
  return macaroon;
}

/** Where the bytes of a V2 macaroon stop making sense: between two fields, or within one. */
function whyUnreadable(bytes: Buffer): string {
  for (let at = 1; at < bytes.length; ) {
    if (bytes[at] === 0) {
      at += 1;
      continue;
    }
    let [length, shift] = [0, 0];
    for (at += 1; (bytes[at] ?? 0) >= 0x80; at++, shift += 7) length |= ((bytes[at] ?? 0) & 0x7f) << shift;
    if (at >= bytes.length) break;
    length |= (bytes[at] ?? 0) << shift;
    at += 1 + length;
    if (at > bytes.length) return 'field data extends past end of buffer';
  }
  return 'varint value extends past end of buffer';
}

function checkCaveat(caveat: string, now: Date): void {
  const [condition, ...rest] = caveat.split(' ');
  const failed = (why: string) => unknown(`verification failed: caveat "${caveat}" not satisfied: ${why}`);
  if (condition !== 'time-before') throw failed('caveat not recognized');
  const until = new Date(rest.join(' '));
  if (!(now < until)) throw failed('macaroon has expired');
}
