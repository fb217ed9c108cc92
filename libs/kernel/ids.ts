/**
 * Ids are UUIDs of version 7 (RFC 9562), so they sort by the time they were made, written as a prefix that says what they
 * name and 32 hex digits: `tsk_0192f0c1…`. Inside SQL they are plain `uuid`, inside a macaroon their 16 bytes.
 */
import { randomBytes } from 'node:crypto';
import { systemClock } from '#kernel/clock';
import { AppError } from '#kernel/errors';

const prefixes = {
  task: 'tsk',
  charge: 'chg',
  account: 'acc',
  listing: 'lst',
  attempt: 'att',
  action: 'act',
  payout: 'pay',
  reconciliation: 'rec',
  incident: 'inc',
  regression: 'reg',
} as const;
type Kind = keyof typeof prefixes;

declare const idBrand: unique symbol;
export type Id<K extends Kind> = string & { readonly [idBrand]: K };
export type TaskId = Id<'task'>;
export type ChargeId = Id<'charge'>;
export type AccountId = Id<'account'>;
export type ListingId = Id<'listing'>;
export type AttemptId = Id<'attempt'>;
export type PayoutId = Id<'payout'>;

/** A fresh id of that kind. */
export function newId<K extends Kind>(kind: K, now: Date = systemClock.now()): Id<K> {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now.getTime(), 0, 6);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return idFromBytes(kind, bytes);
}

/** Reads an id from outside; anything else than the right prefix and 32 hex digits is refused as `invalid_id`. */
export function parseId<K extends Kind>(kind: K, text: string): Id<K> {
  if (!isId(kind, text))
    throw new AppError('invalid_id', `not an id of a ${kind}: expected ${prefixes[kind]}_ and 32 hex digits`);
  return text;
}

export function isId<K extends Kind>(kind: K, text: string): text is Id<K> {
  return text.length === 36 && text.startsWith(`${prefixes[kind]}_`) && /^[0-9a-f]{32}$/.test(text.slice(4));
}

export function idFromBytes<K extends Kind>(kind: K, bytes: Uint8Array): Id<K> {
  if (bytes.length !== 16) throw new AppError('invalid_id', `an id has 16 bytes, not ${bytes.length}`);
  return `${prefixes[kind]}_${Buffer.from(bytes).toString('hex')}` as Id<K>;
}

export function idToBytes(id: Id<Kind>): Buffer {
  return Buffer.from(id.slice(4), 'hex');
}

/** The form that Postgres' `uuid` type takes. */
export function idToUuid(id: Id<Kind>): string {
  const hex = id.slice(4);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** From the form that Postgres' `uuid` type returns. */
export function idFromUuid<K extends Kind>(kind: K, uuid: string): Id<K> {
  return idFromBytes(kind, Buffer.from(uuid.replaceAll('-', ''), 'hex'));
}
