import type { QueryRunner } from 'typeorm';
import type { Migration } from '#persistence/migrate';

/** Where the earnings of an account go by themselves, and how far it has come with that. */
const tables = /* sql */ `
CREATE TABLE billing.payout_schedule (
  account_id     uuid PRIMARY KEY REFERENCES billing.account (id),
  address        text NOT NULL CHECK (length(address) BETWEEN 1 AND 2048),
  every          text NOT NULL CHECK (every IN ('instant', 'hourly', 'daily')),
  threshold_msat bigint NOT NULL CHECK (threshold_msat > 0),
  -- Null: the usual limit.
  fee_limit_msat bigint CHECK (fee_limit_msat >= 0),
  set_at         timestamptz NOT NULL,
  -- A run has one payout at most, whose scope is made of this number. It begins with the time at which the schedule was set, so that
  -- one which is set again after it was deleted has other numbers.
  run            bigint NOT NULL CHECK (run > 0),
  next_at        timestamptz NOT NULL,
  -- A gateway works on it until then; the time is the name of the lease as well.
  leased_until   timestamptz NOT NULL DEFAULT '-infinity',
  last_payout    uuid REFERENCES billing.payout (id),
  last_payout_at timestamptz,
  -- The last payout, until what became of it is known and counted here: nothing else is paid out meanwhile.
  open_payout    uuid REFERENCES billing.payout (id),
  failures       integer NOT NULL DEFAULT 0 CHECK (failures >= 0),
  last_error     text CHECK (length(last_error) BETWEEN 1 AND 64),
  last_error_at  timestamptz,
  CONSTRAINT payout_schedule_last CHECK ((last_payout IS NULL) = (last_payout_at IS NULL)),
  CONSTRAINT payout_schedule_open CHECK (open_payout IS NULL OR (last_payout IS NOT NULL AND open_payout = last_payout)),
  CONSTRAINT payout_schedule_error CHECK ((last_error IS NULL) = (last_error_at IS NULL))
);
CREATE INDEX payout_schedule_due ON billing.payout_schedule (next_at) WHERE open_payout IS NULL;
CREATE INDEX payout_schedule_waiting ON billing.payout_schedule (open_payout) WHERE open_payout IS NOT NULL;
GRANT SELECT, INSERT, UPDATE, DELETE ON billing.payout_schedule TO botbazaar_billing;
`;

export class BillingPayoutSchedules1795730000300 implements Migration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tables);
  }
}
