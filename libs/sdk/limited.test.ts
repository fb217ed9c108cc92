import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { limited } from './limited.js';

describe('a signal with a time limit', () => {
  it('comes when the time is over, also after memory was cleaned up', async () => {
    setFlagsFromString('--expose-gc');
    const collectGarbage: () => void = runInNewContext('gc');
    const signal = limited(500, new AbortController().signal);
    for (let round = 0; round < 3; round += 1) {
      await sleep(20);
      collectGarbage();
    }
    // However long that took, a timeout that is still known comes within this time.
    await sleep(1_000);
    expect(signal.aborted).toBe(true);
    expect(signal.reason).toMatchObject({ name: 'TimeoutError' });
  });

  it('comes earlier with the other one, and with its reason', () => {
    const other = new AbortController();
    const signal = limited(60_000, other.signal);
    other.abort('enough');
    expect([signal.aborted, signal.reason]).toEqual([true, 'enough']);
  });
});
