/** What a buyer sees of the webhook of its task, and does about it. */
import type { Dispatch, ListWebhooksReply, WebhookDeliveryMessage } from '#contracts/dispatch';
import type { ReplyOf, RequestOf } from '#contracts/service';
import { AppError } from '#kernel/errors';
import { idToUuid, parseId } from '#kernel/ids';
import { type HostPort, parseEndpoint } from '#outbound/endpoint';
import type { Alarm } from '../alarm.js';
import type { Context } from '../context.js';
import type { ReadStore } from '../read-store.js';
import { mayRead, ms, notFound } from '../reading.js';
import type { UnpaidTask } from '../unpaid-store.js';
import { endpointKey, eventType, webhookId } from './webhook.js';
import type { DeliveryRow, WebhookStore } from './webhook-store.js';

type Proof = RequestOf<Dispatch, 'listWebhooks'>;

export class Webhooks {
  constructor(
    private readonly context: Context,
    private readonly reads: ReadStore,
    private readonly deliveries: WebhookStore,
    private readonly alarm: Alarm,
  ) {}

  async list(request: Proof): Promise<ListWebhooksReply> {
    const taskUuid = await this.ownTask(request);
    const deliveries = await this.deliveriesOf(request.taskId, taskUuid);
    // Read last, so that it knows of every call that is shown.
    const webhook = await this.deliveries.ofTask(taskUuid);
    return {
      url: webhook?.url ?? '',
      failuresInRow: webhook?.failuresInRow ?? 0,
      disabledAtMs: ms(webhook?.disabledAt ?? null),
      disabledReason: webhook?.disabledAt ? webhook.reason : '',
      deliveries,
    };
  }

  async replay(request: RequestOf<Dispatch, 'replayWebhook'>): Promise<WebhookDeliveryMessage> {
    const taskUuid = await this.ownTask(request);
    const isThere = (one: { readonly n: number }) => one.n === request.n;
    if (!(await this.deliveries.deliveries(taskUuid)).some(isThere)) {
      throw new AppError('not_found', 'the webhook of this task has no such event');
    }
    if (!(await this.deliveries.replay(taskUuid, request.n, this.context.clock.now()))) {
      throw new AppError('conflict', 'the event is being sent at this moment, or was sent again as often as it may be');
    }
    this.alarm.ring();
    const replayed = (await this.deliveriesOf(request.taskId, taskUuid)).find(isThere);
    if (replayed === undefined) throw notFound();
    return replayed;
  }

  async enable(request: Proof): Promise<ReplyOf<Dispatch, 'enableWebhook'>> {
    const taskUuid = await this.ownTask(request);
    const resumed = await this.deliveries.enable(taskUuid, this.context.clock.now());
    if (resumed === undefined) throw new AppError('not_found', 'this task has no webhook');
    this.alarm.ring();
    return { resumed };
  }

  private async ownTask({ taskId, paymentHash, taskKeyHash }: Proof): Promise<string> {
    const taskUuid = idToUuid(parseId('task', taskId));
    const task = await this.reads.find(taskUuid, false);
    if (task === undefined || !mayRead(task, paymentHash, taskKeyHash)) throw notFound();
    return taskUuid;
  }

  private async deliveriesOf(taskId: string, taskUuid: string): Promise<WebhookDeliveryMessage[]> {
    return (await this.deliveries.deliveries(taskUuid)).map((row) => delivery(taskId, row));
  }
}

function delivery(taskId: string, row: DeliveryRow): WebhookDeliveryMessage {
  return {
    n: row.n,
    webhookId: webhookId(taskId, row.n),
    type: eventType(row.state),
    createdAtMs: ms(row.createdAt),
    status: row.status,
    nextTryAtMs: ms(row.nextTryAt),
    replays: row.replays,
    attempts: row.calls.map(({ atMs, durationMs, httpStatus, failure }) => ({
      atMs: String(atMs),
      durationMs,
      httpStatus: httpStatus ?? 0,
      failure,
    })),
  };
}

/** The webhook that a buyer has ordered. Errors: `invalid_endpoint` for an address that may not be called. */
export function orderedWebhook(url: string, clientKey: Buffer, allowed: readonly HostPort[]): UnpaidTask['webhook'] {
  if (url === '') return undefined;
  const { href, host } = parseEndpoint(url, allowed);
  return { url: href, host, endpoint: endpointKey(clientKey, href) };
}
