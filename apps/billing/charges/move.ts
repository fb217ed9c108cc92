import { AppError } from '#kernel/errors';
import type { ChargeState } from './charge.js';
import type { Advance, ChargeWriter } from './writer.js';

/**
 * Takes a step that the state machine allows and that the ledger cannot refuse. Answers whether the charge moved, now or at
 * an earlier attempt of the same request, and which state it is in.
 */
export async function move(writer: ChargeWriter, step: Advance): Promise<{ moved: boolean; state: ChargeState }> {
  const result = await writer.advance(step);
  switch (result.outcome) {
    case 'moved':
      return { moved: true, state: step.to };
    case 'stayed':
      return { moved: false, state: result.state };
    case 'unknown':
      throw new AppError('internal', `there is no charge ${step.chargeId}`);
    case 'refused':
      throw new AppError('internal', `the ledger refused ${step.to} of ${step.chargeId}: ${result.refusal}`);
  }
}
