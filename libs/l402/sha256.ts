/**
 * SHA-256 and HMAC-SHA256 (RFC 2104) by one-shot hashes. A token costs eight HMACs, and a `createHmac` makes a stream
 * object each time: 3.0 µs against 1.0 µs for the two hashes that an HMAC is. The digest is taken as a string of bytes
 * (`binary`, the older name of `latin1`), which Node returns three times faster than a Buffer.
 */
import { createHmac, hash } from 'node:crypto';

const blockBytes = 64;
const longestMessage = 4096;

/** Scratch space of `hmacSha256`, which runs to its end without yielding: padded key ‖ message, padded key ‖ inner digest. */
const inner = Buffer.alloc(blockBytes + longestMessage);
const outer = Buffer.alloc(blockBytes + 32);

export function sha256(data: Uint8Array): Buffer {
  return Buffer.from(hash('sha256', data, 'binary'), 'latin1');
}

export function hmacSha256(key: Uint8Array, message: Uint8Array): Buffer {
  if (key.length > blockBytes || message.length > longestMessage) {
    return createHmac('sha256', key).update(message).digest();
  }
  for (let i = 0; i < blockBytes; i++) {
    const byte = key[i] ?? 0;
    inner[i] = byte ^ 0x36;
    outer[i] = byte ^ 0x5c;
  }
  inner.set(message, blockBytes);
  outer.write(hash('sha256', inner.subarray(0, blockBytes + message.length), 'binary'), blockBytes, 'latin1');
  return sha256(outer);
}
