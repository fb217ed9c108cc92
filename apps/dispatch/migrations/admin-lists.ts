import type { QueryRunner } from 'typeorm';

/**
 * By which admins find tasks that are over. Those that are not are found by indexes that stood before; an index of all states
 * would be written with every step of a task, since each moves its `next_step_at`.
 */
export class AdminLists1795660000122 {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX task_over ON dispatch.task (state, id) WHERE finished_at IS NOT NULL;
      CREATE INDEX task_over_of_seller ON dispatch.task (seller_account_id, id) WHERE finished_at IS NOT NULL;
    `);
  }
}
