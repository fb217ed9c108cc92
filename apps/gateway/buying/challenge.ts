/**
 * The 402: a charge at billing and a kept task at dispatch, both committed before the answer goes out.
 *
 * The macaroon is minted here from what the charge carries, so that the same charge always gives the same token and none
 * is stored. The first line of `WWW-Authenticate` has the one form that every known client parses.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { ChargeReply } from '#contracts/billing';
import type { Dispatch } from '#contracts/dispatch';
import { timestamp } from '#contracts/http/shared';
import type { Challenge } from '#contracts/http/task';
import type { Service } from '#contracts/registry';
import type { ReplyOf } from '#contracts/service';
import { AppError, asAppError } from '#kernel/errors';
import { idToBytes, newId, parseId, type TaskId } from '#kernel/ids';
import { ceilToSat, parseMsat } from '#kernel/msat';
import { challengeHeader } from '#l402/header';
import { mintTaskToken } from '#l402/token';
import { addressPrefix, clientKey, hashFields } from '../edge/client.js';
import { problemBody, problemType } from '../edge/problem.js';
import type { Gateway } from '../gateway.js';
import type { EdgeReply } from '../route.js';
import type { Terms } from './funding.js';
import { replayWindowSeconds } from './redeem.js';

export interface Order {
  readonly service: Service;
  readonly inputJson: string;
  readonly terms: Terms;
  /** Where the buyer is told of the task's end. */
  readonly webhookUrl?: string;
  readonly requestDigest: Buffer;
  /** Of the client, exact. */
  readonly address: string;
  readonly userAgent: string;
  readonly idempotencyKey: string | undefined;
  /** Path of the route with its slug, for the scope of the Idempotency-Key. */
  readonly routePath: string;
}

/** An unpaid input outlives its invoice (10 min) by enough for a payment that came in at the last moment. */
const unpaidInputMs = 15 * 60_000;

/** What makes two orders the same: they share an open challenge. */
export function reuseKey(order: Order): Buffer {
  const { service } = order;
  return hashFields('reuse', [
    clientKey(order.address, order.userAgent),
    order.idempotencyKey ?? '',
    service.listingId,
    String(service.version),
    order.requestDigest,
    `${order.terms.funding} ${order.terms.windowMs}`,
  ]);
}

export async function challengeReply(gateway: Gateway, order: Order): Promise<EdgeReply> {
  const taskKey = randomBytes(32);
  const { charge, kept } = await openTask(gateway, order, taskKey);
  if (charge.paymentRequest === '') {
    throw new AppError('lightning_unavailable', 'the Lightning node has not made the invoice yet; try again shortly', {
      retryAfterSeconds: 2,
    });
  }
  const macaroon = mintTaskToken({
    keyring: gateway.tokenKeys,
    paymentHash: charge.paymentHash,
    taskId: idToBytes(parseId('task', charge.taskId)),
    nonce: charge.tokenNonce,
    epoch: charge.tokenEpoch,
    service: order.service.slug,
    requestDigest: order.requestDigest,
  });
  const shownOnce = kept.created ? { taskKey: taskKey.toString('hex'), webhookSecret: kept.webhookSecret } : undefined;
  const json = challengeBody(gateway, { order, charge, macaroon, shownOnce });
  return {
    status: 402,
    contentType: problemType,
    headers: {
      'www-authenticate': challengeHeader({ macaroon, invoice: charge.paymentRequest }),
      'cache-control': 'no-store',
      link: `</v1/services/${order.service.slug}>; rel="describedby", </openapi.json>; rel="service-desc"`,
    },
    json,
  };
}

/**
 * Opens the charge and keeps the input, in parallel. An order that already has an open or held charge gets that one; the
 * new task is dropped, and the kept one is kept again under its own id, which changes nothing unless it was lost between
 * the two commits.
 */
async function openTask(
  gateway: Gateway,
  order: Order,
  taskKey: Buffer,
): Promise<{ charge: ChargeReply; kept: ReplyOf<Dispatch, 'keepTask'> }> {
  const taskId = newId('task', gateway.clock.now());
  const [opened, kept] = await Promise.allSettled([
    gateway.billing.openCharge(chargeRequest(gateway, order, taskId)),
    keepTask(gateway, order, taskId, taskKey),
  ]);
  if (opened.status === 'rejected') {
    if (kept.status === 'fulfilled') await dropTask(gateway, taskId);
    throw opened.reason;
  }
  const charge = opened.value;
  if (charge.created) {
    // The charge is left to expire: its invoice never left this process.
    if (kept.status === 'rejected') throw kept.reason;
    // Another request for the same may have kept this task first, under its own key.
    return { charge, kept: kept.value };
  }
  if (kept.status === 'fulfilled') await dropTask(gateway, taskId);
  return { charge, kept: await keepTask(gateway, order, parseId('task', charge.taskId), taskKey) };
}

function chargeRequest(
  gateway: Gateway,
  order: Order,
  taskId: TaskId,
): Parameters<Gateway['billing']['openCharge']>[0] {
  const { service } = order;
  const client = clientKey(order.address, order.userAgent);
  return {
    taskId,
    tokenNonce: randomBytes(13),
    tokenEpoch: gateway.tokenKeys.currentEpoch,
    listingId: service.listingId,
    listingVersion: service.version,
    serviceSlug: service.slug,
    sellerAccountId: service.sellerAccountId,
    priceMsat: service.priceMsat,
    funding: order.terms.funding,
    holdWindowMs: order.terms.windowMs,
    workMs: service.deadlineMs,
    requestDigest: order.requestDigest,
    clientKey: client,
    reuseKey: reuseKey(order),
    idempotencyScope:
      order.idempotencyKey === undefined
        ? Buffer.alloc(0)
        : hashFields('idempotency', [client, order.routePath, order.idempotencyKey]),
  };
}

function keepTask(
  gateway: Gateway,
  order: Order,
  taskId: TaskId,
  taskKey: Buffer,
): ReturnType<Gateway['dispatch']['keepTask']> {
  const { service } = order;
  return gateway.dispatch.keepTask({
    taskId,
    taskKeyHash: hashTaskKey(taskKey),
    listingId: service.listingId,
    listingVersion: service.version,
    serviceSlug: service.slug,
    sellerAccountId: service.sellerAccountId,
    inputJson: order.inputJson,
    clientKey: clientKey(order.address, order.userAgent),
    buyerHash: hashFields('buyer', [addressPrefix(order.address)]),
    funding: order.terms.funding,
    priceMsat: service.priceMsat,
    webhookUrl: order.webhookUrl ?? '',
    deliveryMode: service.deliveryMode,
    maxConcurrency: service.maxConcurrency,
    expiresInMs: unpaidInputMs,
  });
}

export function hashTaskKey(taskKey: Buffer): Buffer {
  return createHash('sha256').update(taskKey).digest();
}

/** A kept task that stays behind is deleted at its own time, so a failure here is told and no more. */
async function dropTask({ dispatch, logger }: Gateway, taskId: TaskId): Promise<void> {
  try {
    await dispatch.dropTask({ taskId });
  } catch (error) {
    logger.warn({ taskId, code: asAppError(error).code }, 'kept task could not be dropped');
  }
}

function challengeBody(
  gateway: Gateway,
  made: {
    readonly order: Order;
    readonly charge: ChargeReply;
    readonly macaroon: string;
    /** For the one whose request made the charge. */
    readonly shownOnce: { readonly taskKey: string; readonly webhookSecret: string } | undefined;
  },
): Challenge {
  const { charge, macaroon, order, shownOnce } = made;
  // While it is being settled it is held for the one who asks: paying again would be in vain.
  const held = charge.state !== 'OPEN';
  const paymentHash = charge.paymentHash.toString('hex');
  const sats = Number(ceilToSat(parseMsat(charge.priceMsat)));
  const expiresAt = timestamp(charge.expiresAtMs);
  const { funding, windowMs } = order.terms;
  const detail = held
    ? 'a wallet is paying this invoice and the work has begun; wait for its preimage and send the same request with Authorization: L402 <macaroon>:<preimage>'
    : `pay the invoice, then send the same request with Authorization: L402 <macaroon>:<preimage>; ${promises[funding]}`;
  const seconds = Math.ceil(windowMs / 1000);
  return {
    ...problemBody(new AppError('payment_required', detail)),
    error: 'Payment Required',
    macaroon,
    invoice: charge.paymentRequest,
    paymentHash,
    payment_hash: paymentHash,
    priceMsat: charge.priceMsat,
    amountMsat: charge.priceMsat,
    priceSats: sats,
    amountSats: sats,
    expiresAt,
    expires_at: expiresAt,
    taskId: charge.taskId,
    ...(shownOnce ? { taskKey: shownOnce.taskKey } : {}),
    ...(shownOnce?.webhookSecret ? { webhookSecret: shownOnce.webhookSecret } : {}),
    taskUrl: `${gateway.baseUrl()}/v1/tasks/${charge.taskId}`,
    state: held ? 'held' : 'open',
    funding,
    ...(funding === 'hold' ? { holdSeconds: seconds } : {}),
    workSeconds: seconds,
    replayWindowSeconds,
  };
}

const promises: Readonly<Record<Terms['funding'], string>> = {
  hold: 'the money is taken only when the work is delivered',
  invoice: 'the money is kept in escrow, and its price is owed to you when the work is not delivered',
};
