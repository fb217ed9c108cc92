/** The parts of dispatch that only admins reach. */
import type { INestApplicationContext, Provider } from '@nestjs/common';
import type { Dispatch } from '#contracts/dispatch';
import { type Context, contextToken } from '../context.js';
import { Ending } from '../ending.js';
import { Offering } from '../offering.js';
import { Results } from '../results.js';
import { SweepStore } from '../sweep-store.js';
import { TaskStore } from '../task-store.js';
import { ListingTasks } from './listing-tasks.js';
import { Retrying } from './retrying.js';
import { TaskLists } from './task-lists.js';

export const adminParts: Provider[] = [
  {
    provide: ListingTasks,
    inject: [contextToken, TaskLists],
    useFactory: (context: Context, lists: TaskLists) => new ListingTasks(context, lists),
  },
  {
    provide: Retrying,
    inject: [contextToken, SweepStore, TaskStore, Results, Offering, Ending],
    useFactory: (
      context: Context,
      sweeps: SweepStore,
      tasks: TaskStore,
      results: Results,
      offering: Offering,
      ending: Ending,
    ) => new Retrying(context, { sweeps, tasks, results, offering, ending }),
  },
];

export function adminMethods(application: INestApplicationContext): Pick<Dispatch, 'listTasks' | 'retryTask'> {
  const listing = application.get(ListingTasks);
  const retrying = application.get(Retrying);
  return {
    listTasks: (request) => listing.list(request),
    retryTask: (request) => retrying.retry(request),
  };
}
