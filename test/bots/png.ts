/** Pictures for tests: grey, one byte a pixel. */
import { crc32, deflateSync } from 'node:zlib';

/** `width` and `height` are what the header says; there are as many pixels as there are in `rows`. */
export function png(width: number, height: number, rows: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  const pixels = Buffer.concat(rows.flatMap((row) => [Buffer.from([0]), row]));
  const start = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([start, chunk('IHDR', header), chunk('IDAT', deflateSync(pixels)), chunk('IEND')]);
}

export function blankPage(width = 400, height = 300): Buffer {
  return png(
    width,
    height,
    Array.from({ length: height }, () => Buffer.alloc(width, 255)),
  );
}

function chunk(type: string, data: Buffer = Buffer.alloc(0)): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const whole = Buffer.alloc(8 + body.length);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc32(body), 4 + body.length);
  return whole;
}
