// Compiles TypeScript into dist/ with the native compiler; does nothing when dist/ is newer than every source.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { root } from './root.mjs';

const tsc = join(root, 'node_modules', 'ts7', 'bin', 'tsc');
if (!existsSync(join(root, 'dist'))) console.error('Building …');
// Two that write the same files at once would let a third read half of one.
process.exitCode = withLock(join(root, '.build-lock'), () => {
  const { status } = spawnSync(process.execPath, [tsc, '-b', 'tsconfig.json'], { cwd: root, stdio: 'inherit' });
  return status ?? 1;
});
