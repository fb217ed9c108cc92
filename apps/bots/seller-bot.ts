/**
 * The life of a seller: get an account, list a service, publish it, do the work that comes. A file remembers the account's
 * credential and the listing's secret, since the marketplace shows each of them once.
 *
 * Environment: MARKET_URL, STATE_FILE, PORT (0 or unset: any free one).
 */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { type Listing, MarketClient } from '#sdk/client';
import { MarketError } from '#sdk/errors';
import { type SellerEvent, type SellerServer, serveWork, type Task } from '#sdk/seller';
import { emit, endWithParent, required } from './bot.js';

interface State {
  accountId?: string;
  credential?: string;
  slug?: string;
  webhookSecret?: string;
  /** The address that the published version of the listing has. */
  publishedUrl?: string;
}

/** A listing without its address, which is known once the server listens. */
export type Offer = Omit<Listing, 'delivery'>;

/** Lists `offer` and works until the process ends. */
export async function sell(offer: Offer, work: (task: Task) => unknown): Promise<void> {
  const startedMs = performance.timeOrigin;
  const stateFile = required('STATE_FILE');
  const marketUrl = required('MARKET_URL');
  let state = readState(stateFile);
  const market = () => new MarketClient({ baseUrl: marketUrl, credential: state.credential });
  const save = (change: State) => {
    state = { ...state, ...change };
    writeState(stateFile, state);
  };

  // Listen first: the listing needs the address, and publishing it makes the marketplace call here.
  const purse = new Purse(market);
  const server = await serveWork({
    port: Number(process.env.PORT ?? 0),
    secret: () => state.webhookSecret,
    work,
    onEvent: (event) => tell(event, purse),
  });
  endWithParent(() => server.close());

  if (!(await isKnown(market(), state))) {
    state = {};
    save(await market().createAccount(offer.title));
  }
  await purse.open();
  const version = await list(market(), offer, server, state, save);
  emit({
    event: 'ready',
    role: 'seller',
    accountId: state.accountId ?? '',
    service: state.slug ?? '',
    version,
    priceMsat: offer.priceMsat,
    url: server.url,
    startMs: Math.round(Date.now() - startedMs),
    rssMb: Math.round(process.memoryUsage().rss / 1e6),
  });
}

/** Does the marketplace still know this account? It may have been emptied since. */
async function isKnown(market: MarketClient, state: State): Promise<boolean> {
  if (!state.credential) return false;
  try {
    await market.me();
    return true;
  } catch (error) {
    if (error instanceof MarketError && [401, 403, 404].includes(error.status)) return false;
    throw error;
  }
}

/** Brings the listing to where it should be: there, published, and with this process's address. Answers with its version. */
async function list(
  market: MarketClient,
  offer: Offer,
  server: SellerServer,
  state: State,
  save: (change: State) => void,
): Promise<number> {
  const delivery = { mode: 'push', url: server.url } as const;
  if (!state.slug) {
    const { service, webhookSecret } = await createListing(market, { ...offer, delivery });
    save({ slug: service.slug, webhookSecret });
    await market.publish(service.slug);
    save({ publishedUrl: server.url });
    return service.version;
  }
  if (state.publishedUrl === server.url) return (await market.service(state.slug)).service.version;
  // A new port is a new version of the listing; the marketplace probes it before buyers are sent here.
  const { service } = await market.updateListing({ ...offer, slug: state.slug, delivery });
  if (service.state === 'draft') await market.publish(service.slug);
  save({ publishedUrl: server.url });
  return service.version;
}

/** Someone else may have the slug, or we did and lost its secret: then another one serves as well. */
async function createListing(market: MarketClient, listing: Listing): ReturnType<MarketClient['createListing']> {
  try {
    return await market.createListing(listing);
  } catch (error) {
    if (!(error instanceof MarketError) || error.code !== 'slug_taken') throw error;
    return market.createListing({ ...listing, slug: `${listing.slug}-${randomBytes(3).toString('hex')}` });
  }
}

function tell(event: SellerEvent, purse: Purse): void {
  if (event.name === 'probed' || event.name === 'called-back') return;
  const { taskId, attempt } = event;
  if (event.name === 'started') {
    emit({ event: 'work', taskId, attempt });
  } else if (event.name === 'done') {
    emit({ event: 'sold', taskId, attempt, workMs: event.ms });
    purse.expect();
  } else {
    const refused = event.name === 'refused';
    emit({ event: 'work-failed', taskId, attempt, workMs: event.ms, refused, message: event.error.message });
  }
}

const purseLookMs = 250;
const purseLooks = 40;

/** Watches the account after a sale until the money is there; Lightning takes a moment to settle. */
class Purse {
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
    this.#looksLeft = purseLooks;
    if (!watching) void this.#watch();
  }

  async #watch(): Promise<void> {
    while (this.#looksLeft > 0) {
      await new Promise((resolve) => setTimeout(resolve, purseLookMs));
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

function readState(file: string): State {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as State) : {};
}

/** Written beside and renamed, so that a crash leaves the old file or the new one; readable by its owner only. */
function writeState(file: string, state: State): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(state, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
