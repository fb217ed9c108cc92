/**
 * How large a PNG or JPEG says it is, from its first bytes. A picture of a few kilobytes can unpack to gigabytes, so this is
 * asked before anything unpacks it.
 */

export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

const pngStart = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Undefined where it is neither. */
export function imageSize(image: Buffer): ImageSize | undefined {
  if (image.subarray(0, pngStart.length).equals(pngStart)) return pngSize(image);
  return image.length > 4 && image.readUInt16BE(0) === 0xffd8 ? jpegSize(image) : undefined;
}

/** The first chunk of a PNG is its header: length, `IHDR`, width, height. */
function pngSize(image: Buffer): ImageSize | undefined {
  if (image.length < 24 || image.toString('latin1', 12, 16) !== 'IHDR') return undefined;
  return { width: image.readUInt32BE(16), height: image.readUInt32BE(20) };
}

/** Segments follow each other, each with its length; the one that starts the frame has height and width. */
function jpegSize(image: Buffer): ImageSize | undefined {
  for (let at = 2; at + 9 < image.length && image[at] === 0xff; ) {
    const marker = image[at + 1] ?? 0;
    const startsFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (startsFrame) return { height: image.readUInt16BE(at + 5), width: image.readUInt16BE(at + 7) };
    at += 2 + image.readUInt16BE(at + 2);
  }
  return undefined;
}
