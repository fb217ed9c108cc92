/** Sellers whose workers asked for work lately: the registry hears of each of them now and then, as a sign that they are there. */
import type { WorkerClaim } from '#contracts/registry';
import { idFromUuid } from '#kernel/ids';

/** A seller is told of no more often than this. */
const everyMs = 10_000;
const maxSellers = 10_000;
const maxAtOnce = 500;
const maxSlugs = 100;

interface Seeker {
  /** Undefined: of all its listings. */
  slugs: Set<string> | undefined;
  askedAt: Date;
  toldAtMs: number;
  isNews: boolean;
}

export class Seekers {
  private readonly bySeller = new Map<string, Seeker>();

  note(sellerUuid: string, slugs: readonly string[], now: Date): void {
    const known = this.bySeller.get(sellerUuid);
    // Without the one that has not asked for longest, whose next claim brings it back.
    if (known === undefined && this.bySeller.size >= maxSellers) {
      const oldest = this.bySeller.keys().next();
      if (!oldest.done) this.bySeller.delete(oldest.value);
    }
    const before = known?.isNews ? known.slugs : new Set<string>();
    const together = before && slugs.length > 0 ? new Set([...before, ...slugs]) : undefined;
    this.bySeller.delete(sellerUuid);
    this.bySeller.set(sellerUuid, {
      slugs: together !== undefined && together.size > maxSlugs ? new Set(slugs) : together,
      askedAt: now,
      toldAtMs: known?.toldAtMs ?? 0,
      isNews: true,
    });
  }

  /** Those that have asked since they were told of, and may be told of again. */
  take(now: Date): WorkerClaim[] {
    const taken: WorkerClaim[] = [];
    for (const [sellerUuid, seeker] of this.bySeller) {
      if (taken.length >= maxAtOnce) break;
      if (!seeker.isNews || now.getTime() - seeker.toldAtMs < everyMs) continue;
      Object.assign(seeker, { isNews: false, toldAtMs: now.getTime() });
      taken.push({
        accountId: idFromUuid('account', sellerUuid),
        slugs: [...(seeker.slugs ?? [])],
        atMs: String(seeker.askedAt.getTime()),
      });
    }
    return taken;
  }
}
