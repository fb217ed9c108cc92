/** What must hold between the books of payer and payee, whatever happened on the way. */
import { deliveredMsat, paymentStatus } from '#apps/lnd-sim/core/payment';
import type { NodeName } from '#apps/lnd-sim/core/rows';
import type { World } from '#apps/lnd-sim/store/world';

const names: readonly NodeName[] = ['market', 'buyer', 'seller'];

/** Sentences about everything that does not fit together; empty when all is well. Expects that no node is frozen or down. */
export function disagreements(world: World): string[] {
  const found: string[] = [];
  const capacity = [...world.channels.values()].reduce((sum, channel) => sum + channel.capacityMsat, 0n);
  const held = [...world.channels.values()].reduce(
    (sum, { id, aMsat, bMsat }) => sum + aMsat + bMsat + world.inFlightMsat(id),
    0n,
  );
  if (held !== capacity) found.push(`the channels hold ${held} of ${capacity} msat`);
  for (const { id, state } of world.transfers.values()) {
    if (state !== 'held') found.push(`transfer ${id} is ${state} although nothing is in its way`);
  }
  for (const payee of names) {
    for (const invoice of world.node(payee).invoices.values()) {
      const payments = names.flatMap((payer) => world.node(payer).payments.get(invoice.hash) ?? []);
      const statuses = payments.map(paymentStatus);
      const say = (what: string) => found.push(`${invoice.hash} is ${invoice.state}, payments ${statuses}: ${what}`);
      const sentMsat = payments
        .flatMap(({ attempts }) => attempts.filter(({ status }) => status === 'SUCCEEDED'))
        .reduce((sum, attempt) => sum + deliveredMsat(attempt), 0n);
      if (sentMsat !== (invoice.state === 'SETTLED' ? invoice.paidMsat : 0n)) say(`${sentMsat} msat were sent`);
      if (invoice.state === 'ACCEPTED' && !statuses.includes('IN_FLIGHT')) say('what is held is in flight');
      if (invoice.state === 'CANCELED' && statuses.includes('IN_FLIGHT')) say('what is canceled went back');
      const waiting = invoice.htlcs.filter(({ state }) => state === 'ACCEPTED');
      for (const { transferId } of waiting) if (!world.transfers.has(transferId)) say(`${transferId} is gone`);
      if (waiting.length > 0 && (invoice.state === 'SETTLED' || invoice.state === 'CANCELED')) say('an HTLC waits');
    }
  }
  return found;
}

/** What the node earned by invoices, forwarded fees left out. */
export function settledMsat(world: World, payee: NodeName): bigint {
  return [...world.node(payee).invoices.values()].reduce(
    (sum, { state, paidMsat }) => (state === 'SETTLED' ? sum + paidMsat : sum),
    0n,
  );
}
