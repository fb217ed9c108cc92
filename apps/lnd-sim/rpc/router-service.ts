/** routerrpc.Router of one node. */
import { zeroMsat } from '#kernel/msat';
import type { RouteFeeRequest__Output } from '#lightning/generated/routerrpc/RouteFeeRequest';
import type { RouterDefinition } from '#lightning/generated/routerrpc/Router';
import { LndError, unknown } from '../core/lnd-error.js';
import { routeFeeMsat, timeLockDelta } from '../core/route.js';
import type { NodeName, PaymentRow } from '../core/rows.js';
import type { IssuedInvoices } from '../node/issued-invoices.js';
import type { PaymentBook } from '../node/payment-book.js';
import type { Realm } from '../node/realm.js';
import type { SimNode } from '../node/sim-node.js';
import { cappedMsat } from './amounts.js';
import { htlcMessage, subscribedMessage } from './htlc-message.js';
import { checkedHash } from './invoice-order.js';
import { paymentMessage } from './payment-message.js';
import { orderOfPayment } from './payment-order.js';
import { into, type Service } from './service.js';

export interface RouterParts {
  readonly realm: Realm;
  readonly node: SimNode;
  readonly payments: PaymentBook;
  readonly issued: IssuedInvoices;
}

export function routerService({ realm, node, payments, issued }: RouterParts): Service<RouterDefinition> {
  const message = (payment: PaymentRow) =>
    paymentMessage(payment, (name: NodeName) => realm.node(name).identity.pubkey);
  return {
    SendPaymentV2: {
      open: (request, sink) => {
        const payer = { pubkey: node.identity.pubkey, now: realm.now(), read: issued.read.bind(issued) };
        const { hash } = payments.send(orderOfPayment(request, payer));
        const leave = node.payments.follow(hash, request.no_inflight_updates, into(sink, message));
        return () => {
          leave();
          payments.cancel(hash);
        };
      },
    },
    TrackPaymentV2: {
      open: (request, sink) => {
        const hash = checkedHash(request.payment_hash).toString('hex');
        const payment = node.rows.payments.get(hash);
        if (payment === undefined) throw new LndError(5, "payment isn't initiated");
        return node.payments.follow(hash, request.no_inflight_updates, into(sink, message), payment);
      },
    },
    TrackPayments: {
      open: (request, sink) => node.payments.followAll(request.no_inflight_updates, into(sink, message)),
    },
    EstimateRouteFee: { answer: (request) => quote(request, payments, realm.store.world.height) },
    SubscribeHtlcEvents: {
      open: (_request, sink) => {
        sink.send(subscribedMessage);
        return node.htlcs.follow(into(sink, htlcMessage));
      },
    },
  };
}

function quote(request: RouteFeeRequest__Output, payments: PaymentBook, height: number) {
  if (request.payment_request !== '') throw new LndError(12, 'lnd-sim sends no probes; ask with dest and amt_sat');
  if (request.dest.length !== 33) throw unknown('invalid vertex length');
  if (BigInt(request.amt_sat) <= 0n) throw unknown('amount must be greater than 0');
  const question = {
    amountMsat: cappedMsat(BigInt(request.amt_sat) * 1000n),
    feeLimitMsat: cappedMsat(BigInt(request.amt_sat) * 1000n),
    maxParts: 1,
    maxShardMsat: zeroMsat,
    finalCltvDelta: timeLockDelta,
    cltvLimit: 2016,
    outgoingChannelIds: [],
  };
  const plan = payments.quote(question, request.dest.toString('hex'));
  const [route] = plan.kind === 'routes' ? plan.routes : [];
  if (route === undefined) throw unknown('unable to find a path to destination');
  return {
    routing_fee_msat: routeFeeMsat(route).toString(),
    time_lock_delay: String((route[0]?.expiryHeight ?? height) - height),
  };
}
