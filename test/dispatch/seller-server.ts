/** A seller's HTTP server on loopback whose behaviour each test chooses. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { HostPort } from '#outbound/endpoint';

export interface Offer {
  readonly taskId: string;
  readonly attempt: number;
  readonly input: unknown;
  readonly callbackUrl: string;
  readonly deadlineAt: string;
  readonly service: string;
  readonly version: number;
  readonly type: string;
}

export interface Received {
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
  readonly offer: Offer;
}

export type Behaviour = (offer: Offer, response: ServerResponse, received: Received) => void | Promise<void>;

export interface SellerServer {
  readonly url: string;
  readonly endpoint: HostPort;
  /** All that came, oldest first. */
  readonly received: Received[];
  /** The most requests that were open at one time, over all paths. */
  mostOpen: number;
  /** A URL whose requests are answered in that way. */
  serve(behaviour: Behaviour): string;
  close(): Promise<void>;
}

export function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

export async function startSeller(): Promise<SellerServer> {
  const behaviours = new Map<string, Behaviour>();
  let open = 0;
  const server = createServer((request, response) => {
    open += 1;
    seller.mostOpen = Math.max(seller.mostOpen, open);
    response.on('close', () => {
      open -= 1;
    });
    void (async () => {
      const body = await buffer(request);
      const received = { headers: request.headers, body, offer: JSON.parse(body.toString()) as Offer };
      seller.received.push(received);
      await behaviours.get(request.url ?? '')?.(received.offer, response, received);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const seller: SellerServer = {
    url: `http://127.0.0.1:${port}`,
    endpoint: { host: '127.0.0.1', port },
    received: [],
    mostOpen: 0,
    serve(behaviour) {
      const path = `/seller/${behaviours.size + 1}`;
      behaviours.set(path, behaviour);
      return `http://127.0.0.1:${port}${path}`;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return seller;
}

/** A request that waits for its answer. */
export interface HeldOffer {
  readonly offer: Offer;
  readonly attemptId: string;
  readonly done: (status: number, body: unknown) => void;
  /** Whether it was hung up on. */
  readonly gone: () => boolean;
}

/** A seller that keeps its requests until the test answers them. */
export function slowSeller(seller: SellerServer): { readonly offers: readonly HeldOffer[]; readonly url: string } {
  const offers: HeldOffer[] = [];
  const url = seller.serve((offer, response, { headers }) => {
    let gone = false;
    response.on('close', () => {
      gone = !response.writableFinished;
    });
    const done = (status: number, body: unknown) => answer(response, status, body);
    offers.push({ offer, attemptId: String(headers['webhook-id']), done, gone: () => gone });
  });
  return { offers, url };
}
