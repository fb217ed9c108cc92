/** A seller that claims its work, as the gateway would ask for it. */
import type { ClaimedTaskMessage, Dispatch } from '#contracts/dispatch';
import type { VersionReply } from '#contracts/registry';

/** The worker's side of one account over one dispatch. */
export function worker(service: Dispatch, listing: VersionReply) {
  const accountId = listing.service?.sellerAccountId ?? '';
  type Claim = Pick<ClaimedTaskMessage, 'taskId' | 'attempt'>;
  const of = ({ taskId, attempt }: Claim) => ({ accountId, taskId, attempt });
  const finish = async (claim: Claim, body: unknown) =>
    (await service.finishAttempt({ ...of(claim), body: Buffer.from(JSON.stringify(body)) })).state;
  const renew = (
    claim: Claim,
    change: { leaseMs?: number; progress?: number; note?: string; piece?: { n: number; outputJson: string } } = {},
  ) =>
    service.renewLease({
      ...of(claim),
      leaseMs: change.leaseMs ?? 0,
      hasProgress: change.progress !== undefined,
      progress: change.progress ?? 0,
      note: change.note ?? '',
      pieceN: change.piece?.n ?? 0,
      pieceJson: change.piece?.outputJson ?? '',
    });
  return {
    /** Null when there was nothing to do. */
    claim: async (waitMs = 0, leaseMs = 5_000, slugs: string[] = []) =>
      (await service.claimTask({ accountId, slugs, waitMs, leaseMs })).task,
    /** As `claim`, where there must be one. */
    async claimed(waitMs = 5_000, leaseMs = 5_000): Promise<ClaimedTaskMessage> {
      const { task } = await service.claimTask({ accountId, slugs: [], waitMs, leaseMs });
      if (task === null) throw new Error('there was nothing to claim');
      return task;
    },
    renew,
    ask: (claim: Claim, n: number, message: string, more: { schema?: unknown; answerWithinMs?: number } = {}) =>
      finish(claim, { ask: { n, message, ...more } }),
    /** The buyer's answer; undefined when there was none in that time. */
    async answer(claim: Claim, n: number, waitMs = 5_000): Promise<unknown> {
      const { answered, answerJson } = await service.awaitAnswer({ ...of(claim), n, waitMs });
      return answered ? (JSON.parse(answerJson) as unknown) : undefined;
    },
    complete: (claim: Claim, output: unknown) => finish(claim, { output }),
    fail: (claim: Claim, message: string, retry: boolean) => finish(claim, { error: { message, retry } }),
    release: async (claim: Claim) => (await service.releaseAttempt(of(claim))).state,
  };
}
