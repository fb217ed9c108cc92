/** What is owed back of a task that was paid by an ordinary invoice and not delivered: its payer has it paid out. */
import { Type } from 'typebox';
import { Payout, payoutView } from '#contracts/http/payout';
import { NewRefund, TaskRefund } from '#contracts/http/refund';
import { TaskId } from '#contracts/http/shared';
import { AppError } from '#kernel/errors';
import { hashFields, readIdempotencyKey } from '../edge/client.js';
import type { Gateway } from '../gateway.js';
import { defineRoute, type EdgeRequest, type Route } from '../route.js';
import { invoiceFrom } from '../selling/pay-address.js';
import { orderIn, payoutErrors } from '../selling/payouts.js';
import { tokenForTask } from './redeem.js';

const noStore = { 'cache-control': 'no-store' };
const params = Type.Object({ taskId: TaskId });
/** The key of a task shows its state; its money is its payer's alone. */
const proofHeader = { name: 'Authorization', description: 'L402 <macaroon>:<preimage>, which only the payer has.' };

export function refundRoutes(gateway: Gateway): Route[] {
  return [createRefund(gateway), getRefund(gateway)];
}

function createRefund(gateway: Gateway): Route {
  const { billing, outbound, lookups } = gateway;
  return defineRoute({
    method: 'POST',
    path: '/v1/tasks/{taskId}/refund',
    name: 'createRefund',
    group: 'Buying',
    summary: 'Have what is owed back paid out to an invoice, a Lightning address or an LNURL',
    description:
      'Of a task that was paid by an ordinary invoice and not delivered. The same invoice, or the same Idempotency-Key, again answers the same payout. After FAILED all of it is left again: ask with another invoice.',
    auth: { kind: 'task' },
    params,
    unknownPath: 'task_not_found',
    requestHeaders: [
      proofHeader,
      { name: 'Idempotency-Key', description: 'Names this payout; needed with an address, which gives many invoices.' },
    ],
    body: { schema: NewRefund, maxBytes: 16_384 },
    responses: {
      201: { description: 'The payout, with its money set aside.', schema: Payout },
      200: { description: 'The payout that was asked for before, as it is now.', schema: Payout },
    },
    errors: ['task_not_found', 'refund_not_due', 'refund_not_final', ...payoutErrors],
    async handle(request) {
      const { body, raw } = request;
      const { taskId, paymentHash } = paidTask(gateway, request);
      const key = readIdempotencyKey(raw) ?? body.invoice;
      if (key === undefined && body.address !== undefined) {
        const fields = [{ path: 'Idempotency-Key', message: 'is required with an address' }];
        throw new AppError('invalid_request', 'a refund to an address needs an Idempotency-Key', { fields });
      }
      const order = { taskId, paymentHash, ...orderIn(body, hashFields('refund', [taskId, key ?? ''])) };
      const { address, amountMsat } = order;
      // Billing says what an address is to be asked for; where that is settled already, it is not asked again.
      const known = await billing.createRefund(address === '' ? order : { ...order, paymentRequest: '' });
      if (!known.payout) lookups.count(taskId);
      const { created, payout } = known.payout
        ? known
        : await billing.createRefund({
            ...order,
            ...(await invoiceFrom(outbound, address, amountMsat === '0' ? known.offerMsat : amountMsat)),
          });
      if (!payout) throw new AppError('internal', 'billing answered without a payout');
      return { status: created ? 201 : 200, headers: noStore, json: payoutView(payout) };
    },
  });
}

function getRefund(gateway: Gateway): Route {
  const { billing } = gateway;
  return defineRoute({
    method: 'GET',
    path: '/v1/tasks/{taskId}/refund',
    name: 'getRefund',
    group: 'Buying',
    summary: 'What is owed back of a task, what of it was paid out and what is left',
    auth: { kind: 'task' },
    params,
    unknownPath: 'task_not_found',
    requestHeaders: [proofHeader],
    responses: { 200: { description: 'The refund.', schema: TaskRefund } },
    errors: ['task_not_found', 'refund_not_due'],
    async handle(request) {
      const paid = paidTask(gateway, request);
      const { state, amountMsat, leftMsat, payouts } = await billing.getRefund(paid);
      if (state !== 'REFUND_DUE' && state !== 'REFUNDED') {
        throw new AppError('refund_not_due', 'nothing is owed back of this task');
      }
      const { taskId } = paid;
      return {
        status: 200,
        headers: noStore,
        json: { taskId, amountMsat, leftMsat, payouts: payouts.map(payoutView) },
      };
    },
  });
}

function paidTask(gateway: Gateway, request: EdgeRequest<{ taskId: string }>) {
  const { taskId } = request.params;
  const token = tokenForTask(gateway, request, taskId);
  if (!token) throw new AppError('task_not_found', 'there is no such task, or it is not yours');
  return { taskId, paymentHash: token.paymentHash };
}
