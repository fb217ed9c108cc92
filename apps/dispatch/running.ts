import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { Outbound } from '#outbound/call';
import type { DispatchConfig } from './config.js';
import type { Offering } from './offering.js';
import type { StepQueue } from './queue.js';
import type { Reporter } from './reporter.js';
import type { Steps } from './steps.js';
import type { Sweeper } from './sweeper.js';
import type { Waiters } from './waiters.js';
import type { WebhookSender } from './webhooks/webhook-sender.js';
import type { Claiming } from './workers/claiming.js';

/** Starts what runs by itself, and stops it in the order in which nothing gets new work from what is already stopped. */
export class Running implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(
    private readonly parts: {
      readonly queue: StepQueue;
      readonly steps: Steps;
      readonly sweeper: Sweeper;
      readonly offering: Offering;
      readonly outbound: Outbound;
      readonly waiters: Waiters;
      readonly claiming: Claiming;
      readonly reporter: Reporter;
      readonly webhooks: WebhookSender;
    },
    private readonly config: DispatchConfig,
  ) {}

  onApplicationBootstrap(): void {
    const { queue, steps, sweeper, offering, claiming, reporter, webhooks } = this.parts;
    offering.start();
    claiming.start();
    queue.work(steps.handle, this.config.concurrency);
    sweeper.start();
    reporter.start();
    webhooks.start();
  }

  endWaiting(): void {
    this.parts.waiters.close();
    this.parts.claiming.stop();
  }

  async onModuleDestroy(): Promise<void> {
    const { queue, sweeper, offering, outbound, reporter, webhooks } = this.parts;
    this.endWaiting();
    await sweeper.stop();
    await queue.stopWork();
    await Promise.all([offering.stop(this.config.stopGraceMs), webhooks.stop(this.config.stopGraceMs)]);
    await reporter.stop();
    await queue.close();
    await outbound.close();
  }
}
