/** What a bot must not forget, as a JSON file. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/** Undefined where nothing has been written yet. */
export function readState<S>(file: string): S | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as S) : undefined;
}

/** Written beside and renamed, so that a crash leaves the old file or the new one; readable by its owner only. */
export function writeState(file: string, state: object): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(state, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
