/** The seller's side of an attempt: a signed POST, and what came back of it. */
import { idToBytes, type ListingId } from '#kernel/ids';
import type { Outbound } from '#outbound/call';
import { type FailureReason, OutboundFailure } from '#outbound/failure';
import { deriveWebhookSecret, signWebhook } from '#outbound/webhook';
import { type Answer, maxAnswerBytes, readInlineAnswer } from './answer.js';
import type { QuestionRow } from './questions/question-store.js';
import type { ListingVersion } from './versions.js';

interface Call {
  readonly taskId: string;
  readonly attempt: number;
  readonly attemptId: string;
  readonly inputJson: string;
  readonly deadlineAt: Date;
  readonly now: Date;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export interface Delivery extends Call {
  /** How many questions earlier attempts have asked, and what the buyer has answered. */
  readonly questions: number;
  readonly answered: readonly (QuestionRow & { readonly answerJson: string })[];
}

/** The input is what the buyer has answered to question `n`. */
export interface AnswerDelivery extends Call {
  readonly n: number;
}

/** What the buyer is told; neither our addresses nor the seller's appear in it. */
const failures: Record<FailureReason, string> = {
  refused_address: "the seller's endpoint may not be called",
  dns: "the seller's host name does not resolve",
  connect: 'the seller could not be reached',
  tls: "the seller's certificate was not accepted",
  timeout: 'the seller did not answer in time',
  too_large: `the seller's answer is larger than ${maxAnswerBytes} bytes`,
  redirect: 'the seller redirected the task',
  protocol: 'the connection to the seller broke',
  canceled: 'the call was called off',
};

/** Failures that no task can be the cause of. */
const nobodyThere: ReadonlySet<FailureReason> = new Set(['refused_address', 'dns', 'connect', 'tls']);

export class Sellers {
  constructor(
    private readonly outbound: Outbound,
    private readonly webhookKey: Buffer,
    private readonly publicBaseUrl: () => string | Promise<string>,
  ) {}

  secret(version: ListingVersion): Buffer {
    return deriveWebhookSecret(
      this.webhookKey,
      idToBytes(version.service.listingId as ListingId),
      version.secretVersion,
    );
  }

  /** Offers the task and reads the answer. Throws only for a defect; `canceled` when the signal ended it. */
  async deliver(version: ListingVersion, delivery: Delivery): Promise<Answer | { readonly kind: 'canceled' }> {
    const { answered, questions } = delivery;
    const answers = answered.map(({ n, message, answerJson }) => withInput({ n, message }, answerJson, {}));
    const head = { type: 'task', ...headOf(version, delivery), ...(questions > 0 ? { questions } : {}) };
    const body = withInput(head, delivery.inputJson, await this.tail(delivery));
    const all = answers.length === 0 ? body : `${body.slice(0, -1)},"answers":[${answers.join(',')}]}`;
    return await this.post(version, delivery, delivery.attemptId, all);
  }

  /** Brings what the buyer has answered, under an id of its own, and reads what the seller says now. */
  async giveAnswer(version: ListingVersion, delivery: AnswerDelivery): Promise<Answer | { readonly kind: 'canceled' }> {
    const { n, attemptId, inputJson } = delivery;
    const head = { type: 'task.input', ...headOf(version, delivery), n };
    const body = withInput(head, inputJson, await this.tail(delivery));
    return await this.post(version, delivery, `${attemptId}-${n}`, body);
  }

  private async tail({ taskId, attempt, deadlineAt }: Call) {
    const callbackUrl = `${await this.publicBaseUrl()}/v1/work/${taskId}/attempts/${attempt}`;
    return { deadlineAt: deadlineAt.toISOString(), callbackUrl };
  }

  private async post(
    version: ListingVersion,
    delivery: Call,
    id: string,
    text: string,
  ): Promise<Answer | { readonly kind: 'canceled' }> {
    const body = Buffer.from(text);
    const signature = signWebhook({ id, timestamp: delivery.now, body, secret: this.secret(version) });
    try {
      const response = await this.outbound.post({
        url: version.endpoint,
        headers: { 'content-type': 'application/json', ...signature },
        body,
        timeoutMs: delivery.timeoutMs,
        maxResponseBytes: maxAnswerBytes,
        signal: delivery.signal,
      });
      return readInlineAnswer(response.status, response.body, version.outputSchema);
    } catch (thrown) {
      if (!(thrown instanceof OutboundFailure)) throw thrown;
      if (thrown.reason === 'canceled') return { kind: 'canceled' };
      const call = nobodyThere.has(thrown.reason) ? 'unreachable' : 'failed';
      return { kind: 'failed', failure: failures[thrown.reason], call };
    }
  }
}

function headOf({ service }: ListingVersion, { taskId, attempt }: Call) {
  return { taskId, attempt, service: service.slug, version: service.version };
}

/** The input is put in as the text that the buyer's request had, so no number changes on the way. */
function withInput(head: object, inputJson: string, tail: object): string {
  const after = JSON.stringify(tail).slice(1);
  return `${JSON.stringify(head).slice(0, -1)},"input":${inputJson}${after === '}' ? '' : ','}${after}`;
}
