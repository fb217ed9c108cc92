import type { QueryRunner } from 'typeorm';
import type { Migration } from '#persistence/migrate';

/**
 * The full proof, read only: every row that it returns is a defect. Reads every entry once or twice, so its time grows with
 * the ledger; it takes no locks and sees one snapshot, so it may run while others post.
 */
const verify = /* sql */ `
CREATE FUNCTION ledger.verify() RETURNS TABLE (check_name text, detail text)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT 'the entries sum to zero', sum(amount)::text FROM ledger.entry HAVING sum(amount) <> 0
  UNION ALL
  SELECT 'a transfer has all its legs, which sum to zero', t.seq::text
    FROM ledger.transfer t
    LEFT JOIN (SELECT transfer_seq, sum(amount) AS total, count(*) AS n, max(leg) AS last FROM ledger.entry GROUP BY 1) e ON e.transfer_seq = t.seq
   WHERE e.n IS DISTINCT FROM t.legs OR e.total <> 0 OR e.last <> e.n
  UNION ALL
  SELECT 'an entry belongs to a transfer and to an account', e.transfer_seq || '/' || e.leg
    FROM ledger.entry e
    LEFT JOIN ledger.transfer t ON t.seq = e.transfer_seq
    LEFT JOIN ledger.account a ON a.id = e.account_id
   WHERE t.seq IS NULL OR a.id IS NULL
  UNION ALL
  SELECT 'a balance is the sum of its entries', b.account_id::text
    FROM ledger.balance b
    LEFT JOIN (SELECT account_id, sum(amount) FILTER (WHERE amount > 0) AS debits, -sum(amount) FILTER (WHERE amount < 0) AS credits,
                      max(account_version) AS version, count(*) AS n FROM ledger.entry GROUP BY 1) e USING (account_id)
   WHERE b.debits <> coalesce(e.debits, 0) OR b.credits <> coalesce(e.credits, 0)
      OR b.version <> coalesce(e.version, 0) OR b.version <> coalesce(e.n, 0)
  UNION ALL
  SELECT 'an account has a balance of its kind', a.id::text
    FROM ledger.account a
    LEFT JOIN ledger.balance b ON b.account_id = a.id
    LEFT JOIN ledger.chart c ON c.code = a.code
   WHERE (b.side, b.limited) IS DISTINCT FROM (a.side, a.limited) OR (c.side, c.limited) IS DISTINCT FROM (a.side, a.limited)
  UNION ALL
  SELECT 'running balances and versions have no gap', x.account_id || '/' || x.account_version
    FROM (SELECT *, lag(balance_after, 1, 0::bigint) OVER w AS last_balance, lag(account_version, 1, 0::bigint) OVER w AS last_version,
                 lag(transfer_seq, 1, 0::bigint) OVER w AS last_seq
            FROM ledger.entry WINDOW w AS (PARTITION BY account_id ORDER BY account_version)) x
   WHERE x.balance_after <> x.last_balance + x.amount OR x.account_version <> x.last_version + 1 OR x.transfer_seq < x.last_seq
  UNION ALL
  SELECT 'a limited account never crossed zero', x.account_id || '/' || x.account_version
    FROM (SELECT e.*, lead(transfer_seq) OVER (PARTITION BY account_id ORDER BY account_version) AS next_seq FROM ledger.entry e) x
    JOIN ledger.account a ON a.id = x.account_id
   WHERE a.limited AND x.next_seq IS DISTINCT FROM x.transfer_seq
     AND CASE a.side WHEN 'C' THEN x.balance_after > 0 ELSE x.balance_after < 0 END
  UNION ALL
  SELECT 'transfers are numbered without a gap, in the order of their time', x.seq::text
    FROM (SELECT seq, recorded_at, lag(seq, 1, 0::bigint) OVER w AS last_seq, lag(recorded_at) OVER w AS last_at
            FROM ledger.transfer WINDOW w AS (ORDER BY seq)) x
   WHERE x.seq <> x.last_seq + 1 OR x.recorded_at < x.last_at
  UNION ALL
  SELECT 'a transfer says what its digest says', t.seq::text
    FROM ledger.transfer t
    JOIN (SELECT e.transfer_seq, string_agg(a.code || ':' || a.owner || ':' || e.amount, ',' ORDER BY e.leg) AS said
            FROM ledger.entry e JOIN ledger.account a ON a.id = e.account_id GROUP BY 1) s ON s.transfer_seq = t.seq
   WHERE t.digest <> ledger.digest(t.kind, t.ref, s.said)
  UNION ALL
  SELECT 'a block seals its transfers and the block before', x.n::text
    FROM (SELECT *, lag(n, 1, 0::bigint) OVER w AS last_n, lag(hash, 1, sha256('botbazaar ledger')) OVER w AS last_hash,
                 lag(seq_to, 1, 0::bigint) OVER w AS seq_from
            FROM ledger.block WINDOW w AS (ORDER BY n)) x
   WHERE x.n <> x.last_n + 1 OR x.prev <> x.last_hash OR x.hash IS DISTINCT FROM ledger.block_hash(x.last_hash, x.seq_from, x.seq_to)
  UNION ALL
  SELECT 'the head is the last block and the last transfer', h.seq::text
    FROM ledger.head h
   WHERE h.seq <> coalesce((SELECT max(seq) FROM ledger.transfer), 0)
      OR h.block <> coalesce((SELECT max(n) FROM ledger.block), 0)
      OR h.hash <> coalesce((SELECT hash FROM ledger.block WHERE n = h.block), sha256('botbazaar ledger'))
      OR h.seq <> coalesce((SELECT seq_to FROM ledger.block WHERE n = h.block), 0)
  UNION ALL
  SELECT 'the ledger has one head', count(*)::text FROM ledger.head HAVING count(*) <> 1
$$;
`;

/**
 * Billing reads; it posts only through its own function, which belongs to its owner role. So not even billing's process can
 * post without the step of a charge that the posting belongs to being written down beside it.
 */
const grants = /* sql */ `
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA ledger FROM PUBLIC;
GRANT SELECT ON ledger.chart, ledger.account, ledger.balance, ledger.transfer, ledger.entry, ledger.block, ledger.head TO botbazaar_billing;
GRANT EXECUTE ON FUNCTION ledger.verify(), ledger.digest(text, uuid, text), ledger.block_hash(bytea, bigint, bigint) TO botbazaar_billing;
GRANT USAGE ON SCHEMA ledger TO botbazaar_billing_owner;
GRANT EXECUTE ON FUNCTION ledger.close_account(smallint, text),
  ledger.post(smallint[], text[], uuid[], int[], text[], uuid[], timestamptz[], int[], int[], bigint[], boolean[]) TO botbazaar_billing_owner;
`;

export class LedgerVerify1764000000003 implements Migration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(verify);
    await runner.query(grants);
  }
}
