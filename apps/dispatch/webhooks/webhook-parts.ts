/** The parts that tell buyers what became of their tasks, as `start.ts` puts them together. */
import type { Billing } from '#contracts/billing';
import { Outbound } from '#outbound/call';
import { Alarm } from '../alarm.js';
import type { WebhookLimits } from '../config.js';
import { type Context, contextToken } from '../context.js';
import { ReadStore } from '../read-store.js';
import { WebhookMessages } from './webhook-message.js';
import { WebhookSender } from './webhook-sender.js';
import { WebhookStore } from './webhook-store.js';
import { Webhooks } from './webhooks.js';

export function webhookParts(limits: WebhookLimits, deps: { readonly billing: Billing; readonly webhookKey: Buffer }) {
  const { billing, webhookKey } = deps;
  return [
    {
      provide: WebhookMessages,
      inject: [ReadStore],
      useFactory: (reads: ReadStore) => new WebhookMessages(reads, billing),
    },
    {
      provide: WebhookSender,
      inject: [contextToken, WebhookStore, WebhookMessages, Outbound, Alarm],
      useFactory: (
        context: Context,
        deliveries: WebhookStore,
        messages: WebhookMessages,
        outbound: Outbound,
        alarm: Alarm,
      ) => new WebhookSender(context, { deliveries, messages, outbound, alarm, webhookKey }, limits),
    },
    {
      provide: Webhooks,
      inject: [contextToken, ReadStore, WebhookStore, Alarm],
      useFactory: (context: Context, reads: ReadStore, deliveries: WebhookStore, alarm: Alarm) =>
        new Webhooks(context, reads, deliveries, alarm),
    },
  ];
}
