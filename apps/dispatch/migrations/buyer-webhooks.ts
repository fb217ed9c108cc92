import type { QueryRunner } from 'typeorm';

/**
 * What buyers are told by webhook. A delivery is made by the statement that changes the task, so no crash loses one; who sends
 * them takes leases on the rows. What bounds them stands beside: how often an endpoint has failed, and how fast a host is called.
 */
export class BuyerWebhooks1795400000101 {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tables);
    await runner.query(grants);
  }
}

const tables = `
ALTER TABLE dispatch.task
  ADD COLUMN webhook_url text CHECK (length(webhook_url) <= 2048),
  ADD COLUMN webhook_host text,
  -- Digest of the client and the URL: what is counted and disabled together.
  ADD COLUMN webhook_endpoint bytea CHECK (octet_length(webhook_endpoint) = 32),
  ADD CONSTRAINT task_webhook CHECK (
    num_nulls(webhook_url, webhook_host, webhook_endpoint) IN (0, 3));

-- One event of a task that its buyer is told. (task_id, n) is the event's key in task_event.
CREATE TABLE dispatch.webhook_delivery (
  task_id uuid NOT NULL REFERENCES dispatch.task,
  n integer NOT NULL,
  host text NOT NULL,
  endpoint bytea NOT NULL,
  -- Of the task, when it happened.
  attempts integer NOT NULL,
  status text NOT NULL CHECK (status IN ('pending', 'delivered', 'failed', 'paused', 'superseded', 'withheld')),
  created_at timestamptz NOT NULL,
  next_try_at timestamptz,
  -- While a process is sending it.
  sending_until timestamptz,
  -- Its place in the host's rate is taken already.
  reserved boolean NOT NULL DEFAULT false,
  -- Counts the times that it was taken up; what an earlier one brings is too late.
  claim integer NOT NULL DEFAULT 0,
  -- Calls since it was made, or since its last replay.
  tries integer NOT NULL DEFAULT 0,
  calls integer NOT NULL DEFAULT 0,
  replays integer NOT NULL DEFAULT 0,
  PRIMARY KEY (task_id, n),
  CHECK ((status = 'pending') = (next_try_at IS NOT NULL))
) WITH (fillfactor = 70);
CREATE INDEX webhook_delivery_due ON dispatch.webhook_delivery (next_try_at, host) WHERE next_try_at IS NOT NULL;
CREATE INDEX webhook_delivery_paused ON dispatch.webhook_delivery (endpoint) WHERE status = 'paused';

CREATE TABLE dispatch.webhook_call (
  task_id uuid NOT NULL,
  n integer NOT NULL,
  number integer NOT NULL,
  at timestamptz NOT NULL,
  duration_ms integer NOT NULL,
  http_status integer,
  failure text NOT NULL,
  PRIMARY KEY (task_id, n, number),
  FOREIGN KEY (task_id, n) REFERENCES dispatch.webhook_delivery ON DELETE CASCADE
);

-- Endpoints whose last call failed; others have no row.
CREATE TABLE dispatch.webhook_endpoint (
  key bytea PRIMARY KEY,
  failures_in_row integer NOT NULL CHECK (failures_in_row >= 0),
  disabled_at timestamptz,
  reason text NOT NULL DEFAULT '',
  changed_at timestamptz NOT NULL
) WITH (fillfactor = 50);
CREATE INDEX webhook_endpoint_age ON dispatch.webhook_endpoint (changed_at);

-- Until when the rate of a host is spoken for.
CREATE TABLE dispatch.webhook_host (
  host text PRIMARY KEY,
  taken_until timestamptz NOT NULL
) WITH (fillfactor = 50);
CREATE INDEX webhook_host_age ON dispatch.webhook_host (taken_until);
`;

const grants = `
GRANT SELECT, INSERT, UPDATE, DELETE ON dispatch.webhook_delivery, dispatch.webhook_endpoint, dispatch.webhook_host TO botbazaar_dispatch;
GRANT SELECT, INSERT, DELETE ON dispatch.webhook_call TO botbazaar_dispatch;
`;
