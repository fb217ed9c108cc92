/** `node --import ./test/harness/typescript.mjs file.ts` runs a program of a test without building it first. */
import { register } from 'node:module';

register('./typescript-hooks.mjs', import.meta.url);
