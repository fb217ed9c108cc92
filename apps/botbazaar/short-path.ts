import { relative } from 'node:path';

/** As a person would type it: relative to where we are, unless that leads upwards. */
export function shortPath(path: string): string {
  const short = relative(process.cwd(), path);
  return short === '' || short.startsWith('..') ? path : short;
}
