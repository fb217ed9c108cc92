/**
 * What a macaroon's identifier says, big-endian.
 *
 *     version 0, paid tokens:         0000 | payment hash (32) | kind (1) | epoch (2) | object id (16) | random (13)
 *     version 1, account credentials: 0001 |                     kind (1) | epoch (2) | account id (16) | random (13)
 *
 * Version 0 is the identifier of L402 with its 32 bytes of token id filled with meaning.
 */
import { assert } from '#kernel/assert';

interface PaidIdentifier {
  readonly version: 0;
  readonly paymentHash: Buffer;
  readonly kind: 'task';
  readonly epoch: number;
  readonly objectId: Buffer;
  readonly random: Buffer;
}

interface AccountIdentifier {
  readonly version: 1;
  readonly kind: 'account';
  readonly epoch: number;
  readonly accountId: Buffer;
  readonly random: Buffer;
}

type TokenIdentifier = PaidIdentifier | AccountIdentifier;

/** One table for both versions, so that a number never means two things. */
const kindNumber = { task: 1, account: 2 } as const;

const tailBytes = 1 + 2 + 16 + 13;
const paidBytes = 2 + 32 + tailBytes;
const accountBytes = 2 + tailBytes;
/** How much chance every token carries, so that none can be guessed from the ids in it. */
export const randomBytesOfToken = 13;

export function encodeIdentifier(identifier: TokenIdentifier): Buffer {
  const paid = identifier.version === 0;
  const objectId = paid ? identifier.objectId : identifier.accountId;
  const hash = paid ? identifier.paymentHash : Buffer.alloc(0);
  const { version, kind, epoch, random } = identifier;
  assert(hash.length === (paid ? 32 : 0), 'a payment hash has 32 bytes');
  assert(objectId.length === 16, 'the id in a token has 16 bytes');
  assert(random.length === randomBytesOfToken, `a token has ${randomBytesOfToken} random bytes`);
  assert(Number.isInteger(epoch) && epoch >= 0 && epoch <= 0xffff, `not an epoch: ${epoch}`);
  const head = Buffer.of(0, version);
  return Buffer.concat([head, hash, Buffer.of(kindNumber[kind], epoch >> 8, epoch & 0xff), objectId, random]);
}

/** `undefined` for an identifier that is not one of ours. */
export function decodeIdentifier(bytes: Buffer): TokenIdentifier | undefined {
  if (bytes.length < accountBytes) return undefined;
  const version = bytes.readUInt16BE(0);
  const tail = bytes.length - tailBytes;
  const kind = bytes.readUInt8(tail);
  const epoch = bytes.readUInt16BE(tail + 1);
  const objectId = bytes.subarray(tail + 3, tail + 19);
  const random = bytes.subarray(tail + 19);
  if (version === 0 && bytes.length === paidBytes && kind === kindNumber.task) {
    return { version, paymentHash: bytes.subarray(2, 34), kind: 'task', epoch, objectId, random };
  }
  if (version === 1 && bytes.length === accountBytes && kind === kindNumber.account) {
    return { version, kind: 'account', epoch, accountId: objectId, random };
  }
  return undefined;
}
