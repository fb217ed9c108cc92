import type { QueryRunner } from 'typeorm';
import type { Migration } from '#persistence/migrate';

interface ClosedStates {
  readonly finalStates: readonly string[];
  /** The one of them that may still become another one. */
  readonly waiting?: string;
}

/**
 * The one way in which a charge changes and money moves: a batch of items, each the step of one charge (or none) with the
 * transfers that belong to it. A charge whose state is not one of the item's from-states stays as it is; an item whose
 * transfers the ledger refuses leaves no trace; everything else happens together: state, event, transfers.
 *
 *   now         of the caller's clock, for the charge and its event; the ledger keeps its own time
 *   i_charge    strictly ascending where not null, which fixes the order of locks and admits one item per charge;
 *               nulls (transfers without a charge) go last
 *   i_from      the states from which the step may be taken, separated by spaces
 *   i_to        the state after it; the same state is a remark (an event, perhaps a transfer)
 *   i_request   names the attempt: an item that comes again after an unknown outcome is recognised by it
 *   i_…         new values of columns; null leaves them
 *   t_…, l_…    as in ledger.post; t_item is the item (from 1) that a transfer belongs to
 *
 * One row per item, in order: outcome 'moved', 'repeated' (this request has moved it before), 'stayed', 'unknown' or
 * 'refused'; the state that the charge is in now; the first transfer's seq; and why the ledger refused.
 */
export function advanceFunction({ finalStates, waiting }: ClosedStates): string {
  const final = finalStates.map((state) => `'${state}'`).join(', ');
  const open = waiting === undefined ? 'c.closed_at IS NULL' : `c.closed_at IS NULL OR c.state = '${waiting}'`;
  return /* sql */ `
CREATE OR REPLACE FUNCTION billing.advance(
  now timestamptz,
  i_charge uuid[], i_from text[], i_to text[], i_actor text[], i_reason text[], i_request uuid[],
  i_payment_request text[], i_add_index bigint[], i_expires_at timestamptz[], i_held_at timestamptz[], i_hold_deadline_at timestamptz[],
  i_amount_paid_msat bigint[], i_htlc_expiry_height int[], i_cancel_height int[], i_reuse_until timestamptz[],
  a_code smallint[], a_owner text[],
  t_item int[], t_id uuid[], t_kind text[], t_ref uuid[], t_effective_at timestamptz[],
  l_transfer int[], l_account int[], l_amount bigint[]
) RETURNS TABLE (outcome text, state text, seq bigint, refusal text)
LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_generic_plan
  SET enable_seqscan = off
AS $$
DECLARE
  total constant int := cardinality(i_to);
  states text[]; live boolean[]; posted record; k int;
  i_outcome text[];
  i_seq bigint[] := array_fill(NULL::bigint, ARRAY[total]);
  i_refusal text[] := array_fill(NULL::text, ARRAY[total]);
BEGIN
  FOR k IN 2 .. total LOOP
    IF i_charge[k] <= i_charge[k - 1] OR (i_charge[k - 1] IS NULL AND i_charge[k] IS NOT NULL) THEN
      RAISE EXCEPTION 'charges must ascend, each once' USING ERRCODE = '22023';
    END IF;
  END LOOP;

  -- Lock every charge of the batch, in order, and see what it is.
  SELECT array_agg(x.state), array_agg(x.live), array_agg(x.outcome) INTO states, live, i_outcome
    FROM (SELECT c.state, r.charge IS NULL OR coalesce(c.state = ANY (string_to_array(r.from_states, ' ')) AND (${open} OR c.state = r.to_state), false) AS live,
                 CASE WHEN r.charge IS NOT NULL AND c.state IS NULL THEN 'unknown' ELSE 'stayed' END AS outcome
            FROM unnest(i_charge, i_from, i_to) WITH ORDINALITY AS r(charge, from_states, to_state, n)
            LEFT JOIN LATERAL (SELECT b.state, b.closed_at FROM billing.charge b WHERE b.id = r.charge FOR NO KEY UPDATE) c ON true
           ORDER BY r.n) x;

  -- An attempt whose answer was lost is not taken twice, whatever state it led to.
  FOR posted IN
    SELECT r.n, e.transfer_seq
      FROM unnest(i_charge, i_request, i_to, states, live) WITH ORDINALITY AS r(charge, request, to_state, state, live, n)
      JOIN billing.charge_event e ON e.charge_id = r.charge AND e.request_id = r.request
     WHERE NOT r.live OR r.to_state = r.state  -- a step that would move the charge has not been taken yet
  LOOP
    live[posted.n] := false; i_outcome[posted.n] := 'repeated'; i_seq[posted.n] := posted.transfer_seq;
  END LOOP;

  IF cardinality(t_id) > 0 THEN
    SELECT * INTO posted FROM ledger.post(a_code, a_owner, t_id, t_item, t_kind, t_ref, t_effective_at, l_transfer, l_account, l_amount, live);
    FOR t IN 1 .. cardinality(t_id) LOOP
      k := t_item[t];
      CONTINUE WHEN posted.outcomes[t] IS NULL;
      IF posted.outcomes[t] IN ('posted', 'replayed') THEN
        i_seq[k] := coalesce(i_seq[k], posted.seqs[t]);
      ELSE
        live[k] := false; i_outcome[k] := 'refused';
        IF posted.outcomes[t] <> 'linked' THEN i_refusal[k] := posted.outcomes[t]; END IF;
      END IF;
    END LOOP;
  END IF;

  WITH moved AS (
    UPDATE billing.charge c SET
      state = u.to_state,
      version = c.version + 1,
      payment_request = coalesce(u.payment_request, c.payment_request),
      add_index = coalesce(u.add_index, c.add_index),
      expires_at = coalesce(u.expires_at, c.expires_at),
      held_at = coalesce(u.held_at, c.held_at),
      hold_deadline_at = coalesce(u.hold_deadline_at, c.hold_deadline_at),
      amount_paid_msat = coalesce(u.amount_paid_msat, c.amount_paid_msat),
      htlc_expiry_height = coalesce(u.htlc_expiry_height, c.htlc_expiry_height),
      cancel_height = coalesce(u.cancel_height, c.cancel_height),
      reuse_until = coalesce(u.reuse_until, c.reuse_until),
      reuse_key = CASE WHEN u.to_state IN ('CREATING', 'OPEN', 'HELD', 'SETTLING') THEN c.reuse_key END,
      updated_at = now,
      closed_at = CASE WHEN u.to_state IN (${final}) THEN coalesce(c.closed_at, now) END
    FROM unnest(i_charge, i_to, live, i_payment_request, i_add_index, i_expires_at, i_held_at, i_hold_deadline_at,
                i_amount_paid_msat, i_htlc_expiry_height, i_cancel_height, i_reuse_until) WITH ORDINALITY
      AS u(charge, to_state, live, payment_request, add_index, expires_at, held_at, hold_deadline_at,
           amount_paid_msat, htlc_expiry_height, cancel_height, reuse_until, n)
    WHERE u.live AND c.id = u.charge
    RETURNING c.id, c.version, c.state, u.n
  )
  INSERT INTO billing.charge_event (charge_id, n, from_state, to_state, actor, reason, transfer_seq, request_id, at)
  SELECT m.id, m.version, states[m.n], m.state, i_actor[m.n], i_reason[m.n], i_seq[m.n], i_request[m.n], now FROM moved m;

  RETURN QUERY
  SELECT CASE WHEN r.live THEN 'moved' ELSE r.outcome END, CASE WHEN r.live THEN r.to_state ELSE r.state END, r.seq, r.refusal
    FROM unnest(i_to, states, live, i_outcome, i_seq, i_refusal) WITH ORDINALITY
      AS r(to_state, state, live, outcome, seq, refusal, n)
   ORDER BY r.n;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA billing FROM PUBLIC;
GRANT EXECUTE ON FUNCTION billing.advance TO botbazaar_billing;
`;
}

export class BillingAdvance1764000000012 implements Migration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(advanceFunction({ finalStates: ['SETTLED', 'CANCELED', 'EXPIRED', 'LOST'] }));
  }
}
