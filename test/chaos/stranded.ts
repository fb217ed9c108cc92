/**
 * lnd that is shut down at the wrong moment leaves payments in flight for ever (docs/real-lnd.md). We give them back a day after their last
 * block; that day passes at once as soon as nothing else is under way.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '#persistence/database';
import { type Accused, underWaySql } from './reckoning.js';

const lookEveryMs = 2_000;
const looks = 10;

/** Looks until that is over. */
export async function letADayPass(of: Accused, over: Promise<unknown>): Promise<void> {
  const { passADay } = of;
  if (!passADay) return;
  let isOver = false;
  const noted = over.finally(() => {
    isOver = true;
  });
  // Who waits for it hears of its failure.
  noted.catch(() => undefined);
  const owner = await openDatabase({ url: of.ownerUrl(), schema: 'billing', applicationName: 'chaos', poolSize: 1 });
  try {
    for (let alone = 0; !isOver && alone < looks; await sleep(lookEveryMs)) {
      const left = await owner.query<{ what: string; state: string }>(underWaySql);
      const isStuck = left.length > 0 && left.every(({ what, state }) => what === 'payout' && state === 'UNKNOWN');
      alone = isStuck ? alone + 1 : 0;
      if (alone === looks) await passADay();
    }
  } finally {
    await owner.close();
  }
}
