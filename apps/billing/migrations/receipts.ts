import type { QueryRunner } from 'typeorm';
import type { Migration } from '#persistence/migrate';

/**
 * Each receipt in 1130 waits for the final resolution of its HTLCs. The rows are taken from the books afterwards, by the running
 * number of the account's entries, so that no step of a charge writes one more row for it, and none can be missed.
 */
const tables = /* sql */ `
CREATE TABLE billing.receipt (
  transfer_seq bigint PRIMARY KEY,
  node         text NOT NULL CHECK (length(node) = 66),
  -- Of the invoice; null where nobody wrote down which one it was.
  payment_hash bytea CHECK (length(payment_hash) = 32),
  ref          uuid,
  amount_msat  bigint NOT NULL CHECK (amount_msat > 0),
  booked_at    timestamptz NOT NULL,
  state        text NOT NULL DEFAULT 'SETTLING' CHECK (state IN ('SETTLING', 'FINAL', 'LOST')),
  lost_msat    bigint NOT NULL DEFAULT 0 CHECK (lost_msat BETWEEN 0 AND amount_msat),
  resolved_at  timestamptz,
  resolved_seq bigint,
  CONSTRAINT receipt_resolved CHECK ((state <> 'SETTLING') = (resolved_at IS NOT NULL AND resolved_seq IS NOT NULL)),
  CONSTRAINT receipt_lost CHECK ((state = 'LOST') = (lost_msat > 0))
) WITH (fillfactor = 80);
CREATE INDEX receipt_settling ON billing.receipt (node, transfer_seq) WHERE state = 'SETTLING';
CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON billing.receipt FOR EACH STATEMENT EXECUTE FUNCTION billing.forbid();

-- Up to which entry of its 1130 a node's receipts have been taken.
CREATE TABLE billing.receipt_taken (
  node    text PRIMARY KEY CHECK (length(node) = 66),
  version bigint NOT NULL CHECK (version >= 0)
) WITH (fillfactor = 50);

-- Money that no charge asked for: of which invoice it is, by the transfer that books it.
CREATE TABLE billing.stray_receipt (
  transfer_id  uuid PRIMARY KEY,
  payment_hash bytea NOT NULL CHECK (length(payment_hash) = 32)
);

-- What a human has to look at, and why it was closed.
CREATE TABLE billing.incident (
  id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  kind          text NOT NULL CHECK (length(kind) BETWEEN 1 AND 32),
  node          text NOT NULL CHECK (length(node) = 66),
  -- What it is about, once while it is open.
  subject       text NOT NULL CHECK (length(subject) BETWEEN 1 AND 80),
  detail        text NOT NULL CHECK (length(detail) <= 500),
  opened_at     timestamptz NOT NULL,
  closed_at     timestamptz,
  closed_reason text CHECK (length(closed_reason) BETWEEN 1 AND 200),
  CHECK ((closed_at IS NULL) = (closed_reason IS NULL))
);
CREATE UNIQUE INDEX incident_open ON billing.incident (kind, node, subject) WHERE closed_at IS NULL;
CREATE INDEX incident_opened ON billing.incident (opened_at, id);
CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON billing.incident FOR EACH STATEMENT EXECUTE FUNCTION billing.forbid();
`;

/**
 * take_receipts: the next entries of a node's 1130 become receipts; answers how many entries were looked at.
 *
 * finish_receipts: their HTLCs are resolved. Arrays as in billing.advance; an item is one receipt and its one transfer. Row, posting and
 * incident are one transaction; outcome per item: 'finished', 'stayed' (it was finished before), or why the ledger refused.
 *
 * withdrawable_msat: what of an account's balance may leave: all but what it got of receipts that are not final. Entries that have
 * not been taken yet count as such, so it needs no sweep to be right.
 */
const functions = /* sql */ `
CREATE FUNCTION billing.take_receipts(of_node text, page integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  taken bigint; seen integer; last bigint;
BEGIN
  -- Whoever finds nothing writes nothing.
  PERFORM 1 FROM ledger.account a JOIN ledger.entry e ON e.account_id = a.id
    AND e.account_version > coalesce((SELECT r.version FROM billing.receipt_taken r WHERE r.node = of_node), 0)
   WHERE a.code = 1130 AND a.owner = of_node LIMIT 1;
  IF NOT FOUND THEN RETURN 0; END IF;
  INSERT INTO billing.receipt_taken (node, version) VALUES (of_node, 0) ON CONFLICT (node) DO NOTHING;
  SELECT r.version INTO taken FROM billing.receipt_taken r WHERE r.node = of_node FOR UPDATE;
  WITH fresh AS MATERIALIZED (
    SELECT e.account_version, e.transfer_seq, e.amount
      FROM ledger.account a JOIN ledger.entry e ON e.account_id = a.id AND e.account_version > taken
     WHERE a.code = 1130 AND a.owner = of_node ORDER BY e.account_version LIMIT page
  ), kept AS (
    INSERT INTO billing.receipt (transfer_seq, node, payment_hash, ref, amount_msat, booked_at)
    SELECT f.transfer_seq, of_node, coalesce(c.payment_hash, s.payment_hash), t.ref, f.amount, t.recorded_at
      FROM fresh f JOIN ledger.transfer t ON t.seq = f.transfer_seq
      LEFT JOIN billing.charge c ON c.id = t.ref LEFT JOIN billing.stray_receipt s ON s.transfer_id = t.id
     WHERE f.amount > 0
  )
  SELECT count(*), max(account_version) INTO seen, last FROM fresh;
  IF seen > 0 THEN UPDATE billing.receipt_taken SET version = last WHERE node = of_node; END IF;
  RETURN seen;
END $$;

CREATE FUNCTION billing.finish_receipts(
  now timestamptz, r_transfer bigint[], r_lost bigint[], r_detail text[],
  a_code smallint[], a_owner text[],
  t_item int[], t_id uuid[], t_kind text[], t_ref uuid[], t_effective_at timestamptz[],
  l_transfer int[], l_account int[], l_amount bigint[]
) RETURNS TABLE (outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  live boolean[]; posted record;
BEGIN
  PERFORM 1 FROM billing.receipt r WHERE r.transfer_seq = ANY (r_transfer) ORDER BY r.transfer_seq FOR UPDATE;
  SELECT array_agg(coalesce(r.state = 'SETTLING', false) ORDER BY i.n) INTO live
    FROM unnest(r_transfer) WITH ORDINALITY AS i(seq, n) LEFT JOIN billing.receipt r ON r.transfer_seq = i.seq;
  SELECT * INTO posted FROM ledger.post(a_code, a_owner, t_id, t_item, t_kind, t_ref, t_effective_at, l_transfer, l_account, l_amount, live);
  UPDATE billing.receipt r
     SET state = CASE WHEN i.lost > 0 THEN 'LOST' ELSE 'FINAL' END, lost_msat = i.lost, resolved_at = now, resolved_seq = posted.seqs[i.n]
    FROM unnest(r_transfer, r_lost) WITH ORDINALITY AS i(seq, lost, n)
   WHERE r.transfer_seq = i.seq AND posted.outcomes[i.n] IN ('posted', 'replayed');
  INSERT INTO billing.incident (kind, node, subject, detail, opened_at)
  SELECT 'htlc_lost', r.node, encode(r.payment_hash, 'hex'), i.detail, now
    FROM unnest(r_transfer, r_lost, r_detail) WITH ORDINALITY AS i(seq, lost, detail, n)
    JOIN billing.receipt r ON r.transfer_seq = i.seq
   WHERE i.lost > 0 AND posted.outcomes[i.n] IN ('posted', 'replayed')
  ON CONFLICT DO NOTHING;
  RETURN QUERY
  SELECT CASE WHEN NOT l.live THEN 'stayed' WHEN posted.outcomes[l.n] IN ('posted', 'replayed') THEN 'finished' ELSE posted.outcomes[l.n] END
    FROM unnest(live) WITH ORDINALITY AS l(live, n) ORDER BY l.n;
END $$;

CREATE VIEW billing.receipt_not_final AS
  SELECT r.node, r.ref, r.amount_msat FROM billing.receipt r WHERE r.state = 'SETTLING'
  UNION ALL
  SELECT a.owner, t.ref, e.amount
    FROM ledger.account a LEFT JOIN billing.receipt_taken k ON k.node = a.owner
    JOIN ledger.entry e ON e.account_id = a.id AND e.account_version > coalesce(k.version, 0) AND e.amount > 0
    JOIN ledger.transfer t ON t.seq = e.transfer_seq
   WHERE a.code = 1130;

CREATE FUNCTION billing.withdrawable_msat(account uuid) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH available AS (
    SELECT a.id, b.credits - b.debits AS balance FROM ledger.account a JOIN ledger.balance b ON b.account_id = a.id
     WHERE a.code = 2110 AND a.owner = account::text
  ), waiting AS (
    SELECT sum(-e.amount) AS msat
      FROM (SELECT DISTINCT u.ref FROM billing.receipt_not_final u WHERE u.ref IS NOT NULL) u
      JOIN ledger.transfer t ON t.ref = u.ref
      JOIN ledger.entry e ON e.transfer_seq = t.seq AND e.account_id = (SELECT id FROM available)
  )
  SELECT greatest(0, coalesce((SELECT balance FROM available), 0) - coalesce((SELECT msat FROM waiting), 0))::bigint
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA billing FROM PUBLIC;
GRANT EXECUTE ON FUNCTION billing.take_receipts, billing.finish_receipts, billing.withdrawable_msat TO botbazaar_billing;
GRANT SELECT ON billing.receipt, billing.receipt_not_final, billing.stray_receipt, billing.incident TO botbazaar_billing;
GRANT INSERT ON billing.stray_receipt TO botbazaar_billing;
GRANT INSERT (id, kind, node, subject, detail, opened_at), UPDATE (closed_at, closed_reason) ON billing.incident TO botbazaar_billing;
`;

export class BillingReceipts1795670000271 implements Migration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tables);
    await runner.query(functions);
  }
}
