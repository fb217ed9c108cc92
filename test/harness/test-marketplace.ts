/** A whole marketplace as a test holds it, whichever way it runs. */
import type { BillingConfig } from '#apps/billing/config';
import type { Connection } from '#apps/botbazaar/connect-file';
import type { QueueFactory, StepJob } from '#apps/dispatch/queue';
import type { LndSim } from '#apps/lnd-sim/start';
import type { LndWallet } from '#sdk/lnd-wallet';
import type { Books } from './books.js';
import type { Buyer } from './buyers.js';
import type { SuiteDatabase } from './database.js';
import type { Lightning, LightningOptions } from './lightning.js';
import type { MarketAccess } from './market-access.js';
import type { Listing, ListingOrder, Sellers } from './sellers.js';
import type { TestServerAddress } from './test-server.js';

export interface TestMarketplace {
  /** Addresses as they are now: a restart changes the base URL. */
  readonly access: () => MarketAccess;
  readonly connection: () => Connection;
  /** Public key of the market's node. */
  readonly marketNode: string;
  /** Apart, the tests do not hold it. */
  readonly sim: LndSim;
  /** The nodes, to be looked into and broken. Apart, the tests do not hold them. */
  readonly lightning: Lightning;
  /** Keys and what the nodes keep. */
  readonly folder: string;
  readonly database: SuiteDatabase;
  readonly books: Books;
  readonly sellers: Sellers;
  readonly wallet: LndWallet;
  /** What the marketplace did since the start. Apart, only its log can be seen. */
  readonly seen: Seen;
  /** A new account with one published listing at the suite's sellers. */
  list(order?: ListingOrder): Promise<Listing>;
  /** A client of its own address. */
  buyer(): Buyer;
  /** Stops the services and starts them again after that time, or that work, on the same data; everything here stays good. */
  restart(downMs?: number, whileDown?: () => Promise<void>): Promise<void>;
  /** One more instance of the services, on the same data and nodes; whoever starts it stops it. */
  startAnother(): Promise<{ stop(): Promise<void> }>;
  stop(): Promise<void>;
}

export interface Seen {
  /** Calls between services, such as `billing.openCharge`. */
  readonly calls: string[];
  /** Calls to the market's node, such as `/invoicesrpc.Invoices/AddHoldInvoice`. */
  readonly lndCalls: { readonly path: string; readonly kind: 'unary' | 'stream' }[];
  /** Jobs that were added to the queue. */
  readonly jobs: StepJob[];
  /** What the services logged, a line each. */
  readonly log: string[];
}

export interface TestMarketplaceOptions {
  /** Settings of the instance, by the names of the environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Ports of the suite's sellers; one is enough for ten listings. */
  readonly sellerPorts?: number;
  /** Instead of the one that the settings name. */
  readonly queue?: QueueFactory;
  /** Instead of the server of the run. */
  readonly server?: TestServerAddress;
  readonly lightning?: LightningOptions;
  /** What billing is told at its start besides what the settings say. */
  readonly billing?: Partial<BillingConfig>;
}
