/**
 * Asks a seller's endpoint to prove that it is the seller's: a signed probe with a random challenge that it repeats.
 *
 * The address is a stranger's, and the stranger may have typed someone else's, so no host is probed more than a few times a
 * minute whoever asks.
 */
import { randomBytes } from 'node:crypto';
import type { Clock } from '#kernel/clock';
import { AppError } from '#kernel/errors';
import { idToBytes, type ListingId, newId } from '#kernel/ids';
import type { Outbound } from '#outbound/call';
import { deriveWebhookSecret, signWebhook } from '#outbound/webhook';

const probesPerMinute = 12;
/** Of them, what the registry may use by itself, so that a seller who has mended its server is not told to wait. */
const ownProbesPerMinute = 6;
const windowMs = 60_000;
const hostsRemembered = 10_000;
const timeoutMs = 5_000;
const maxResponseBytes = 4_096;

export class Prober {
  private readonly recent = new Map<string, number[]>();

  constructor(
    private readonly outbound: Outbound,
    private readonly webhookKey: Buffer,
    private readonly clock: Clock,
  ) {}

  /** Returns when the endpoint answered as a seller must; else throws `endpoint_failed_probe` with what it did instead. */
  async probe(
    listing: { id: ListingId; url: string; secretVersion: number },
    asked: 'by its seller' | 'by itself' = 'by its seller',
  ): Promise<void> {
    this.limit(new URL(listing.url).host, asked === 'by itself' ? ownProbesPerMinute : probesPerMinute);
    const challenge = randomBytes(24).toString('base64url');
    const body = Buffer.from(JSON.stringify({ type: 'probe', listingId: listing.id, challenge }));
    const headers = signWebhook({
      secret: deriveWebhookSecret(this.webhookKey, idToBytes(listing.id), listing.secretVersion),
      id: newId('attempt', this.clock.now()),
      timestamp: this.clock.now(),
      body,
    });
    const answer = await this.outbound
      .post({
        url: listing.url,
        headers: { 'content-type': 'application/json', ...headers },
        body,
        timeoutMs,
        maxResponseBytes,
      })
      .catch((failure: Error) => {
        throw new AppError('endpoint_failed_probe', `the endpoint could not be called: ${failure.message}`);
      });
    if (answer.status !== 200) {
      throw new AppError('endpoint_failed_probe', `the endpoint answered ${answer.status} to the probe instead of 200`);
    }
    if (challengeIn(answer.body) !== challenge) {
      throw new AppError('endpoint_failed_probe', 'the endpoint did not repeat the challenge of the probe');
    }
  }

  private limit(host: string, most: number): void {
    const now = this.clock.now().getTime();
    const calls = (this.recent.get(host) ?? []).filter((at) => at > now - windowMs);
    const first = calls[0];
    if (first !== undefined && calls.length >= most) {
      const retryAfterSeconds = Math.ceil((first + windowMs - now) / 1_000);
      throw new AppError('too_many_requests', 'this host is probed too often', { retryAfterSeconds });
    }
    // Delete first, so that the oldest host is the first key of the map and the one that is forgotten.
    this.recent.delete(host);
    this.recent.set(host, [...calls, now]);
    if (this.recent.size > hostsRemembered) this.recent.delete(this.recent.keys().next().value ?? host);
  }
}

function challengeIn(body: Buffer): unknown {
  try {
    const answer: unknown = JSON.parse(body.toString('utf8'));
    return typeof answer === 'object' && answer !== null && 'challenge' in answer ? answer.challenge : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
