// Compiles TypeScript into dist/ with the native compiler; does nothing when dist/ is newer than every source.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './root.mjs';

const tsc = join(root, 'node_modules', 'ts7', 'bin', 'tsc');
const done = spawnSync(process.execPath, [tsc, '-b', 'tsconfig.json'], { cwd: root, stdio: 'inherit' });
process.exit(done.status ?? 1);
