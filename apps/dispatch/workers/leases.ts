/** What keeps a claimed attempt with its worker, and how it is given back. */
import type { Dispatch } from '#contracts/dispatch';
import type { ReplyOf, RequestOf } from '#contracts/service';
import { defaultSchemaLimits } from '#json-schema/compile-schema';
import { parseJson } from '#json-schema/json-bounds';
import { AppError } from '#kernel/errors';
import { idToUuid, parseId } from '#kernel/ids';
import type { Context } from '../context.js';
import { maxPieceBytes, maxPieces, maxPiecesBytes, type Piece, type PieceStore } from '../piece-store.js';
import { printable } from '../printable.js';
import type { Results } from '../results.js';
import type { TaskStore } from '../task-store.js';
import { notRunning, openClaim } from './claimed-attempt.js';
import type { LeaseStore } from './lease-store.js';

/** A lease that is shorter is lost by a slow network, one that is longer keeps a task from other workers. */
const leaseRangeMs = { min: 1_000, max: 600_000 };
const maxNoteLength = 200;

export function leaseLength(ms: number): number {
  const { min, max } = leaseRangeMs;
  if (ms < min || ms > max) throw new AppError('invalid_request', `a lease has ${min} to ${max} milliseconds`);
  return ms;
}

export interface LeaseDeps {
  readonly leases: LeaseStore;
  readonly tasks: TaskStore;
  readonly results: Results;
  readonly pieces: PieceStore;
}

export class Leases {
  constructor(
    private readonly context: Context,
    private readonly deps: LeaseDeps,
  ) {}

  async renew(request: RequestOf<Dispatch, 'renewLease'>): Promise<ReplyOf<Dispatch, 'renewLease'>> {
    if (request.hasProgress && !(request.progress >= 0 && request.progress <= 1)) {
      throw new AppError('invalid_request', 'progress is a number from 0 to 1');
    }
    const piece = pieceOf(request);
    const note = printable(request.note).slice(0, maxNoteLength);
    const lease = await this.deps.leases.renew({
      sellerUuid: idToUuid(parseId('account', request.accountId)),
      taskUuid: idToUuid(parseId('task', request.taskId)),
      attempt: request.attempt,
      now: this.context.clock.now(),
      leaseMs: request.leaseMs === 0 ? undefined : leaseLength(request.leaseMs),
      progress: request.hasProgress ? { fraction: request.progress, note } : undefined,
      piece,
    });
    if (lease === undefined) {
      const task = await openClaim(this.deps.tasks, request);
      if (piece) await this.refusePiece(task.id, piece);
      throw notRunning();
    }
    const { leaseUntil, deadlineAt, leaseMs } = lease;
    return { leaseUntilMs: String(leaseUntil.getTime()), deadlineAtMs: String(deadlineAt.getTime()), leaseMs };
  }

  /** Throws what keeps the piece of a running attempt from being taken; nothing where only the deadline does. */
  private async refusePiece(taskUuid: string, { n, outputJson }: Piece): Promise<void> {
    const room = await this.deps.pieces.room(taskUuid);
    if (room === undefined) return;
    if (room.funding === 'hold') {
      throw new AppError('partial_output_refused', 'a task that is paid by a hold takes its output at the end alone');
    }
    if (n > room.pieces + 1) {
      const next = room.pieces + 1;
      throw new AppError('partial_output_refused', `piece ${n} is not the next one, which is ${next}`);
    }
    if (n === room.pieces + 1 && room.pieceBytes + Buffer.byteLength(outputJson) > maxPiecesBytes) {
      throw new AppError('body_too_large', `all pieces of an attempt may have ${maxPiecesBytes} bytes`);
    }
  }

  async release(request: RequestOf<Dispatch, 'releaseAttempt'>): Promise<ReplyOf<Dispatch, 'releaseAttempt'>> {
    const task = await openClaim(this.deps.tasks, request);
    const state = await this.deps.results.giveBack(task, 'nobody was there to take the claim');
    if (state === undefined) throw notRunning();
    return { state };
  }
}

/** Undefined where the report carries none. */
function pieceOf({ pieceN: n, pieceJson: outputJson }: RequestOf<Dispatch, 'renewLease'>): Piece | undefined {
  if (n === 0) return undefined;
  if (n < 0 || n > maxPieces) throw new AppError('invalid_request', `pieces are numbered from 1 to ${maxPieces}`);
  if (Buffer.byteLength(outputJson) > maxPieceBytes) {
    throw new AppError('body_too_large', `a piece of output may have ${maxPieceBytes} bytes`);
  }
  parseJson(outputJson, { maxBytes: maxPieceBytes, maxDepth: defaultSchemaLimits.value.maxDepth });
  return { n, outputJson };
}
