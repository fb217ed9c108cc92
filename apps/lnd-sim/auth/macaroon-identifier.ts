/**
 * What lnd writes into a macaroon's identifier: the byte 3, then a protobuf message
 * `{ bytes nonce = 1; bytes storageId = 2; repeated Op { string entity = 1; repeated string actions = 2 } ops = 3 }`.
 * The permissions are in it, so the signature covers them.
 */
import type { Permission } from './permissions.js';

export interface MacaroonIdentifier {
  readonly nonce: Buffer;
  readonly rootKeyId: string;
  readonly permissions: readonly Permission[];
}

const version = 3;
const lengthDelimited = 2;

export function encodeIdentifier({ nonce, rootKeyId, permissions }: MacaroonIdentifier): Buffer {
  const byEntity = new Map<string, string[]>();
  for (const { entity, action } of permissions) {
    const actions = byEntity.get(entity);
    if (actions === undefined) byEntity.set(entity, [action]);
    else actions.push(action);
  }
  const ops = [...byEntity].map(([entity, actions]) =>
    Buffer.concat([field(1, Buffer.from(entity)), ...actions.map((action) => field(2, Buffer.from(action)))]),
  );
  return Buffer.concat([
    Buffer.of(version),
    field(1, nonce),
    field(2, Buffer.from(rootKeyId)),
    ...ops.map((op) => field(3, op)),
  ]);
}

/** `undefined` for anything that lnd would not have written. */
export function decodeIdentifier(bytes: Buffer): MacaroonIdentifier | undefined {
  if (bytes[0] !== version) return undefined;
  const fields = readFields(bytes.subarray(1));
  const nonce = fields?.find(({ number }) => number === 1)?.data;
  const rootKeyId = fields?.find(({ number }) => number === 2)?.data;
  if (fields === undefined || nonce === undefined || rootKeyId === undefined) return undefined;
  const permissions: Permission[] = [];
  for (const { number, data } of fields) {
    if (number !== 3) continue;
    const op = readFields(data);
    const entity = op?.find((each) => each.number === 1)?.data;
    if (op === undefined || entity === undefined) return undefined;
    for (const each of op) {
      if (each.number === 2) permissions.push({ entity: entity.toString(), action: each.data.toString() });
    }
  }
  return { nonce, rootKeyId: rootKeyId.toString(), permissions };
}

function field(number: number, data: Buffer): Buffer {
  return Buffer.concat([Buffer.of((number << 3) | lengthDelimited), varint(data.length), data]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  return Buffer.from([...bytes, rest]);
}

function readFields(bytes: Buffer): { number: number; data: Buffer }[] | undefined {
  const fields: { number: number; data: Buffer }[] = [];
  for (let at = 0; at < bytes.length; ) {
    const tag = bytes[at++] ?? 0;
    if ((tag & 7) !== lengthDelimited) return undefined;
    let length = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      if (byte === undefined || shift > 21) return undefined;
      length |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    if (at + length > bytes.length) return undefined;
    fields.push({ number: tag >> 3, data: bytes.subarray(at, at + length) });
    at += length;
  }
  return fields;
}
