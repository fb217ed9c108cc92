import { AppError } from '#kernel/errors';

/** Who follows right now. A connection costs memory for as long as it stands, so everyone gets only so many. */
export class Followers {
  private readonly byClient = new Map<string, number>();
  private count = 0;

  constructor(private readonly most: { readonly perClient: number; readonly inAll: number }) {}

  /** Errors: `too_many_requests`. The caller calls what it gets back when the following ends. */
  enter(client: string): () => void {
    const own = this.byClient.get(client) ?? 0;
    if (own >= this.most.perClient || this.count >= this.most.inAll) {
      throw new AppError('too_many_requests', 'too many tasks are being followed; ask for them by GET instead', {
        retryAfterSeconds: 10,
      });
    }
    this.byClient.set(client, own + 1);
    this.count += 1;
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.count -= 1;
      const others = (this.byClient.get(client) ?? 1) - 1;
      if (others === 0) this.byClient.delete(client);
      else this.byClient.set(client, others);
    };
  }
}
