// One process at a time: the others wait until it is done. What a killed process leaves behind holds up nobody.
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Between making the folder and writing one's name into it; whoever has no name after this is gone. */
const namelessMs = 2_000;
const lookMs = 200;

/** Runs `work` while this process has the lock, a folder of that path. */
export function withLock(folder, work) {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  while (!take(folder)) Atomics.wait(pause, 0, 0, lookMs);
  try {
    return work();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function take(folder) {
  try {
    mkdirSync(folder);
    writeFileSync(join(folder, 'pid'), String(process.pid));
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (!isHeld(folder)) rmSync(folder, { recursive: true, force: true });
    return false;
  }
}

function isHeld(folder) {
  try {
    const pid = Number(readFileSync(join(folder, 'pid'), 'utf8'));
    if (pid > 0) return isAlive(pid);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  try {
    return Date.now() - statSync(folder).mtimeMs < namelessMs;
  } catch {
    // Given back in the meantime.
    return false;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
