/**
 * Sends what the rows of `webhook_delivery` say is due, from any number of processes. It looks when this process has changed a
 * task with a webhook, and once a second for what others have left. At most so many calls are open, in all and at one host, so a
 * host that never answers holds up nobody else.
 */
import { addMs, monotonicMs } from '#kernel/clock';
import { idFromUuid, idToBytes } from '#kernel/ids';
import type { Outbound } from '#outbound/call';
import { OutboundFailure } from '#outbound/failure';
import { deriveBuyerWebhookSecret, signWebhook } from '#outbound/webhook';
import type { Alarm } from '../alarm.js';
import type { WebhookLimits } from '../config.js';
import type { Context } from '../context.js';
import { within } from '../within.js';
import { lookAgainMs, nextTryMs, outcomeOf, webhookId } from './webhook.js';
import type { WebhookMessages } from './webhook-message.js';
import type { CallRecord, ClaimedDelivery, WebhookStore } from './webhook-store.js';

/** Nobody reads an answer; it only must not be endless. */
const maxAnswerBytes = 64 * 1024;
/** A process that has not recorded its call so long after the call must have ended is taken for lost. */
const leaseMarginMs = 5_000;
const retryComposeMs = 5_000;
const tidyEveryMs = 60_000;
const tidyBatch = 1_000;

export interface WebhookSenderDeps {
  readonly deliveries: WebhookStore;
  readonly messages: WebhookMessages;
  readonly outbound: Outbound;
  /** Rings when there may be something to send. */
  readonly alarm: Alarm;
  /** The market's webhook key. */
  readonly webhookKey: Buffer;
}

export class WebhookSender {
  private readonly calls = new Set<Promise<void>>();
  private readonly calling = new Map<string, number>();
  private readonly closing = new AbortController();
  private stopped = false;
  private timer: NodeJS.Timeout | undefined;
  private timerAtMs = Number.POSITIVE_INFINITY;
  private looking: Promise<void> | undefined;
  private lookAgain = false;
  private tidyAtMs = 0;

  constructor(
    private readonly context: Context,
    private readonly deps: WebhookSenderDeps,
    private readonly limits: WebhookLimits,
  ) {}

  start(): void {
    this.deps.alarm.onRing(() => this.wake());
    this.wake(this.limits.pollMs);
  }

  /** Looks for what is due, so long from now at the latest. */
  wake(delayMs = 0): void {
    const atMs = monotonicMs() + delayMs;
    if (this.stopped || atMs >= this.timerAtMs) return;
    clearTimeout(this.timer);
    this.timerAtMs = atMs;
    this.timer = setTimeout(() => {
      this.timerAtMs = Number.POSITIVE_INFINITY;
      this.look();
    }, delayMs);
  }

  /** Begins no call any more and waits for those that are open; what is left after that time is sent again by another process. */
  async stop(graceMs: number): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.looking;
    const all = Promise.all(this.calls);
    await within(Math.max(1, graceMs), all).catch(() => this.closing.abort());
    await all;
  }

  private look(): void {
    this.lookAgain = true;
    this.looking ??= this.lookWhileAsked()
      .catch((thrown: unknown) => this.context.log.warn({ err: thrown }, 'Webhooks could not be looked for.'))
      .finally(() => {
        this.looking = undefined;
        this.wake(this.limits.pollMs);
      });
  }

  private async lookWhileAsked(): Promise<void> {
    while (this.lookAgain && !this.stopped) {
      this.lookAgain = false;
      await this.sendDue();
    }
    await this.tidy();
  }

  private async sendDue(): Promise<void> {
    const { maxCalls, maxCallsPerHost: perHost, hostSpacingMs: spacingMs, hostBurst: burst, timeoutMs } = this.limits;
    while (!this.stopped && this.calls.size < maxCalls) {
      const now = this.context.clock.now();
      const free = maxCalls - this.calls.size;
      const { calling } = this;
      const leaseUntil = addMs(now, timeoutMs + leaseMarginMs);
      const claimed = await this.deps.deliveries.claim({ now, leaseUntil, free, perHost, calling, spacingMs, burst });
      for (const delivery of claimed.deliveries) this.begin(delivery);
      if (claimed.seen === 0) return;
    }
  }

  private begin(delivery: ClaimedDelivery): void {
    const { host } = delivery;
    this.calling.set(host, (this.calling.get(host) ?? 0) + 1);
    const call = this.send(delivery)
      .catch((thrown: unknown) => {
        // Its lease runs out, and it is sent again with the same id.
        this.context.log.warn({ err: thrown, ...nameOf(delivery) }, 'What became of a webhook could not be recorded.');
      })
      .finally(() => {
        this.calls.delete(call);
        const left = (this.calling.get(host) ?? 1) - 1;
        if (left > 0) this.calling.set(host, left);
        else this.calling.delete(host);
        this.wake();
      });
    this.calls.add(call);
  }

  private async send(delivery: ClaimedDelivery): Promise<void> {
    const { clock, log } = this.context;
    const composed = await this.compose(delivery);
    if (composed === undefined) return await this.postpone(delivery, retryComposeMs);
    if (composed.kind === 'wait') {
      return await this.postpone(delivery, lookAgainMs(clock.now().getTime() - delivery.at.getTime()));
    }
    if (composed.kind !== 'ready') {
      log.info({ ...nameOf(delivery), why: composed.kind }, 'A webhook is not sent.');
      return await this.deps.deliveries.end(delivery, composed.kind === 'passed' ? 'superseded' : 'withheld');
    }
    const record = await this.call(delivery, Buffer.from(composed.body));
    if (record === undefined) return await this.postpone(delivery, 0);
    const status = await this.deps.deliveries.record(delivery, record);
    const { httpStatus, failure, durationMs } = record;
    const fields = { ...nameOf(delivery), status, httpStatus, durationMs, ...(failure && { failure }) };
    log[record.arrived ? 'debug' : 'info'](fields, 'A webhook was sent.');
  }

  /** Undefined where something that it needs is away. */
  private async compose(delivery: ClaimedDelivery) {
    try {
      return await this.deps.messages.compose(delivery, this.context.clock.now());
    } catch (thrown) {
      this.context.log.warn({ err: thrown, ...nameOf(delivery) }, 'A webhook could not be made and is tried again.');
      return undefined;
    }
  }

  private async postpone(delivery: ClaimedDelivery, ms: number): Promise<void> {
    await this.deps.deliveries.postpone(delivery, addMs(this.context.clock.now(), ms));
    this.wake(ms);
  }

  /** One signed POST; undefined when it was called off because this process stops. */
  private async call(delivery: ClaimedDelivery, body: Buffer): Promise<CallRecord | undefined> {
    const { taskId } = nameOf(delivery);
    const at = this.context.clock.now();
    const secret = deriveBuyerWebhookSecret(this.deps.webhookKey, idToBytes(taskId));
    const signature = signWebhook({ id: webhookId(taskId, delivery.n), timestamp: at, body, secret });
    const beganMs = monotonicMs();
    const ended = (httpStatus?: number, failure = '') => this.record(delivery, { at, beganMs, httpStatus, failure });
    try {
      const { status } = await this.deps.outbound.post({
        url: delivery.url,
        headers: { 'content-type': 'application/json', ...signature },
        body,
        timeoutMs: this.limits.timeoutMs,
        maxResponseBytes: maxAnswerBytes,
        signal: this.closing.signal,
      });
      return ended(status);
    } catch (thrown) {
      if (!(thrown instanceof OutboundFailure)) throw thrown;
      return thrown.reason === 'canceled' ? undefined : ended(undefined, thrown.message);
    }
  }

  private record(
    { tries }: ClaimedDelivery,
    call: { at: Date; beganMs: number; httpStatus: number | undefined; failure: string },
  ): CallRecord {
    const { at, httpStatus, beganMs, failure } = call;
    const outcome = httpStatus === undefined ? 'failed' : outcomeOf(httpStatus);
    const durationMs = Math.round(monotonicMs() - beganMs);
    const delayMs = outcome === 'arrived' ? undefined : nextTryMs(tries + 1, Math.random(), this.limits.retryDelaysMs);
    const now = this.context.clock.now();
    return {
      at,
      durationMs,
      httpStatus,
      failure,
      arrived: outcome === 'arrived',
      disableFor: outcome === 'gone' ? 'the endpoint answered 410 (gone)' : undefined,
      status: outcome === 'arrived' ? 'delivered' : delayMs === undefined ? 'failed' : 'pending',
      nextTryAt: delayMs === undefined ? undefined : addMs(now, delayMs),
    };
  }

  private async tidy(): Promise<void> {
    const nowMs = monotonicMs();
    if (this.stopped || nowMs < this.tidyAtMs) return;
    this.tidyAtMs = nowMs + tidyEveryMs;
    const now = this.context.clock.now();
    await this.deps.deliveries.tidy(now, addMs(now, -this.context.retentionMs), tidyBatch);
  }
}

function nameOf({ taskUuid, n }: ClaimedDelivery) {
  return { taskId: idFromUuid('task', taskUuid), n };
}
