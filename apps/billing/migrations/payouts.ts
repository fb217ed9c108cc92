import type { QueryRunner } from 'typeorm';
import type { Migration } from '#persistence/migrate';

const tables = /* sql */ `
CREATE TABLE billing.payout (
  id                uuid PRIMARY KEY,
  account_id        uuid NOT NULL REFERENCES billing.account (id),
  node              text NOT NULL CHECK (length(node) = 66),
  state             text NOT NULL DEFAULT 'RESERVED' CHECK (state IN ('RESERVED', 'SENDING', 'UNKNOWN', 'SUCCEEDED', 'FAILED')),
  version           integer NOT NULL DEFAULT 1,
  amount_msat       bigint NOT NULL CHECK (amount_msat > 0),
  fee_limit_msat    bigint NOT NULL CHECK (fee_limit_msat >= 0),
  payment_request   text NOT NULL CHECK (length(payment_request) <= 8192),
  -- One hash, one payout, for ever: what LND has once failed it would pay again.
  payment_hash      bytea NOT NULL UNIQUE CHECK (length(payment_hash) = 32),
  destination       text NOT NULL CHECK (length(destination) = 66),
  invoice_expires_at timestamptz NOT NULL,
  idempotency_scope bytea NOT NULL UNIQUE CHECK (length(idempotency_scope) = 32),
  request_digest    bytea NOT NULL CHECK (length(request_digest) = 32),
  attempts          integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  permit_until      timestamptz,
  fee_msat          bigint CHECK (fee_msat >= 0),
  preimage          bytea CHECK (length(preimage) = 32),
  failure           text CHECK (length(failure) BETWEEN 1 AND 200),
  created_at        timestamptz NOT NULL,
  updated_at        timestamptz NOT NULL,
  closed_at         timestamptz,
  CONSTRAINT payout_closed CHECK ((closed_at IS NOT NULL) = (state IN ('SUCCEEDED', 'FAILED'))),
  CONSTRAINT payout_proven CHECK ((preimage IS NOT NULL AND fee_msat IS NOT NULL) = (state = 'SUCCEEDED')),
  CONSTRAINT payout_failure CHECK ((failure IS NOT NULL) = (state = 'FAILED')),
  CONSTRAINT payout_sent_with_permit CHECK ((attempts > 0) = (permit_until IS NOT NULL))
);
CREATE INDEX payout_unfinished ON billing.payout (node, id) WHERE closed_at IS NULL;
CREATE INDEX payout_of_account ON billing.payout (account_id, id);

-- Each permit to send, written before it is used. Whoever sends marks it used first, and it is used once.
CREATE TABLE billing.payout_attempt (
  payout_id    uuid NOT NULL REFERENCES billing.payout (id),
  n            integer NOT NULL CHECK (n > 0),
  begun_at     timestamptz NOT NULL,
  permit_until timestamptz NOT NULL,
  used_at      timestamptz,
  PRIMARY KEY (payout_id, n)
);

CREATE TABLE billing.payout_event (
  payout_id    uuid NOT NULL,
  n            integer NOT NULL CHECK (n > 0),
  from_state   text,
  to_state     text NOT NULL,
  actor        text NOT NULL CHECK (length(actor) BETWEEN 1 AND 32),
  reason       text NOT NULL CHECK (length(reason) BETWEEN 1 AND 200),
  transfer_seq bigint,
  at           timestamptz NOT NULL,
  PRIMARY KEY (payout_id, n)
);

-- Where nothing may be paid out, and why; node '' is everywhere. No row: paying out is allowed.
CREATE TABLE billing.payout_stop (
  node   text PRIMARY KEY CHECK (length(node) IN (0, 66)),
  actor  text NOT NULL CHECK (length(actor) BETWEEN 1 AND 64),
  reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 200),
  at     timestamptz NOT NULL
);

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON billing.payout_event FOR EACH STATEMENT EXECUTE FUNCTION billing.forbid();
CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON billing.payout FOR EACH STATEMENT EXECUTE FUNCTION billing.forbid();
CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON billing.payout_attempt FOR EACH STATEMENT EXECUTE FUNCTION billing.forbid();
`;

interface ReserveOptions {
  readonly columns?: readonly string[];
  /** A condition on a row of billing.payout that is called so. */
  readonly leaves?: (row: string) => string;
}

/**
 * The payout and its reservation, or neither. Outcome 'reserved', 'repeated' (this scope has one already; compare the digest),
 * 'hash_used', 'stopped', 'over_day_count', 'over_day_sum', 'node_short', or a refusal of the ledger.
 *
 * One payout of an account after the other, so that sums of its day are not read twice at once; the ledger's head, which
 * posting locks, does the same for all payouts of a node.
 *
 *   columns   that the table has got since
 *   leaves    which payouts leave the node; all, where nothing is said. What stays with us is spent by another account next, which nobody
 *             could follow any more, so it is taken only of what is final: 'not_final'
 */
export function reserveFunction({ columns = [], leaves = () => 'true' }: ReserveOptions = {}): string {
  const column = columns.map((name) => `, ${name}`).join('');
  const value = columns.map((name) => `, wanted.${name}`).join('');
  return /* sql */ `
CREATE OR REPLACE FUNCTION billing.reserve_payout(
  now timestamptz, p jsonb, day_count_most int, day_sum_most bigint,
  a_code smallint[], a_owner text[],
  t_item int[], t_id uuid[], t_kind text[], t_ref uuid[], t_effective_at timestamptz[],
  l_transfer int[], l_account int[], l_amount bigint[]
) RETURNS TABLE (outcome text, id uuid, seq bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  wanted billing.payout := jsonb_populate_record(NULL::billing.payout, p);
  known uuid; day_count int; day_sum numeric; posted record; owned numeric; reserved numeric; final bigint;
BEGIN
  PERFORM FROM billing.account a WHERE a.id = wanted.account_id FOR UPDATE;
  SELECT o.id INTO known FROM billing.payout o WHERE o.idempotency_scope = wanted.idempotency_scope;
  IF known IS NOT NULL THEN RETURN QUERY SELECT 'repeated', known, NULL::bigint; RETURN; END IF;
  IF EXISTS (SELECT FROM billing.payout_stop s WHERE s.node IN ('', wanted.node)) THEN
    RETURN QUERY SELECT 'stopped', NULL::uuid, NULL::bigint; RETURN;
  END IF;
  SELECT count(*), coalesce(sum(o.amount_msat) FILTER (WHERE o.state <> 'FAILED'), 0) INTO day_count, day_sum
    FROM billing.payout o WHERE o.account_id = wanted.account_id AND o.created_at > now - interval '1 day';
  IF day_count >= day_count_most THEN RETURN QUERY SELECT 'over_day_count', NULL::uuid, NULL::bigint; RETURN; END IF;
  IF day_sum + wanted.amount_msat > day_sum_most THEN RETURN QUERY SELECT 'over_day_sum', NULL::uuid, NULL::bigint; RETURN; END IF;

  IF NOT (${leaves('wanted')}) THEN final := billing.withdrawable_msat(wanted.account_id); END IF;
  BEGIN
    INSERT INTO billing.payout (id, account_id, node, amount_msat, fee_limit_msat, payment_request, payment_hash, destination,
      invoice_expires_at, idempotency_scope, request_digest, created_at, updated_at${column})
    VALUES (wanted.id, wanted.account_id, wanted.node, wanted.amount_msat, wanted.fee_limit_msat, wanted.payment_request, wanted.payment_hash,
      wanted.destination, wanted.invoice_expires_at, wanted.idempotency_scope, wanted.request_digest, now, now${value})
    ON CONFLICT (payment_hash) DO NOTHING;
    IF NOT FOUND THEN RAISE EXCEPTION 'hash_used' USING ERRCODE = 'P8402'; END IF;
    SELECT * INTO posted FROM ledger.post(a_code, a_owner, t_id, t_item, t_kind, t_ref, t_effective_at, l_transfer, l_account, l_amount);
    IF posted.outcomes[1] <> 'posted' THEN RAISE EXCEPTION '%', posted.outcomes[1] USING ERRCODE = 'P8402'; END IF;
    IF final IS NULL THEN
      -- What a node has for good covers all that is reserved there: nobody's payout is sent with what another's waits for, nor with
      -- money whose HTLC is not final.
      SELECT coalesce(sum(b.debits - b.credits), 0) INTO owned
        FROM ledger.account a JOIN ledger.balance b ON b.account_id = a.id WHERE a.owner = wanted.node AND a.code = 1110;
      SELECT sum(o.amount_msat + o.fee_limit_msat) INTO reserved FROM billing.payout o
       WHERE o.node = wanted.node AND o.closed_at IS NULL AND ${leaves('o')};
      IF reserved > owned THEN RAISE EXCEPTION 'node_short' USING ERRCODE = 'P8402'; END IF;
    ELSIF final < wanted.amount_msat THEN RAISE EXCEPTION 'not_final' USING ERRCODE = 'P8402';
    END IF;
    INSERT INTO billing.payout_event (payout_id, n, to_state, actor, reason, transfer_seq, at)
    VALUES (wanted.id, 1, 'RESERVED', 'account', 'asked for', posted.seqs[1], now);
  EXCEPTION WHEN SQLSTATE 'P8402' THEN
    RETURN QUERY SELECT SQLERRM, NULL::uuid, NULL::bigint; RETURN;
  END;
  RETURN QUERY SELECT 'reserved', wanted.id, posted.seqs[1];
END $$;
`;
}

/**
 * One step of one payout with its event and its posting: all of it or nothing. 'moved', or 'stayed' where the payout is in
 * another state or has had another attempt meanwhile, 'stopped' where no attempt may begin, 'unknown', or a refusal of the ledger.
 *
 *   attempt       how many attempts the caller knows of
 *   permit_until  not null: an attempt begins, and may be sent until then. Not while an earlier permit is good
 *
 * A payout that had a permit fails only after its last one has lapsed, unless LND refused its first attempt: whoever held a
 * permit may otherwise still be about to send.
 */
const advance = /* sql */ `
CREATE FUNCTION billing.advance_payout(
  now timestamptz, payout uuid, from_state text, to_state text, actor text, reason text,
  attempt int, permit_until timestamptz, refused boolean, fee_msat bigint, preimage bytea,
  a_code smallint[], a_owner text[],
  t_item int[], t_id uuid[], t_kind text[], t_ref uuid[], t_effective_at timestamptz[],
  l_transfer int[], l_account int[], l_amount bigint[]
) RETURNS TABLE (outcome text, state text, seq bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
  o billing.payout; posted record; booked bigint;
BEGIN
  SELECT * INTO o FROM billing.payout x WHERE x.id = payout FOR UPDATE;
  IF NOT FOUND THEN RETURN QUERY SELECT 'unknown', NULL::text, NULL::bigint; RETURN; END IF;
  IF o.state <> from_state OR o.attempts <> attempt OR o.closed_at IS NOT NULL
     OR (advance_payout.permit_until IS NOT NULL AND o.permit_until > now)
     OR (to_state = 'FAILED' AND o.permit_until > now AND NOT (refused AND attempt = 1)) THEN
    RETURN QUERY SELECT 'stayed', o.state, NULL::bigint; RETURN;
  END IF;
  IF advance_payout.permit_until IS NOT NULL THEN
    IF EXISTS (SELECT FROM billing.payout_stop s WHERE s.node IN ('', o.node)) THEN
      RETURN QUERY SELECT 'stopped', o.state, NULL::bigint; RETURN;
    END IF;
    INSERT INTO billing.payout_attempt (payout_id, n, begun_at, permit_until)
    VALUES (o.id, attempt + 1, now, advance_payout.permit_until);
  END IF;
  IF cardinality(t_id) > 0 THEN
    SELECT * INTO posted FROM ledger.post(a_code, a_owner, t_id, t_item, t_kind, t_ref, t_effective_at, l_transfer, l_account, l_amount);
    IF posted.outcomes[1] NOT IN ('posted', 'replayed') THEN
      RETURN QUERY SELECT posted.outcomes[1], o.state, NULL::bigint; RETURN;
    END IF;
    booked := posted.seqs[1];
  END IF;
  UPDATE billing.payout x SET
    state = to_state,
    version = x.version + 1,
    attempts = x.attempts + (advance_payout.permit_until IS NOT NULL)::int,
    permit_until = coalesce(advance_payout.permit_until, x.permit_until),
    fee_msat = CASE WHEN to_state = 'SUCCEEDED' THEN advance_payout.fee_msat END,
    preimage = CASE WHEN to_state = 'SUCCEEDED' THEN advance_payout.preimage END,
    failure = CASE WHEN to_state = 'FAILED' THEN advance_payout.reason END,
    updated_at = now,
    closed_at = CASE WHEN to_state IN ('SUCCEEDED', 'FAILED') THEN now END
  WHERE x.id = o.id;
  INSERT INTO billing.payout_event (payout_id, n, from_state, to_state, actor, reason, transfer_seq, at)
  VALUES (o.id, o.version + 1, o.state, to_state, advance_payout.actor, advance_payout.reason, booked, now);
  RETURN QUERY SELECT 'moved', to_state, booked;
END $$;
`;

/**
 * Asked by settlement on the very session that makes it the leader, immediately before it sends: how many milliseconds the
 * attempt may still begin in; null where it may not. A permit is used once, so a process that was stopped between this and its
 * call, and goes on when another has taken over, has only these milliseconds.
 */
const permit = /* sql */ `
CREATE FUNCTION billing.use_permit(payout uuid, attempt int) RETURNS int
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  UPDATE billing.payout_attempt a SET used_at = clock_timestamp()
    FROM billing.payout p
   WHERE a.payout_id = $1 AND a.n = $2 AND a.used_at IS NULL AND a.permit_until > clock_timestamp()
     AND p.id = a.payout_id AND p.attempts = a.n AND p.state IN ('SENDING', 'UNKNOWN')
     AND NOT EXISTS (SELECT FROM billing.payout_stop s WHERE s.node IN ('', p.node))
     AND EXISTS (SELECT FROM pg_locks l WHERE l.locktype = 'advisory' AND l.pid = pg_backend_pid() AND l.granted)
  RETURNING (extract(epoch FROM a.permit_until - clock_timestamp()) * 1000)::int
$$;
`;

const grants = /* sql */ `
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA billing FROM PUBLIC;
GRANT EXECUTE ON FUNCTION billing.reserve_payout, billing.advance_payout TO botbazaar_billing;
GRANT SELECT ON billing.payout, billing.payout_attempt, billing.payout_event TO botbazaar_billing;
GRANT SELECT, INSERT, UPDATE, DELETE ON billing.payout_stop TO botbazaar_billing;
GRANT USAGE ON SCHEMA billing TO botbazaar_settlement;
GRANT EXECUTE ON FUNCTION billing.use_permit TO botbazaar_settlement;
`;

export class BillingPayouts1795700000242 implements Migration {
  async up(runner: QueryRunner): Promise<void> {
    const reserve = reserveFunction();
    for (const step of [tables, reserve, advance, permit, grants]) await runner.query(step);
  }
}
