/** The seller's side of an attempt: a signed POST, and what came back of it. */
import { idToBytes, type ListingId } from '#kernel/ids';
import type { Outbound } from '#outbound/call';
import { type FailureReason, OutboundFailure } from '#outbound/failure';
import { deriveWebhookSecret, signWebhook } from '#outbound/webhook';
import { type Answer, maxAnswerBytes, readInlineAnswer } from './answer.js';
import type { ListingVersion } from './versions.js';

export interface Delivery {
  readonly taskId: string;
  readonly attempt: number;
  readonly attemptId: string;
  readonly inputJson: string;
  readonly deadlineAt: Date;
  readonly now: Date;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
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
    const body = Buffer.from(this.body(version, delivery, await this.publicBaseUrl()));
    const signature = signWebhook({
      id: delivery.attemptId,
      timestamp: delivery.now,
      body,
      secret: this.secret(version),
    });
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
      return { kind: 'failed', failure: failures[thrown.reason] };
    }
  }

  /** The input is put in as the text that the buyer's request had, so no number changes on the way. */
  private body({ service }: ListingVersion, delivery: Delivery, publicBaseUrl: string): string {
    const { taskId, attempt, inputJson, deadlineAt } = delivery;
    const head = { type: 'task', taskId, attempt, service: service.slug, version: service.version };
    const tail = {
      deadlineAt: deadlineAt.toISOString(),
      callbackUrl: `${publicBaseUrl}/v1/work/${taskId}/attempts/${attempt}`,
    };
    return `${JSON.stringify(head).slice(0, -1)},"input":${inputJson},${JSON.stringify(tail).slice(1)}`;
  }
}
