/**
 * The simulator whose journal finds no room any more, under load: it says so and ends, has acknowledged nothing that is not in
 * the journal, does not start where there is no room to go on, and goes on where there is.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { runChild } from '#test/harness/child';
import { Mortal, Said } from './harness/mortal.js';
import { SimTarget } from './harness/sim-target.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lnd-sim-disk-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const mount = (...args: string[]) => spawnSync('mount', args, { stdio: 'ignore' }).status === 0;

/** Whether this user may mount a small file system; it takes root and a machine that lets it. */
const mayMount = (() => {
  const probe = mkdtempSync(join(tmpdir(), 'lnd-sim-mount-'));
  const may = mount('-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', probe);
  if (may) spawnSync('umount', [probe]);
  rmSync(probe, { recursive: true, force: true });
  return may;
})();

async function keepBusyUntilItEnds(sim: Mortal, said: Said): Promise<number | null> {
  // Each ends with the call that is not answered any more.
  for (let user = 0; user < 12; user++) said.load(sim, user % 3 !== 0).catch(() => undefined);
  const code = await sim.child.ended;
  sim.close();
  return code;
}

async function expectItGoesOn(directory: string, said: Said): Promise<void> {
  const target = await SimTarget.start({ directory });
  const { totalMsat } = await target.control('GET', '/wallets');
  expect(totalMsat).toBe('30000000000');
  await target.stop();
  const { settled, canceled } = await said.expectKept(directory);
  expect(Math.min(settled, canceled)).toBeGreaterThan(0);
}

describe('a simulator whose journal finds no room', () => {
  it('ends with a sentence, and has kept what it acknowledged, where no file may grow', async () => {
    const said = new Said();
    const sim = await Mortal.start(root, 200 * 1024);
    expect(await keepBusyUntilItEnds(sim, said)).toBe(1);
    const journal = join(root, 'network.jsonl');
    expect(sim.child.said()).toContain(`the journal ${journal} cannot be written any more: EFBIG`);
    expect(sim.child.said()).not.toMatch(/^ +at /m);
    // Nor does one start that could write nothing.
    const code = `process.argv.splice(1, 0, 'main', ${JSON.stringify(root)}); await import('#apps/lnd-sim/main');`;
    const again = runChild(code, {}, 512);
    expect(await again.ended).toBe(1);
    expect(again.said()).toContain('cannot be written any more: EFBIG');
    await expectItGoesOn(root, said);
  }, 120_000);

  (mayMount ? it : it.skip)(
    'ends the same on a full file system, and starts again once there is room',
    async () => {
      const disk = join(root, 'disk');
      mkdirSync(disk);
      mount('-t', 'tmpfs', '-o', 'size=400k', 'tmpfs', disk);
      try {
        const said = new Said();
        const sim = await Mortal.start(disk);
        expect(await keepBusyUntilItEnds(sim, said)).toBe(1);
        const sentence = `the journal ${join(disk, 'network.jsonl')} cannot be written any more: ENOSPC`;
        expect(sim.child.said()).toContain(sentence);
        mount('-o', 'remount,size=8m', disk);
        await expectItGoesOn(disk, said);
      } finally {
        spawnSync('umount', ['-l', disk]);
      }
    },
    60_000,
  );
});
