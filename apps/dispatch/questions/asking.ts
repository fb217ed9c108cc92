/** A seller's question to its buyer, and how a worker that claimed its task learns the answer. */
import type { Dispatch } from '#contracts/dispatch';
import type { ReplyOf, RequestOf } from '#contracts/service';
import { addMs } from '#kernel/clock';
import { AppError } from '#kernel/errors';
import type { Context } from '../context.js';
import { etagOf, isAtWork, type ReadStore } from '../read-store.js';
import type { TaskState } from '../task.js';
import type { TaskRow, TaskStore } from '../task-store.js';
import type { Waiters } from '../waiters.js';
import { notRunning, ownClaim } from '../workers/claimed-attempt.js';
import type { Question } from './question.js';
import type { QuestionStore } from './question-store.js';

const maxWaitMs = 60_000;

/** asked: the buyer is asked, now or before by the same question; out_of_turn: another number is next; over: too late. */
export type Asked =
  | { readonly outcome: 'asked'; readonly state: TaskState }
  | { readonly outcome: 'out_of_turn'; readonly detail: string }
  | { readonly outcome: 'over' };

export class Asking {
  constructor(
    private readonly context: Context,
    private readonly tasks: TaskStore,
    private readonly questions: QuestionStore,
    private readonly reads: ReadStore,
    private readonly waiters: Waiters,
  ) {}

  /** The question of the task's last attempt. The same one again changes nothing. */
  async ask({ id, attempts }: TaskRow, question: Question): Promise<Asked> {
    const now = this.context.clock.now();
    const until = addMs(now, question.answerWithinMs);
    const asked = await this.questions.ask(id, attempts, question, now, until);
    if (asked) {
      this.context.changed(asked);
      return { outcome: 'asked', state: asked.state };
    }
    const [task, before] = await Promise.all([this.tasks.find(id), this.questions.find(id, question.n)]);
    if (before?.attempt === attempts && before.message === question.message && task) {
      return { outcome: 'asked', state: task.state };
    }
    const isOpen = task?.attempts === attempts && isAtWork(task.state) && task.outputStoredAt === null;
    // The next question of a running attempt is refused by nothing but the deadline.
    if (!isOpen || (task.state === 'RUNNING' && question.n === task.questions + 1)) return { outcome: 'over' };
    if (task.state === 'INPUT_REQUIRED') {
      return {
        outcome: 'out_of_turn',
        detail: `question ${question.n} comes while question ${task.questions} is open`,
      };
    }
    const next = task.questions + 1;
    return { outcome: 'out_of_turn', detail: `question ${question.n} is not the next one, which is ${next}` };
  }

  /** Waits for the answer as long as it may. Errors: `task_not_found`, `task_not_running`, `input_not_asked`. */
  async awaitAnswer(request: RequestOf<Dispatch, 'awaitAnswer'>): Promise<ReplyOf<Dispatch, 'awaitAnswer'>> {
    const { attempt, n } = request;
    const taskUuid = (await ownClaim(this.tasks, request)).id;
    const until = this.context.clock.now().getTime() + Math.min(Math.max(0, request.waitMs), maxWaitMs);
    const listener = request.waitMs > 0 ? this.waiters.listen(taskUuid) : undefined;
    let mayWait = true;
    try {
      for (;;) {
        const [task, question] = await Promise.all([
          this.reads.find(taskUuid, false),
          this.questions.find(taskUuid, n),
        ]);
        if (task?.attempts !== attempt || task.finishedAt !== null || task.outputStoredAt !== null) throw notRunning();
        if (question?.attempt !== attempt)
          throw new AppError('input_not_asked', `question ${n} is none of this attempt`);
        const leftMs = mayWait ? until - this.context.clock.now().getTime() : 0;
        if (question.answerJson !== null || listener === undefined || leftMs <= 0) {
          return { answered: question.answerJson !== null, answerJson: question.answerJson ?? '' };
        }
        mayWait = await listener.changed(leftMs, etagOf(task));
      }
    } finally {
      listener?.end();
    }
  }
}
