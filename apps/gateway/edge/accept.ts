/** What a client wants to read, by its `Accept` (RFC 9110, 12.5.1). */

interface Range {
  /** Lower case: `text/csv`, `text/*` or `*` + `/*`. */
  readonly name: string;
  readonly quality: number;
}

const rangePattern = /^(\*\/\*|[\w!#$&^.+-]+\/(?:\*|[\w!#$&^.+-]+))$/;
const qualityPattern = /^q=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)$/;

/**
 * The one of `offered` that the client likes best: by quality, then by how exactly it named the type, then in our order;
 * undefined where it takes none of them. A header that names no type at all says nothing.
 */
export function bestOf<T extends string>(offered: readonly T[], accept: string | undefined): T | undefined {
  const ranges = readRanges(accept ?? '');
  if (ranges.length === 0) return offered[0];
  let best: { readonly type: T; readonly quality: number; readonly exactness: number } | undefined;
  for (const type of offered) {
    const { quality, exactness } = liking(type, ranges);
    if (quality === 0) continue;
    const better =
      best === undefined || quality > best.quality || (quality === best.quality && exactness > best.exactness);
    if (better) best = { type, quality, exactness };
  }
  return best?.type;
}

function liking(type: string, ranges: readonly Range[]): { quality: number; exactness: number } {
  const names = ['*/*', `${type.split('/', 1)[0]}/*`, type];
  let found = { quality: 0, exactness: -1 };
  for (const { name, quality } of ranges) {
    const exactness = names.indexOf(name);
    if (exactness > found.exactness) found = { quality, exactness };
  }
  return found;
}

function readRanges(accept: string): Range[] {
  return accept.split(',').flatMap((text) => {
    const [name = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
    if (!rangePattern.test(name)) return [];
    const quality = parameters.map((parameter) => qualityPattern.exec(parameter)?.[1]).find((q) => q !== undefined);
    return [{ name, quality: Number(quality ?? 1) }];
  });
}
