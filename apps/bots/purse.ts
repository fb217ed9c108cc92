/** Watches a seller's account after a sale until the money is there; Lightning takes a moment to settle. */
import type { MarketClient } from '#sdk/client';
import { MarketError } from '#sdk/errors';
import { emit } from './bot.js';

const lookMs = 250;
const looks = 40;

export class Purse {
  readonly #market: () => MarketClient;
  #balanceMsat = 0n;
  #looksLeft = 0;

  constructor(market: () => MarketClient) {
    this.#market = market;
  }

  async open(): Promise<void> {
    this.#balanceMsat = BigInt((await this.#market().me()).balanceMsat);
  }

  /** More should come soon. */
  expect(): void {
    const watching = this.#looksLeft > 0;
    this.#looksLeft = looks;
    if (!watching) void this.#watch();
  }

  async #watch(): Promise<void> {
    while (this.#looksLeft > 0) {
      await new Promise((resolve) => setTimeout(resolve, lookMs));
      this.#looksLeft -= 1;
      const balanceMsat = await this.#look();
      if (balanceMsat <= this.#balanceMsat) continue;
      emit({
        event: 'earned',
        earnedMsat: String(balanceMsat - this.#balanceMsat),
        balanceMsat: String(balanceMsat),
      });
      this.#balanceMsat = balanceMsat;
      this.#looksLeft = Math.min(this.#looksLeft, 4);
    }
  }

  /** A marketplace that does not answer now will do so at the next look. */
  async #look(): Promise<bigint> {
    try {
      return BigInt((await this.#market().me()).balanceMsat);
    } catch (error) {
      if (error instanceof MarketError || error instanceof TypeError) return this.#balanceMsat;
      throw error;
    }
  }
}
