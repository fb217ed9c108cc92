import type { QueryRunner } from 'typeorm';
import type { Migration } from '#persistence/migrate';

// Checks are evaluated at every step of a charge, so they compare lengths and not patterns.
const tables = /* sql */ `
CREATE TABLE billing.account (
  id               uuid PRIMARY KEY,
  name             text CHECK (length(name) BETWEEN 1 AND 100),
  credential_epoch integer NOT NULL CHECK (credential_epoch >= 0),
  random           bytea NOT NULL,
  created_at       timestamptz NOT NULL,
  closed_at        timestamptz
);

CREATE TABLE billing.idempotency (
  scope          bytea PRIMARY KEY,
  request_digest bytea NOT NULL,
  created_at     timestamptz NOT NULL
);
CREATE INDEX idempotency_age ON billing.idempotency USING brin (created_at);

CREATE TABLE billing.charge (
  id                 uuid PRIMARY KEY,
  task_id            uuid NOT NULL UNIQUE,
  node               text NOT NULL CHECK (length(node) = 66),
  funding            text NOT NULL CHECK (funding IN ('hold')),
  state              text NOT NULL DEFAULT 'CREATING' CHECK (state IN
                       ('CREATING', 'OPEN', 'HELD', 'SETTLING', 'SETTLED', 'CANCELING', 'CANCELED', 'EXPIRED', 'LOST')),
  version            integer NOT NULL DEFAULT 1,
  price_msat         bigint NOT NULL CHECK (price_msat > 0),
  fee_msat           bigint NOT NULL CHECK (fee_msat BETWEEN 0 AND price_msat),
  seller_account     uuid NOT NULL,
  listing_id         uuid NOT NULL,
  listing_version    integer NOT NULL,
  service_slug       text NOT NULL,
  client_key         bytea NOT NULL,
  payment_hash       bytea NOT NULL UNIQUE CHECK (length(payment_hash) = 32),
  preimage_epoch     integer NOT NULL CHECK (preimage_epoch >= 0),
  token_epoch        integer NOT NULL CHECK (token_epoch >= 0),
  token_nonce        bytea NOT NULL CHECK (length(token_nonce) = 13),
  request_digest     bytea NOT NULL,
  reuse_key          bytea,
  reuse_until        timestamptz,
  hold_window_ms     integer NOT NULL CHECK (hold_window_ms > 0),
  work_ms            integer NOT NULL CHECK (work_ms > 0),
  payment_request    text,
  add_index          bigint,
  expires_at         timestamptz,
  held_at            timestamptz,
  hold_deadline_at   timestamptz,
  amount_paid_msat   bigint CHECK (amount_paid_msat > 0),
  htlc_expiry_height integer,
  cancel_height      integer,
  created_at         timestamptz NOT NULL,
  updated_at         timestamptz NOT NULL,
  closed_at          timestamptz,
  -- When a sweep must look at the charge again: its own deadline, or how long it has been waiting for Lightning.
  due_at             timestamptz GENERATED ALWAYS AS (CASE state
                       WHEN 'CREATING' THEN created_at WHEN 'OPEN' THEN expires_at WHEN 'HELD' THEN hold_deadline_at
                       WHEN 'SETTLING' THEN updated_at WHEN 'CANCELING' THEN updated_at END) STORED,
  CONSTRAINT charge_closed CHECK ((closed_at IS NOT NULL) = (state IN ('SETTLED', 'CANCELED', 'EXPIRED', 'LOST'))),
  CONSTRAINT charge_open_is_payable CHECK (state <> 'OPEN' OR (payment_request IS NOT NULL AND expires_at IS NOT NULL)),
  CONSTRAINT charge_held_is_paid CHECK (state NOT IN ('HELD', 'SETTLING', 'SETTLED', 'LOST')
    OR (amount_paid_msat IS NOT NULL AND held_at IS NOT NULL AND hold_deadline_at IS NOT NULL))
) WITH (fillfactor = 50);
CREATE UNIQUE INDEX charge_reuse_key ON billing.charge (reuse_key) WHERE reuse_key IS NOT NULL;
-- Holds that are not over are few (some thousand a node), so sweeps look through all of them: WHERE closed_at IS NULL AND state = …
-- AND due_at < …. No index may name a column that a step changes: with one on (state, due_at) every step wrote five
-- indexes instead of none, and postings took a third more of the server's time.
CREATE INDEX charge_unfinished ON billing.charge (node, id) WHERE closed_at IS NULL;

-- Every change of a charge, once: what it was, what it is, who did it, why, and the ledger transfer that it caused.
CREATE TABLE billing.charge_event (
  charge_id    uuid NOT NULL,
  n            integer NOT NULL CHECK (n > 0),
  from_state   text,
  to_state     text NOT NULL,
  actor        text NOT NULL CHECK (length(actor) BETWEEN 1 AND 32),
  reason       text NOT NULL CHECK (length(reason) BETWEEN 1 AND 200),
  transfer_seq bigint,
  request_id   uuid,
  at           timestamptz NOT NULL,
  PRIMARY KEY (charge_id, n)
);
`;

const guards = /* sql */ `
CREATE FUNCTION billing.forbid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% on billing.% is forbidden', TG_OP, TG_TABLE_NAME USING ERRCODE = '42501';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON billing.charge_event FOR EACH STATEMENT EXECUTE FUNCTION billing.forbid();
CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON billing.charge FOR EACH STATEMENT EXECUTE FUNCTION billing.forbid();

-- Every charge begins at the beginning, with its first event, which nobody can forget to write.
CREATE FUNCTION billing.charge_begins() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NEW.state <> 'CREATING' OR NEW.version <> 1 THEN
    RAISE EXCEPTION 'a charge begins in CREATING, not in %', NEW.state USING ERRCODE = '42501';
  END IF;
  INSERT INTO billing.charge_event (charge_id, n, to_state, actor, reason, at)
  VALUES (NEW.id, 1, NEW.state, 'billing', 'requested', NEW.created_at);
  RETURN NULL;
END $$;
CREATE TRIGGER begins AFTER INSERT ON billing.charge FOR EACH ROW EXECUTE FUNCTION billing.charge_begins();
`;

/**
 * Billing's role makes charges, always CREATING, and may move only what says which request a charge answers. State, money
 * and what Lightning reported move by `billing.advance` alone.
 */
const grants = /* sql */ `
GRANT SELECT ON billing.account, billing.idempotency, billing.charge, billing.charge_event TO botbazaar_billing;
GRANT INSERT ON billing.account TO botbazaar_billing;
GRANT UPDATE (name, credential_epoch, random, closed_at) ON billing.account TO botbazaar_billing;
GRANT INSERT, UPDATE (scope), DELETE ON billing.idempotency TO botbazaar_billing;
GRANT INSERT (id, task_id, node, funding, state, price_msat, fee_msat, seller_account, listing_id, listing_version, service_slug,
  client_key, payment_hash, preimage_epoch, token_epoch, token_nonce, request_digest, reuse_key, reuse_until, hold_window_ms, work_ms,
  expires_at, created_at, updated_at) ON billing.charge TO botbazaar_billing;
GRANT UPDATE (reuse_key, reuse_until) ON billing.charge TO botbazaar_billing;
`;

export class BillingTables1764000000011 implements Migration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tables);
    await runner.query(guards);
    await runner.query(grants);
  }
}
