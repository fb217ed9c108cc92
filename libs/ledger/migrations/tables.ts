import type { QueryRunner } from 'typeorm';
import type { Migration } from '#persistence/migrate';

/**
 * The books: what exists, and what Postgres itself refuses whoever asks.
 *
 * `botbazaar_ledger` owns everything here and cannot log in. Constraints and triggers hold against it too, so a wrong
 * function or a hurried repair fails instead of leaving books that do not add up.
 */
const tables = /* sql */ `
-- The chart as this database knows it. An account takes its side and its limit from here, never from a caller.
CREATE TABLE ledger.chart (
  code    smallint PRIMARY KEY,
  name    text    NOT NULL UNIQUE,
  side    "char"  NOT NULL CHECK (side IN ('D', 'C')),
  limited boolean NOT NULL,
  per     text    NOT NULL CHECK (per IN ('market', 'node', 'account')),
  in_use  boolean NOT NULL,
  UNIQUE (code, side, limited)
);

-- owner: '' for the market itself, 66 hex digits for a Lightning node, a uuid for a bot's account.
CREATE TABLE ledger.account (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code      smallint NOT NULL,
  owner     text COLLATE "C" NOT NULL CHECK (owner ~ '^([0-9a-f]{66}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})?$'),
  side      "char"  NOT NULL,
  limited   boolean NOT NULL,
  opened_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (owner, code),
  UNIQUE (id, side, limited),
  FOREIGN KEY (code, side, limited) REFERENCES ledger.chart (code, side, limited)
);

-- Moves with every entry, so it is narrow, half empty and indexed on nothing that changes: each update stays in its page.
CREATE TABLE ledger.balance (
  account_id bigint PRIMARY KEY,
  side       "char"  NOT NULL,
  limited    boolean NOT NULL,
  debits     bigint  NOT NULL DEFAULT 0 CHECK (debits >= 0),
  credits    bigint  NOT NULL DEFAULT 0 CHECK (credits >= 0),
  version    bigint  NOT NULL DEFAULT 0 CHECK (version >= 0),
  closed     boolean NOT NULL DEFAULT false,
  FOREIGN KEY (account_id, side, limited) REFERENCES ledger.account (id, side, limited),
  CONSTRAINT no_overdraft CHECK (NOT limited OR CASE side WHEN 'C' THEN debits <= credits ELSE credits <= debits END)
) WITH (fillfactor = 50);

CREATE TABLE ledger.transfer (
  seq          bigint PRIMARY KEY CHECK (seq > 0),
  id           uuid NOT NULL UNIQUE,
  kind         text COLLATE "C" NOT NULL CHECK (length(kind) BETWEEN 1 AND 32),
  ref          uuid,
  legs         smallint NOT NULL CHECK (legs BETWEEN 2 AND 64),
  digest       bytea NOT NULL,
  effective_at timestamptz NOT NULL,
  recorded_at  timestamptz NOT NULL
);
CREATE INDEX transfer_ref ON ledger.transfer (ref) WHERE ref IS NOT NULL;
CREATE INDEX transfer_recorded ON ledger.transfer USING brin (recorded_at) WITH (pages_per_range = 16, autosummarize = on);

-- amount: + debit, - credit, in millisatoshi. No foreign keys: they cost a third of the throughput, and what they would
-- prove is proven by the triggers below and by the balance that every entry moves.
CREATE TABLE ledger.entry (
  account_id      bigint   NOT NULL,
  account_version bigint   NOT NULL CHECK (account_version > 0),
  transfer_seq    bigint   NOT NULL,
  amount          bigint   NOT NULL CHECK (amount <> 0),
  balance_after   bigint   NOT NULL,
  leg             smallint NOT NULL CHECK (leg BETWEEN 1 AND 64),
  PRIMARY KEY (account_id, account_version),
  UNIQUE (transfer_seq, leg)
);

-- One link per posted batch: the hash covers the previous hash and every transfer up to seq_to.
CREATE TABLE ledger.block (
  n      bigint PRIMARY KEY,
  seq_to bigint NOT NULL UNIQUE,
  prev   bytea NOT NULL,
  hash   bytea NOT NULL UNIQUE,
  at     timestamptz NOT NULL
);

-- The end of the chain. Whoever posts locks this row first, which is what puts all transfers into one order.
CREATE TABLE ledger.head (
  one   boolean PRIMARY KEY DEFAULT true CHECK (one),
  seq   bigint NOT NULL,
  block bigint NOT NULL,
  hash  bytea NOT NULL,
  at    timestamptz NOT NULL
) WITH (fillfactor = 10);
INSERT INTO ledger.head (seq, block, hash, at) VALUES (0, 0, sha256('botbazaar ledger'), now());
`;

const guards = /* sql */ `
CREATE FUNCTION ledger.forbid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% on ledger.% is forbidden: the ledger is append-only', TG_OP, TG_TABLE_NAME USING ERRCODE = '42501';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.transfer FOR EACH STATEMENT EXECUTE FUNCTION ledger.forbid();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.entry FOR EACH STATEMENT EXECUTE FUNCTION ledger.forbid();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.block FOR EACH STATEMENT EXECUTE FUNCTION ledger.forbid();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.account FOR EACH STATEMENT EXECUTE FUNCTION ledger.forbid();
CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON ledger.balance FOR EACH STATEMENT EXECUTE FUNCTION ledger.forbid();
CREATE TRIGGER kept BEFORE INSERT OR DELETE OR TRUNCATE ON ledger.head FOR EACH STATEMENT EXECUTE FUNCTION ledger.forbid();

-- Entries come in whole transfers: all legs 1..n in one statement, summing to zero, of a transfer that says so. Legs are
-- unique within a transfer, so a second set cannot follow. A deferred row trigger would cost a tenth of the throughput.
CREATE FUNCTION ledger.entries_are_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM (SELECT transfer_seq, sum(amount) AS total, count(*) AS n, max(leg) AS last FROM new_rows GROUP BY 1) e
      LEFT JOIN ledger.transfer t ON t.seq = e.transfer_seq
     WHERE e.total <> 0 OR t.legs IS DISTINCT FROM e.n OR e.last <> e.n
  ) THEN
    RAISE EXCEPTION 'an unbalanced or incomplete transfer' USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER whole AFTER INSERT ON ledger.entry REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.entries_are_whole();

-- The other direction: no transfer without its entries. Both are inserted by one statement, so each trigger sees both.
CREATE FUNCTION ledger.transfers_have_entries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM new_rows t WHERE NOT EXISTS (SELECT FROM ledger.entry e WHERE e.transfer_seq = t.seq AND e.leg = 1)) THEN
    RAISE EXCEPTION 'a transfer without entries' USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER whole AFTER INSERT ON ledger.transfer REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.transfers_have_entries();

-- A balance is what its newest entry says; without a new entry nothing of it moves, and what is closed stays closed.
CREATE FUNCTION ledger.balances_follow_entries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM new_rows b LEFT JOIN old_rows o ON o.account_id = b.account_id
     WHERE o.account_id IS NULL OR (o.closed AND NOT b.closed) OR
       CASE WHEN b.version = o.version THEN b.debits <> o.debits OR b.credits <> o.credits
            ELSE b.debits - b.credits IS DISTINCT FROM
              (SELECT e.balance_after FROM ledger.entry e WHERE e.account_id = b.account_id AND e.account_version = b.version)
       END
  ) THEN
    RAISE EXCEPTION 'a balance that its entries do not explain' USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER explained AFTER UPDATE ON ledger.balance REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.balances_follow_entries();

CREATE FUNCTION ledger.balance_starts_empty() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.debits <> 0 OR NEW.credits <> 0 OR NEW.version <> 0 THEN
    RAISE EXCEPTION 'a balance that its entries do not explain' USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER starts_empty AFTER INSERT ON ledger.balance FOR EACH ROW EXECUTE FUNCTION ledger.balance_starts_empty();

-- A block continues the chain where its head is.
CREATE FUNCTION ledger.block_follows_head() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM ledger.head h WHERE NEW.n = h.block + 1 AND NEW.prev = h.hash AND NEW.seq_to > h.seq) THEN
    RAISE EXCEPTION 'a block that does not follow the head of the ledger' USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER follows AFTER INSERT ON ledger.block FOR EACH ROW EXECUTE FUNCTION ledger.block_follows_head();

-- The head only moves forward, onto the block that was just written.
CREATE FUNCTION ledger.head_moves_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.seq <= OLD.seq OR NEW.block <> OLD.block + 1 OR NEW.at <= OLD.at OR NOT EXISTS (
    SELECT FROM ledger.block b WHERE b.n = NEW.block AND b.seq_to = NEW.seq AND b.prev = OLD.hash AND b.hash = NEW.hash
  ) THEN
    RAISE EXCEPTION 'the head of the ledger moves only onto its next block' USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER forward AFTER UPDATE ON ledger.head FOR EACH ROW EXECUTE FUNCTION ledger.head_moves_forward();

CREATE FUNCTION ledger.give_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO ledger.balance (account_id, side, limited) VALUES (NEW.id, NEW.side, NEW.limited);
  RETURN NULL;
END $$;
CREATE TRIGGER with_balance AFTER INSERT ON ledger.account FOR EACH ROW EXECUTE FUNCTION ledger.give_balance();
`;

/** A frozen copy of chart.ts as it was when this ran; a test compares the table with chart.ts after all migrations. */
const chart = /* sql */ `
INSERT INTO ledger.chart (code, name, side, limited, per, in_use) VALUES
  (1110, 'Lightning channels',            'D', true,  'node',    false),
  (1130, 'Lightning settling',            'D', true,  'node',    true),
  (1140, 'On-chain wallet',               'D', true,  'node',    false),
  (1150, 'On-chain in transit',           'D', true,  'node',    false),
  (1160, 'Channel encumbrance',           'D', true,  'node',    false),
  (1190, 'Suspense',                      'D', false, 'node',    false),
  (1210, 'Receivable from account',       'D', true,  'account', false),
  (2110, 'Account available',             'C', true,  'account', true),
  (2120, 'Account held',                  'C', true,  'account', false),
  (2130, 'Earnings in clearance',         'C', true,  'account', false),
  (2140, 'Order escrow',                  'C', true,  'market',  false),
  (2150, 'Disputed',                      'C', true,  'account', false),
  (2160, 'Refunds payable',               'C', true,  'market',  false),
  (2210, 'Payouts in progress',           'C', true,  'account', false),
  (2220, 'Payouts unknown',               'C', true,  'account', false),
  (2390, 'Unidentified receipts',         'C', true,  'node',    true),
  (3100, 'Owner capital',                 'C', false, 'market',  false),
  (3200, 'Retained earnings',             'C', false, 'market',  false),
  (4110, 'Marketplace fee',               'C', false, 'market',  true),
  (4120, 'Payout fee',                    'C', false, 'market',  false),
  (4130, 'Forwarding income',             'C', false, 'node',    false),
  (5110, 'Routing fees of payouts',       'D', false, 'node',    false),
  (5120, 'Routing fees of rebalancing',   'D', false, 'node',    false),
  (5130, 'On-chain fees',                 'D', false, 'node',    false),
  (5140, 'Dispute and goodwill loss',     'D', false, 'market',  false),
  (5150, 'Rounding loss',                 'D', false, 'node',    false),
  (5160, 'HTLC loss',                     'D', false, 'node',    true),
  (9110, 'Memo: accepted HTLCs',          'D', true,  'node',    true),
  (9210, 'Memo: obligation on accepted HTLCs', 'C', true, 'node', true);
`;

export class LedgerTables1764000000001 implements Migration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tables);
    await runner.query(guards);
    await runner.query(chart);
  }
}
