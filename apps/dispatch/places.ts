/**
 * Listings at which a task of this process found no place. When one becomes free, the task that has waited longest is
 * offered at once instead of when its delayed job comes.
 */
export class Places {
  private readonly crowded = new Set<string>();
  private offerNext: ((listingUuid: string) => void) | undefined;

  constructor(private readonly maxListings = 10_000) {}

  /** `offerNext` is called with a listing that has a place again. */
  onFree(offerNext: (listingUuid: string) => void): void {
    this.offerNext = offerNext;
  }

  full(listingUuid: string): void {
    if (this.crowded.size < this.maxListings) this.crowded.add(listingUuid);
  }

  /** Nobody waits for that listing any more. */
  empty(listingUuid: string): void {
    this.crowded.delete(listingUuid);
  }

  freed(listingUuid: string): void {
    if (this.crowded.has(listingUuid)) this.offerNext?.(listingUuid);
  }
}
