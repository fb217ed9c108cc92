/**
 * Loads TypeScript of this repository into a plain Node process, with the settings that the suites have: swc strips the
 * types, `#` imports and `.js` endings lead to the sources. For what runs outside of jest's own module loader.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { transform } from '@swc/core';
import jestConfig from '../../jest.config.mjs';

const root = new URL('../../', import.meta.url);
const [, swc] = jestConfig.transform['^.+\\.ts$'];

export async function resolve(specifier, context, nextResolve) {
  const source = sourceOf(specifier, context.parentURL);
  return source === undefined ? nextResolve(specifier, context) : { url: source, format: 'module', shortCircuit: true };
}

export async function load(url, context, nextLoad) {
  if (!url.endsWith('.ts')) return nextLoad(url, context);
  const path = fileURLToPath(url);
  const { code } = await transform(await readFile(path, 'utf8'), { ...swc, filename: path, swcrc: false });
  return { format: 'module', source: code, shortCircuit: true };
}

function sourceOf(specifier, parent) {
  if (specifier.startsWith('#')) {
    const path = specifier.slice(1);
    return new URL(/^(apps|test)\//.test(path) ? `${path}.ts` : `libs/${path}.ts`, root).href;
  }
  if (!/^\.{1,2}\/.*\.js$/.test(specifier) || !parent?.endsWith('.ts')) return undefined;
  const path = fileURLToPath(new URL(specifier, parent)).replace(/\.js$/, '.ts');
  return existsSync(path) ? pathToFileURL(path).href : undefined;
}
