/**
 * A seller's account and its listing. A file remembers the account's credential and the listing's secret, since the
 * marketplace shows each of them once.
 */
import { createHash, randomBytes } from 'node:crypto';
import { type Delivery, type Listing, MarketClient } from '#sdk/client';
import { MarketError } from '#sdk/errors';
import { readState, writeState } from './state-file.js';

/** A listing without the way its work is delivered, which a seller that is called knows once it listens. */
export type Offer = Omit<Listing, 'delivery'>;

interface State {
  readonly accountId?: string;
  readonly credential?: string;
  readonly slug?: string;
  readonly webhookSecret?: string;
  /** Digest of the listing as it was published last, its address included. */
  readonly published?: string;
}

export class SellerAccount {
  readonly #marketUrl: string;
  readonly #file: string;
  #state: State;

  constructor(marketUrl: string, file: string) {
    this.#marketUrl = marketUrl;
    this.#file = file;
    this.#state = readState<State>(file) ?? {};
  }

  get accountId(): string {
    return this.#state.accountId ?? '';
  }

  get credential(): string {
    return this.#state.credential ?? '';
  }

  /** With what the marketplace signs; undefined until the listing is there. */
  get webhookSecret(): string | undefined {
    return this.#state.webhookSecret;
  }

  market(): MarketClient {
    return new MarketClient({ baseUrl: this.#marketUrl, credential: this.#state.credential });
  }

  /** Opens an account, unless the file has one that the marketplace still knows: it may have been emptied since. */
  async open(name: string): Promise<void> {
    if (await this.#isKnown()) return;
    this.#state = {};
    this.#save(await this.market().createAccount(name));
  }

  /** Brings the listing to where it should be: there, on sale, and saying what the offer says now. */
  async list(offer: Offer, delivery: Delivery): Promise<{ slug: string; version: number }> {
    const { slug } = this.#state;
    const published = createHash('sha256')
      .update(JSON.stringify([offer, delivery]))
      .digest('hex');
    if (!slug) {
      const { service, webhookSecret } = await this.#createListing({ ...offer, delivery });
      this.#save({ slug: service.slug, webhookSecret });
      await this.market().publish(service.slug);
      this.#save({ published });
      return service;
    }
    // Anything new is a new version; one with a new address is probed before buyers are sent there.
    const isNew = this.#state.published !== published;
    const { service } = isNew
      ? await this.market().updateListing({ ...offer, slug, delivery })
      : await this.market().service(slug);
    if (service.state === 'draft') await this.market().publish(slug);
    if (service.state === 'paused') await this.market().resume(slug);
    this.#save({ published });
    return service;
  }

  /** Takes the listing off the market while nobody works. */
  async pause(): Promise<void> {
    if (this.#state.slug) await this.market().pause(this.#state.slug);
  }

  async #isKnown(): Promise<boolean> {
    if (!this.#state.credential) return false;
    try {
      await this.market().me();
      return true;
    } catch (error) {
      if (error instanceof MarketError && [401, 403, 404].includes(error.status)) return false;
      throw error;
    }
  }

  /** Someone else may have the slug, or we did and lost its secret: then another one serves as well. */
  async #createListing(listing: Listing): ReturnType<MarketClient['createListing']> {
    try {
      return await this.market().createListing(listing);
    } catch (error) {
      if (!(error instanceof MarketError) || error.code !== 'slug_taken') throw error;
      return this.market().createListing({ ...listing, slug: `${listing.slug}-${randomBytes(3).toString('hex')}` });
    }
  }

  #save(change: State): void {
    this.#state = { ...this.#state, ...change };
    writeState(this.#file, this.#state);
  }
}
