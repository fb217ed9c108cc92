/** How a seller's work goes, as lines for whoever started it: the same whether it is called or claims its work. */
import type { PullEvent } from '#sdk/pull-work';
import type { SellerEvent } from '#sdk/seller';
import { emit } from './bot.js';
import type { Purse } from './purse.js';

type WorkEvent =
  | Exclude<SellerEvent, { readonly name: 'probed' | 'called-back' }>
  | Exclude<PullEvent, { readonly name: 'away' }>;

export function tellWork(event: WorkEvent, purse: Purse): void {
  const { taskId, attempt } = event;
  if (event.name === 'started' || event.name === 'claimed') {
    emit({ event: 'work', taskId, attempt });
  } else if (event.name === 'done') {
    emit({ event: 'sold', taskId, attempt, workMs: event.ms });
    purse.expect();
  } else {
    const refused = event.name === 'refused';
    emit({ event: 'work-failed', taskId, attempt, workMs: event.ms, refused, message: event.error.message });
  }
}
