import type { QueryRunner } from 'typeorm';
import type { Migration } from '#persistence/migrate';

const digests = /* sql */ `
-- What a transfer says, apart from its times: two requests with one id are the same if this is.
CREATE FUNCTION ledger.digest(kind text, ref uuid, legs text) RETURNS bytea LANGUAGE sql STABLE AS $$
  SELECT sha256(convert_to(kind || '|' || coalesce(ref::text, '') || '|' || legs, 'UTF8'))
$$;

-- The link of the transfers after from_seq up to to_seq to the block before them.
CREATE FUNCTION ledger.block_hash(prev bytea, from_seq bigint, to_seq bigint) RETURNS bytea LANGUAGE sql STABLE AS $$
  SELECT sha256(prev || string_agg(
           int8send(t.seq) || uuid_send(t.id) || timestamptz_send(t.effective_at) || timestamptz_send(t.recorded_at) || t.digest,
           ''::bytea ORDER BY t.seq))
    FROM ledger.transfer t WHERE t.seq > from_seq AND t.seq <= to_seq
$$;

-- Opens the accounts of that list that are missing and that the chart allows to such an owner.
CREATE FUNCTION ledger.open_missing(codes smallint[], owners text[]) RETURNS void LANGUAGE sql AS $$
  INSERT INTO ledger.account (code, owner, side, limited)
  SELECT c.code, r.owner, c.side, c.limited
    FROM (SELECT DISTINCT code, owner FROM unnest(codes, owners) AS u(code, owner)) r
    JOIN ledger.chart c ON c.code = r.code AND c.in_use
   WHERE CASE c.per
           WHEN 'market' THEN r.owner = ''
           WHEN 'node' THEN r.owner ~ '^[0-9a-f]{66}$'
           ELSE r.owner ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
         END
  ON CONFLICT (owner, code) DO NOTHING
$$;
`;

/**
 * The only writer of the ledger. Takes a batch of transfers as arrays and decides them one after the other, exactly as if
 * each came alone: every balance is loaded once, moved in memory, and written once, so a batch costs little more than its
 * rows, and an account that all transfers touch costs less than many.
 *
 *   a_code, a_owner   the accounts of the batch; one that is missing is opened if the chart allows it
 *   t_id              idempotency key: the same id with the same content answers the first one's seq
 *   t_group           ascending from 1; transfers of one group are consecutive and happen all or none
 *   l_transfer        ascending; which transfer (from 1) a leg belongs to
 *   l_account         which of the accounts (from 1)
 *   l_amount          millisatoshi, + debit, - credit
 *   wanted            per group; where it is not true the group is left alone (outcome null). Null: all are wanted
 *
 * Per transfer: outcome 'posted' or 'replayed' with its seq; or nothing happened and outcome says why: 'insufficient_funds',
 * 'unknown_account', 'account_closed', 'out_of_range', 'unbalanced', 'conflict' (the id stands for something else), 'linked'
 * (another transfer of the group was refused). Malformed arrays raise and the whole batch is rolled back.
 */
const post = /* sql */ `
CREATE FUNCTION ledger.post(
  a_code smallint[], a_owner text[],
  t_id uuid[], t_group int[], t_kind text[], t_ref uuid[], t_effective_at timestamptz[],
  l_transfer int[], l_account int[], l_amount bigint[],
  wanted boolean[] DEFAULT NULL,
  OUT seqs bigint[], OUT outcomes text[]
) LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_generic_plan
  SET enable_seqscan = off  -- a plan made while the tables were still empty must stay good when they are not
AS $$
DECLARE
  max_leg constant bigint := 100000000000000000;  -- 1e17 msat = a million bitcoin: 64 legs cannot overflow
  head ledger.head;
  ts timestamptz;
  seq bigint;
  -- the working copy of each account's balance
  acc bigint[]; bound smallint[]; closed boolean[]; dr bigint[]; cr bigint[]; ver bigint[]; ver0 bigint[];
  known record;
  total int := coalesce(cardinality(t_id), 0);
  grp int := 0; group_first int; group_live boolean; group_bad boolean; group_e int; group_seq bigint;
  p int := 0; s int; amount bigint; sum_legs bigint; bad text;
  -- the entries of the accepted transfers
  e int := 0; e_first int;
  e_slot int[]; e_ver bigint[]; e_seq bigint[]; e_amount bigint[]; e_after bigint[]; e_leg smallint[]; e_transfer int[];
BEGIN
  SELECT * INTO head FROM ledger.head FOR UPDATE;
  ts := greatest(clock_timestamp(), head.at + interval '1 microsecond');
  seq := head.seq;

  FOR known IN SELECT r.i, t.seq, t.digest FROM unnest(t_id) WITH ORDINALITY AS r(id, i) JOIN ledger.transfer t ON t.id = r.id LOOP
    seqs[known.i] := known.seq;
    outcomes[known.i] := CASE WHEN known.digest = (
      SELECT ledger.digest(t_kind[known.i], t_ref[known.i], string_agg(a_code[l.slot] || ':' || a_owner[l.slot] || ':' || l.amount, ',' ORDER BY l.n))
        FROM unnest(l_transfer, l_account, l_amount) WITH ORDINALITY AS l(transfer, slot, amount, n) WHERE l.transfer = known.i
    ) THEN 'replayed' ELSE 'conflict' END;
  END LOOP;

  FOR attempt IN 1 .. 2 LOOP
    SELECT array_agg(x.id), array_agg(x.bound), array_agg(x.closed), array_agg(x.debits), array_agg(x.credits), array_agg(x.version)
      INTO acc, bound, closed, dr, cr, ver
      FROM (SELECT b.account_id AS id, b.closed, b.debits, b.credits, b.version,
                   (CASE WHEN NOT b.limited THEN 0 WHEN b.side = 'D' THEN 1 ELSE -1 END)::smallint AS bound
              FROM unnest(a_code, a_owner) WITH ORDINALITY AS r(code, owner, n)
              LEFT JOIN ledger.account a ON a.owner = r.owner AND a.code = r.code
              LEFT JOIN ledger.balance b ON b.account_id = a.id
             ORDER BY r.n) x;
    EXIT WHEN attempt = 2 OR array_position(acc, NULL) IS NULL;
    PERFORM ledger.open_missing(
      array_agg(a_code[l.slot]) FILTER (WHERE acc[l.slot] IS NULL), array_agg(a_owner[l.slot]) FILTER (WHERE acc[l.slot] IS NULL))
      FROM unnest(l_transfer, l_account) AS l(transfer, slot) WHERE wanted IS NULL OR wanted[t_group[l.transfer]];
  END LOOP;
  ver0 := ver;

  FOR i IN 1 .. total LOOP
    IF t_group[i] IS DISTINCT FROM grp THEN
      IF t_group[i] IS NULL OR t_group[i] < grp THEN
        RAISE EXCEPTION 'groups of transfers must ascend' USING ERRCODE = '22023';
      END IF;
      grp := t_group[i]; group_first := i; group_e := e; group_seq := seq; group_bad := false;
      group_live := wanted IS NULL OR coalesce(wanted[grp], false);
    END IF;
    bad := NULL; sum_legs := 0; e_first := e;
    IF NOT group_live THEN
      seqs[i] := NULL; outcomes[i] := NULL;
    ELSIF group_bad THEN
      bad := 'linked';
    ELSIF outcomes[i] = 'conflict' THEN
      bad := 'conflict';
    END IF;

    WHILE l_transfer[p + 1] = i LOOP
      p := p + 1;
      CONTINUE WHEN bad IS NOT NULL OR NOT group_live OR outcomes[i] = 'replayed';
      s := l_account[p]; amount := l_amount[p];
      IF acc[s] IS NULL THEN bad := 'unknown_account'; CONTINUE; END IF;
      IF closed[s] THEN bad := 'account_closed'; CONTINUE; END IF;
      IF amount IS NULL OR amount = 0 OR abs(amount) > max_leg THEN bad := 'out_of_range'; CONTINUE; END IF;
      sum_legs := sum_legs + amount;
      IF amount > 0 THEN dr[s] := dr[s] + amount; ELSE cr[s] := cr[s] - amount; END IF;
      ver[s] := ver[s] + 1;
      e := e + 1;
      e_slot[e] := s; e_ver[e] := ver[s]; e_seq[e] := seq + 1; e_amount[e] := amount; e_after[e] := dr[s] - cr[s];
      e_leg[e] := e - e_first; e_transfer[e] := i;
    END LOOP;
    CONTINUE WHEN NOT group_live OR (bad IS NULL AND outcomes[i] = 'replayed');

    IF bad IS NULL AND (sum_legs <> 0 OR e - e_first NOT BETWEEN 2 AND 64) THEN bad := 'unbalanced'; END IF;
    IF bad IS NULL THEN  -- limits hold after the whole transfer, not between its legs
      FOR j IN e_first + 1 .. e LOOP
        s := e_slot[j];
        IF bound[s] * (dr[s] - cr[s]) < 0 THEN bad := 'insufficient_funds'; EXIT; END IF;
      END LOOP;
    END IF;

    IF bad IS NULL THEN
      seq := seq + 1; seqs[i] := seq; outcomes[i] := 'posted';
    ELSE
      FOR j IN REVERSE e .. group_e + 1 LOOP
        s := e_slot[j]; amount := e_amount[j]; ver[s] := ver[s] - 1;
        IF amount > 0 THEN dr[s] := dr[s] - amount; ELSE cr[s] := cr[s] + amount; END IF;
      END LOOP;
      e := group_e; seq := group_seq; group_bad := true;
      FOR j IN group_first .. i - 1 LOOP
        IF outcomes[j] = 'posted' THEN seqs[j] := NULL; outcomes[j] := 'linked'; END IF;
      END LOOP;
      seqs[i] := NULL; outcomes[i] := bad;
    END IF;
  END LOOP;
  IF p <> coalesce(cardinality(l_transfer), 0) OR cardinality(l_account) IS DISTINCT FROM cardinality(l_transfer) OR cardinality(l_amount) IS DISTINCT FROM cardinality(l_transfer) THEN
    RAISE EXCEPTION 'legs do not follow their transfers' USING ERRCODE = '22023';
  END IF;
  IF seq = head.seq THEN RETURN; END IF;

  WITH legs AS MATERIALIZED (
    SELECT * FROM unnest(e_slot[1:e], e_ver[1:e], e_seq[1:e], e_amount[1:e], e_after[1:e], e_leg[1:e], e_transfer[1:e])
      AS l(slot, version, seq, amount, after, leg, i)
  ), transfers AS (
    INSERT INTO ledger.transfer (seq, id, kind, ref, legs, digest, effective_at, recorded_at)
    SELECT t.seq, t_id[t.i], t_kind[t.i], t_ref[t.i], t.legs, ledger.digest(t_kind[t.i], t_ref[t.i], t.said), coalesce(t_effective_at[t.i], ts), ts
      FROM (SELECT l.seq, min(l.i) AS i, count(*) AS legs, string_agg(a_code[l.slot] || ':' || a_owner[l.slot] || ':' || l.amount, ',') AS said
              FROM (SELECT * FROM legs ORDER BY seq, leg) l GROUP BY l.seq) t
  )
  INSERT INTO ledger.entry (account_id, account_version, transfer_seq, amount, balance_after, leg)
  SELECT acc[l.slot], l.version, l.seq, l.amount, l.after, l.leg FROM legs l;

  UPDATE ledger.balance b SET debits = u.dr, credits = u.cr, version = u.ver
    FROM unnest(acc, dr, cr, ver, ver0) AS u(id, dr, cr, ver, ver0)
   WHERE b.account_id = u.id AND u.ver <> u.ver0 AND b.version = u.ver0;

  INSERT INTO ledger.block (n, seq_to, prev, hash, at)
  VALUES (head.block + 1, seq, head.hash, ledger.block_hash(head.hash, head.seq, seq), ts);
  UPDATE ledger.head h SET seq = b.seq_to, block = b.n, hash = b.hash, at = b.at FROM ledger.block b WHERE b.n = head.block + 1;
END $$;
`;

/** An account that is empty takes no entry any more; there is no way back. Answers whether it is closed now. */
const close = /* sql */ `
CREATE FUNCTION ledger.close_account(p_code smallint, p_owner text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM FROM ledger.head FOR UPDATE;
  UPDATE ledger.balance b SET closed = true FROM ledger.account a
   WHERE a.code = p_code AND a.owner = p_owner AND b.account_id = a.id AND b.debits = b.credits;
  RETURN FOUND;
END $$;
`;

export class LedgerPost1764000000002 implements Migration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(digests);
    await runner.query(post);
    await runner.query(close);
  }
}
