/** The bots of the demonstration as a stranger would start them: each has the marketplace's address and what is its own. */
import { join } from 'node:path';
import type { BotEvent, Bought, NotBought, SellerReady } from '../bots/events.js';
import type { BotName, BotProcess, Bots } from './bot-process.js';
import { type Connection, type NodeAccess, nodeOf } from './connect-file.js';
import type { SellerPorts } from './seller-ports.js';
import type { Stage } from './stage.js';

export interface TroupeOptions {
  readonly connection: Connection;
  readonly dataDirectory: string;
  /** Ports on 127.0.0.1 that the instance allows sellers to listen on. */
  readonly sellerPorts: SellerPorts;
  readonly bots: Bots;
}

type SellerName = Exclude<BotName, 'buyer'>;

export class Troupe {
  constructor(
    private readonly options: TroupeOptions,
    private readonly stage: Stage,
  ) {}

  /** A seller that is listed and works. Its file remembers its account, so that it is the same seller the next time. */
  async openShop(bot: SellerName): Promise<BotProcess> {
    const stateFile = join(this.options.dataDirectory, 'bots', `${bot}.json`);
    const seller = this.start(bot, { STATE_FILE: stateFile, ...this.belongingsOf(bot) });
    await seller.when((event): event is SellerReady => event.event === 'ready');
    return seller;
  }

  /** A buyer without an account, only with its own wallet; ends with what it got. */
  async buy(...args: readonly string[]): Promise<Bought | NotBought> {
    const buyer = this.start('buyer', walletOn(nodeOf(this.options.connection, 'buyer')), args);
    const end = await buyer.when(
      (event): event is Bought | NotBought => event.event === 'bought' || event.event === 'not-bought',
    );
    await buyer.stop();
    return end;
  }

  private belongingsOf(bot: SellerName): Readonly<Record<string, string>> {
    const { connection, dataDirectory, sellerPorts } = this.options;
    switch (bot) {
      case 'text-analysis-seller':
        return { PORT: String(sellerPorts.textAnalysis) };
      case 'failing-seller':
        return { PORT: String(sellerPorts.failing) };
      case 'image-text-seller':
        return {};
      case 'researcher':
        return {
          NOTEBOOK_FILE: join(dataDirectory, 'bots', 'purchases.json'),
          ...walletOn(nodeOf(connection, 'seller')),
        };
    }
  }

  private start(bot: BotName, env: Readonly<Record<string, string>>, args: readonly string[] = []): BotProcess {
    const { bots, connection, dataDirectory } = this.options;
    return bots.start({
      bot,
      args,
      env: { MARKET_URL: connection.baseUrl, ...env },
      logFile: join(dataDirectory, 'logs', `${bot}.log`),
      onEvent: (event: BotEvent) => this.stage.show(bot, event),
    });
  }
}

function walletOn({ grpc, tlsCertFile, macaroonFile }: NodeAccess): Readonly<Record<string, string>> {
  return { LND_GRPC: grpc, LND_TLS_CERT_FILE: tlsCertFile, LND_MACAROON_FILE: macaroonFile };
}
