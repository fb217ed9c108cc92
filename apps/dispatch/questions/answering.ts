/** The buyer's answer to the question that its seller asks. */
import type { Dispatch } from '#contracts/dispatch';
import type { ReplyOf, RequestOf } from '#contracts/service';
import { parseJson } from '#json-schema/json-bounds';
import { addMs } from '#kernel/clock';
import { AppError } from '#kernel/errors';
import { idToUuid, parseId } from '#kernel/ids';
import { stepMarginMs } from '../config.js';
import type { Context } from '../context.js';
import type { ReadStore, SeenTask } from '../read-store.js';
import { mayRead, notFound } from '../reading.js';
import type { Giving } from './giving.js';
import { AnswerSchemas, answerBounds } from './question.js';
import type { QuestionRow, QuestionStore } from './question-store.js';

export class Answering {
  private readonly schemas = new AnswerSchemas();

  constructor(
    private readonly context: Context,
    private readonly reads: ReadStore,
    private readonly questions: QuestionStore,
    private readonly giving: Giving,
  ) {}

  /** The same answer again changes nothing. Errors: `task_not_found`, `input_not_asked`, `invalid_input`, `body_too_large`. */
  async provide(request: RequestOf<Dispatch, 'provideInput'>): Promise<ReplyOf<Dispatch, 'provideInput'>> {
    const taskUuid = idToUuid(parseId('task', request.taskId));
    const { n, inputJson } = request;
    const { task, question } = await this.look(taskUuid, request);
    if (question === undefined) throw notAsked(n);
    if (question.answerJson !== null) return sameAnswer(task, question, inputJson);
    if (task.state !== 'INPUT_REQUIRED' || task.questions !== n) throw notAsked(n);
    this.check(taskUuid, question, inputJson);
    const now = this.context.clock.now();
    const answered = await this.questions.answer(taskUuid, n, inputJson, now, addMs(now, stepMarginMs));
    if (answered === undefined) return await this.afterRace(taskUuid, request);
    this.context.changed(answered);
    if (answered.delivery === 'push') this.giving.give(answered);
    return { state: answered.state };
  }

  private async look(taskUuid: string, request: RequestOf<Dispatch, 'provideInput'>) {
    const [task, question] = await Promise.all([
      this.reads.find(taskUuid, false),
      this.questions.find(taskUuid, request.n),
    ]);
    if (task === undefined || !mayRead(task, request.paymentHash, request.taskKeyHash)) throw notFound();
    return { task, question };
  }

  private check(taskUuid: string, { n, schemaJson }: QuestionRow, inputJson: string): void {
    const input = parseJson(inputJson, answerBounds);
    if (schemaJson === null) return;
    const errors = this.schemas.get(taskUuid, n, schemaJson).validate(input);
    const [first] = errors;
    if (first === undefined) return;
    const fields = errors.map(({ path, message }) => ({ path: `/input${path}`, message }));
    throw new AppError(
      'invalid_input',
      `the input is not what the seller asks for: /input${first.path} ${first.message}`,
      {
        fields,
      },
    );
  }

  /** Another answer, the deadline or a cancellation came in between, or all answers together are too large. */
  private async afterRace(
    taskUuid: string,
    request: RequestOf<Dispatch, 'provideInput'>,
  ): Promise<ReplyOf<Dispatch, 'provideInput'>> {
    const { task, question } = await this.look(taskUuid, request);
    if (question !== undefined && question.answerJson !== null) return sameAnswer(task, question, request.inputJson);
    if (task.state === 'INPUT_REQUIRED' && task.questions === request.n && task.answerUntil !== null) {
      if (task.answerUntil > this.context.clock.now()) {
        throw new AppError('body_too_large', `all input for one task may have ${answerBounds.maxBytes} bytes`);
      }
    }
    throw notAsked(request.n);
  }
}

function sameAnswer(task: SeenTask, { n, answerJson }: QuestionRow, inputJson: string) {
  if (answerJson === inputJson) return { state: task.state };
  throw new AppError('input_not_asked', `question ${n} has another answer already`);
}

function notAsked(n: number): AppError {
  return new AppError('input_not_asked', `the seller does not wait for an answer to question ${n}`);
}
