import type { QueryRunner } from 'typeorm';
import { installQueueSchema } from '../queue.js';

/** BullMQ's own tables, for installations without Redis. A later version of them is a later migration like this one. */
export class CreateQueue1790000000002 {
  async up(runner: QueryRunner): Promise<void> {
    await installQueueSchema(
      (sql, params) => runner.query(sql, params ? [...params] : undefined),
      'botbazaar_dispatch',
    );
  }
}
