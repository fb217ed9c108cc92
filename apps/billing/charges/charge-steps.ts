/** Where each event leads a charge, by how it is funded. */
import { type ChargeEvent, type ChargeState, chargeStates, type Funding, type Step } from './charge.js';
import { hold } from './hold-charge.js';
import { invoice } from './invoice-charge.js';

const tables = { hold, invoice } as const;

/**
 * Where the event leads; `refused` where it makes no sense in that state and the caller must be told. An `invoiceCreated` that
 * is refused means that nobody wants the invoice any more: cancel it at LND.
 */
export function nextState(funding: Funding, state: ChargeState, event: ChargeEvent): Step | 'refused' {
  const row: Partial<Record<ChargeState, Step | 'refused'>> = tables[funding][event];
  return row[state] ?? 'refused';
}

/** The states in which the event leads to `to`: what the guard of a step that has not read the charge must say. */
export function statesBefore(funding: Funding, event: ChargeEvent, to: ChargeState): readonly ChargeState[] {
  return chargeStates.filter((state) => {
    const step = nextState(funding, state, event);
    return step !== 'refused' && step.to === to && state !== to;
  });
}
