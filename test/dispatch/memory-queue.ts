import type { QueueFactory, StepHandler, StepJob } from '#apps/dispatch/queue';

/** A queue that loses everything when its process ends: what must not matter. Counts what was added. */
export function memoryQueue(added: StepJob[] = []): QueueFactory {
  return () => {
    const timers = new Map<NodeJS.Timeout, StepJob>();
    let handler: StepHandler | undefined;
    let stopped = false;
    const later = (job: StepJob, tries: number, delayMs: number) => {
      const timer = setTimeout(() => {
        timers.delete(timer);
        void run(job, tries);
      }, delayMs);
      timers.set(timer, job);
    };
    const run = async (job: StepJob, tries: number) => {
      // A job whose step fails is lost as well.
      const again = await handler?.(job, tries).catch(() => undefined);
      if (again !== undefined && !stopped) later(job, tries + 1, again.againMs);
    };
    return {
      async add(jobs) {
        added.push(...jobs);
        if (!stopped) for (const job of jobs) later(job, 1, job.delayMs ?? 0);
        return true;
      },
      takeBack({ taskId, step, round }) {
        for (const [timer, job] of timers) {
          if (job.taskId !== taskId || job.step !== step || job.round !== round) continue;
          clearTimeout(timer);
          timers.delete(timer);
        }
      },
      work(work) {
        handler = work;
      },
      async stopWork() {
        stopped = true;
        for (const timer of timers.keys()) clearTimeout(timer);
      },
      async close() {
        stopped = true;
      },
    };
  };
}
