/**
 * What the bots say on standard output, one JSON object a line, for whoever started them. Amounts are decimal strings of
 * millisatoshi; `atMs` is milliseconds since 1970.
 */

export type BotEvent = SellerBotEvent | BuyerBotEvent | PurchasingEvent | ErrorEvent;

/** The last line of a bot that cannot go on; it then exits with code 1. */
export interface ErrorEvent {
  readonly event: 'error';
  readonly atMs: number;
  readonly message: string;
}

export type SellerBotEvent = SellerReady | WorkStarted | Sold | WorkFailed | Earned;

/** Listed, published, and listening or looking for work. */
export interface SellerReady {
  readonly event: 'ready';
  readonly atMs: number;
  readonly role: 'seller';
  readonly accountId: string;
  readonly service: string;
  readonly version: number;
  readonly priceMsat: string;
  /** Absent where the seller pulls its work. */
  readonly url?: string;
  /** From the process's first line of code to here. */
  readonly startMs: number;
  readonly rssMb: number;
}

export interface WorkStarted {
  readonly event: 'work';
  readonly atMs: number;
  readonly taskId: string;
  readonly attempt: number;
}

/** The work is done and its output handed over; the marketplace now takes the buyer's money. */
export interface Sold {
  readonly event: 'sold';
  readonly atMs: number;
  readonly taskId: string;
  readonly attempt: number;
  readonly workMs: number;
}

export interface WorkFailed {
  readonly event: 'work-failed';
  readonly atMs: number;
  readonly taskId: string;
  readonly attempt: number;
  readonly workMs: number;
  /** True when the seller declined for good instead of failing. */
  readonly refused: boolean;
  readonly message: string;
}

/** The seller's account has grown since it last looked. */
export interface Earned {
  readonly event: 'earned';
  readonly atMs: number;
  readonly earnedMsat: string;
  readonly balanceMsat: string;
}

export type BuyerBotEvent = BuyerStep | Bought | NotBought;

/** Each step names what has just happened; `detail` is a short text to show beside it. */
export interface BuyerStep {
  readonly event: 'step';
  readonly atMs: number;
  readonly name: 'search' | 'found' | 'request' | '402' | 'paying' | 'paid' | 'waiting' | 'answer';
  readonly detail: string;
  /** In the steps 402, paying and paid. */
  readonly amountMsat?: string;
  readonly paymentHash?: string;
  /** In the step 402, when the server named it. */
  readonly taskId?: string | undefined;
}

/** The work was bought and is here. */
export interface Bought {
  readonly event: 'bought';
  readonly atMs: number;
  readonly service: string;
  readonly taskId: string | undefined;
  readonly output: unknown;
  readonly paymentHash: string | undefined;
  readonly paidMsat: string;
  readonly feeMsat: string;
  readonly balanceBeforeMsat: string;
  readonly balanceAfterMsat: string;
  /** From the first request to the result. */
  readonly totalMs: number;
}

/** There is no result. `balanceAfterMsat` shows whether the money is. */
export interface NotBought {
  readonly event: 'not-bought';
  readonly atMs: number;
  readonly service: string;
  readonly taskId: string | undefined;
  readonly paymentHash: string | undefined;
  /** The name of the SDK's error, or `NotDelivered` for a paid task that ended without a result. */
  readonly error: string;
  readonly message: string;
  readonly balanceBeforeMsat: string;
  readonly balanceAfterMsat: string;
  /** The wallet has what it had before: nothing was paid. */
  readonly walletWhole: boolean;
  readonly totalMs: number;
}

/** What a seller says that buys from others to do its work. `taskId` is its own task, for which it buys. */
export type PurchasingEvent = Buying | Supplied | Loss;

/** It pays now; from here on a crash of it does not lead to a second payment. */
export interface Buying {
  readonly event: 'buying';
  readonly atMs: number;
  readonly taskId: string;
  readonly service: string;
  readonly amountMsat: string;
}

/** It has what it bought. */
export interface Supplied {
  readonly event: 'supplied';
  readonly atMs: number;
  readonly taskId: string;
  readonly service: string;
  readonly boughtTaskId: string;
  /** With the route's fee. */
  readonly paidMsat: string;
  readonly ms: number;
}

/** The task has failed for good, and what was bought for it is paid by nobody else. */
export interface Loss {
  readonly event: 'loss';
  readonly atMs: number;
  readonly taskId: string;
  readonly spentMsat: string;
}
