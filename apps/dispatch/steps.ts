/** What a job of the queue does: it only says where to look; the row decides. */
import { idToUuid, parseId } from '#kernel/ids';
import type { Context } from './context.js';
import { deadlineJob } from './deadline-job.js';
import type { Ending } from './ending.js';
import type { Offering } from './offering.js';
import type { StepHandler, StepJob, StepQueue } from './queue.js';
import type { TaskStore } from './task-store.js';

const firstRetryMs = 100;
const longestRetryMs = 1_000;

export class Steps {
  constructor(
    private readonly context: Context,
    private readonly tasks: TaskStore,
    private readonly offering: Offering,
    private readonly ending: Ending,
    private readonly queue: StepQueue,
  ) {}

  readonly handle: StepHandler = async (job, tries) => {
    const taskUuid = idToUuid(parseId('task', job.taskId));
    switch (job.step) {
      case 'offer':
        return await this.offer(taskUuid, job, tries);
      case 'finish':
        await this.finish(taskUuid);
        return undefined;
      case 'deadline':
        return await this.deadline(taskUuid);
    }
  };

  /** A full seller delays the job; the longer it has waited, the less often it asks. From then on the deadline has a job as well. */
  private async offer(taskUuid: string, job: StepJob, tries: number) {
    const outcome = await this.offering.offerSoon(taskUuid, parseId('listing', job.listingId), job.listingVersion);
    if (outcome !== 'full' && outcome !== 'busy') return undefined;
    const task = tries === 1 && outcome === 'full' ? await this.tasks.find(taskUuid) : undefined;
    if (task) await this.queue.add([deadlineJob(task, this.context.clock.now())]);
    return { againMs: Math.min(firstRetryMs * tries, longestRetryMs) };
  }

  private async finish(taskUuid: string): Promise<void> {
    const task = await this.tasks.find(taskUuid);
    if (task?.state === 'RUNNING' && task.outputStoredAt !== null) await this.ending.finish(task, 'dispatch');
  }

  private async deadline(taskUuid: string) {
    const task = await this.tasks.find(taskUuid);
    if (task === undefined || task.finishedAt !== null || task.deadlineAt === null) return undefined;
    const leftMs = task.deadlineAt.getTime() - this.context.clock.now().getTime();
    if (leftMs > 0) return { againMs: leftMs };
    await this.ending.expire(taskUuid, 'dispatch');
    return undefined;
  }
}
