import type { QueryRunner } from 'typeorm';

/**
 * Tasks, the attempts at them, and what counts them. The application's role cannot delete an event or an attempt, and the
 * limits of unpaid input are constraints, so that one statement keeps a task and counts it, or does neither.
 */
export class CreateTask1790000000001 {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tables);
    await runner.query(grants);
  }
}

/** Those of then; later migrations add to them. */
const states = `'AWAITING_PAYMENT', 'QUEUED', 'RUNNING', 'DELIVERED', 'FAILED', 'EXPIRED', 'CANCELED', 'REJECTED'`;

const tables = `
CREATE TABLE dispatch.task (
  id uuid PRIMARY KEY,
  state text NOT NULL CHECK (state IN (${states})),
  -- Counts the changes of state; the event that made version n has the number n.
  version integer NOT NULL DEFAULT 1,
  listing_id uuid NOT NULL,
  listing_version integer NOT NULL,
  service_slug text NOT NULL,
  seller_account_id uuid NOT NULL,
  funding text NOT NULL,
  price_msat bigint NOT NULL CHECK (price_msat >= 0),
  client_key bytea NOT NULL CHECK (octet_length(client_key) = 32),
  task_key_hash bytea NOT NULL CHECK (octet_length(task_key_hash) = 32),
  payment_hash bytea CHECK (octet_length(payment_hash) = 32),
  -- Null once the retention period is over.
  input_json text,
  input_bytes integer NOT NULL CHECK (input_bytes <= 262144),
  -- Nobody reads it unless the state is DELIVERED.
  output_json text,
  reason text NOT NULL DEFAULT '',
  attempts integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  queued_at timestamptz,
  accepted_at timestamptz,
  deadline_at timestamptz,
  work_ms integer,
  -- A queued task is not offered before this.
  offer_at timestamptz,
  started_at timestamptz,
  output_stored_at timestamptz,
  finished_at timestamptz,
  -- What billing said last of the charge of a task that is over, and when.
  charge_outcome text CHECK (charge_outcome IN ('captured', 'canceled')),
  charge_closed_at timestamptz,
  forgotten_at timestamptz,
  -- When the sweeper looks at the task, should nothing else have moved it; null for a task that needs nothing more.
  next_step_at timestamptz,
  CHECK ((state = 'AWAITING_PAYMENT') = (payment_hash IS NULL)),
  CHECK (state = 'AWAITING_PAYMENT' OR (accepted_at IS NOT NULL AND deadline_at IS NOT NULL AND work_ms IS NOT NULL)),
  CHECK (state <> 'QUEUED' OR offer_at IS NOT NULL),
  CHECK ((state IN ('AWAITING_PAYMENT', 'QUEUED', 'RUNNING')) = (finished_at IS NULL)),
  CHECK (state <> 'DELIVERED' OR (output_stored_at IS NOT NULL AND charge_outcome = 'captured')),
  CHECK (output_json IS NULL OR (output_stored_at IS NOT NULL AND state IN ('RUNNING', 'DELIVERED'))),
  CHECK ((charge_outcome IS NULL) = (charge_closed_at IS NULL)),
  CHECK (next_step_at IS NOT NULL OR forgotten_at IS NOT NULL)
) WITH (fillfactor = 80);
CREATE INDEX task_next_step ON dispatch.task (next_step_at) WHERE next_step_at IS NOT NULL;
CREATE INDEX task_queue ON dispatch.task (listing_id, offer_at) WHERE state = 'QUEUED';

-- The first version of a task is its row; each later one has its event.
CREATE TABLE dispatch.task_event (
  task_id uuid NOT NULL REFERENCES dispatch.task,
  n integer NOT NULL CHECK (n > 1),
  from_state text NOT NULL CHECK (from_state IN (${states})),
  to_state text NOT NULL CHECK (to_state IN (${states})),
  actor text NOT NULL,
  reason text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (task_id, n)
);

CREATE TABLE dispatch.attempt (
  task_id uuid NOT NULL REFERENCES dispatch.task,
  number integer NOT NULL CHECK (number > 0),
  id uuid NOT NULL UNIQUE,
  listing_id uuid NOT NULL,
  state text NOT NULL CHECK (state IN ('running', 'waiting', 'delivered', 'failed', 'refused')),
  failure text NOT NULL DEFAULT '',
  started_at timestamptz NOT NULL,
  ended_at timestamptz,
  PRIMARY KEY (task_id, number),
  CHECK ((state IN ('running', 'waiting')) = (ended_at IS NULL))
);
CREATE UNIQUE INDEX attempt_open ON dispatch.attempt (task_id) WHERE state IN ('running', 'waiting');

-- How many attempts of a listing are open; counted by the statements that open and end attempts.
CREATE TABLE dispatch.seller_slot (
  listing_id uuid PRIMARY KEY,
  running integer NOT NULL CHECK (running >= 0)
) WITH (fillfactor = 50);

-- Input that is kept for nothing: 2 MiB for one client, and 256 MiB in all as sixteen shares, so that not every buyer of
-- the marketplace waits for the same row.
CREATE TABLE dispatch.unpaid_client (
  client_key bytea PRIMARY KEY,
  tasks integer NOT NULL CHECK (tasks >= 0),
  bytes bigint NOT NULL CHECK (bytes >= 0),
  CONSTRAINT unpaid_client_limit CHECK (bytes <= 2097152)
) WITH (fillfactor = 50);
CREATE TABLE dispatch.unpaid_share (
  share integer PRIMARY KEY CHECK (share BETWEEN 0 AND 15),
  tasks integer NOT NULL CHECK (tasks >= 0),
  bytes bigint NOT NULL CHECK (bytes >= 0),
  CONSTRAINT unpaid_share_limit CHECK (bytes <= 16777216)
) WITH (fillfactor = 50);
INSERT INTO dispatch.unpaid_share SELECT share, 0, 0 FROM generate_series(0, 15) AS share;
`;

const grants = `
GRANT SELECT, INSERT, UPDATE, DELETE ON dispatch.task TO botbazaar_dispatch;
GRANT SELECT, INSERT ON dispatch.task_event TO botbazaar_dispatch;
GRANT SELECT, INSERT, UPDATE ON dispatch.attempt, dispatch.seller_slot TO botbazaar_dispatch;
GRANT SELECT, UPDATE ON dispatch.unpaid_share TO botbazaar_dispatch;
GRANT SELECT, INSERT, UPDATE, DELETE ON dispatch.unpaid_client TO botbazaar_dispatch;
`;
