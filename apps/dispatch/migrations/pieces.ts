import type { QueryRunner } from 'typeorm';

/** Partial output that workers report with their progress: by attempt, in the order of its numbers, unseen until the delivery. */
export class Pieces1795476000162 {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE dispatch.task
        -- Of the last attempt: how many there are, and how large they are together.
        ADD COLUMN pieces integer NOT NULL DEFAULT 0 CHECK (pieces BETWEEN 0 AND 1000),
        ADD COLUMN piece_bytes integer NOT NULL DEFAULT 0 CHECK (piece_bytes BETWEEN 0 AND 1048576),
        -- With a hold, progress carries no output.
        ADD CONSTRAINT task_pieces CHECK (pieces = 0 OR funding <> 'hold');
      CREATE TABLE dispatch.piece (
        task_id uuid NOT NULL,
        attempt integer NOT NULL,
        n integer NOT NULL CHECK (n > 0),
        output_json text NOT NULL CHECK (octet_length(output_json) <= 65536),
        PRIMARY KEY (task_id, attempt, n),
        FOREIGN KEY (task_id, attempt) REFERENCES dispatch.attempt (task_id, number)
      );
      GRANT SELECT, INSERT, DELETE ON dispatch.piece TO botbazaar_dispatch;
    `);
  }
}
