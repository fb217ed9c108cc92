/** The sellers of a run, whose process can be killed, and their listings. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { projectRoot } from '#kernel/project-root';
import { type Answer, call, send } from '#test/harness/http';
import type { MarketAccess } from '#test/harness/market-access';
import type { Brief, Shop } from './seller-process.js';

export interface Stall {
  readonly slug: string;
  readonly accountId: string;
  readonly priceMsat: bigint;
  /** What buyers may ask for; undefined lets the marketplace choose. */
  readonly fundings: readonly ('hold' | 'invoice' | undefined)[];
  balanceMsat(): Promise<bigint>;
  payOut(body: object, key: string): Promise<Answer>;
  payout(payoutId: string): Promise<Answer>;
  /** A new version, which nobody has read yet. */
  renew(): Promise<void>;
  /** Once a second at most; what comes of it is seen by the next buyer. */
  resume(): Promise<void>;
}

interface Offer {
  readonly slug: string;
  readonly mode: 'push' | 'pull';
  readonly priceMsat: bigint;
  readonly deadlineMs: number;
  readonly fundings: Stall['fundings'];
}

/** Odd prices show fees that are rounded; slow work is paid at once. */
export const offers: readonly Offer[] = [
  { slug: 'quick', mode: 'push', priceMsat: 999n, deadlineMs: 6_000, fundings: ['hold', 'invoice', undefined] },
  { slug: 'cheap', mode: 'push', priceMsat: 1n, deadlineMs: 5_000, fundings: ['hold', undefined] },
  { slug: 'slow', mode: 'push', priceMsat: 1_000_000n, deadlineMs: 21_000, fundings: [undefined, 'invoice'] },
  { slug: 'dear', mode: 'push', priceMsat: 34_567n, deadlineMs: 12_000, fundings: ['hold', 'invoice'] },
  { slug: 'pulled', mode: 'pull', priceMsat: 2_000n, deadlineMs: 8_000, fundings: ['hold', 'invoice', undefined] },
  { slug: 'pulled-slow', mode: 'pull', priceMsat: 70_001n, deadlineMs: 21_000, fundings: [undefined] },
];
const hooks = fileURLToPath(new URL('../harness/typescript.mjs', import.meta.url));
const program = fileURLToPath(new URL('./seller-process.ts', import.meta.url));

export class Crew {
  readonly stalls: Stall[] = [];
  private readonly shops: Shop[] = [];
  private child: ChildProcess | undefined;
  private said: string[] = [];

  private constructor(
    private readonly brief: Brief,
    private readonly access: () => MarketAccess,
  ) {}

  static async open(brief: Brief, access: () => MarketAccess): Promise<Crew> {
    const crew = new Crew(brief, access);
    await crew.start();
    for (const offer of offers) await crew.list(offer);
    return crew;
  }

  async kill(): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'close');
    child.kill('SIGKILL');
    await ended;
  }

  /** Begins where a killed one was: with its listings, and without anything that it was doing. */
  async start(): Promise<void> {
    this.said = [];
    const child = spawn(process.execPath, ['--import', hooks, program], {
      cwd: projectRoot,
      env: { PATH: process.env.PATH ?? '' },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.child = child;
    child.stdin.on('error', () => undefined);
    const lines = createInterface({ input: child.stdout });
    lines.on('line', (line) => this.said.push(line));
    child.stdin.write(`${JSON.stringify(this.brief)}\n`);
    await this.hears('ready');
    for (const shop of this.shops) await this.serve(shop);
  }

  private async serve(shop: Shop): Promise<void> {
    this.child?.stdin?.write(`${JSON.stringify(shop)}\n`);
    await this.hears(`serves ${shop.slug}`);
  }

  private async hears(line: string): Promise<void> {
    while (!this.said.includes(line)) {
      if (this.child?.exitCode !== null) throw new Error(`the sellers ended; they said ${this.said.join('; ')}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  private async list({ slug, mode, priceMsat, deadlineMs, fundings }: Offer): Promise<void> {
    const base = () => this.access().baseUrl;
    const body = { name: `Seller of ${slug}` };
    const account = await call<{ accountId: string; credential: string }>(base(), '/v1/accounts', { body });
    const headers = { authorization: `Bearer ${account.credential}` };
    const port = this.brief.ports[this.shops.length % this.brief.ports.length];
    const url = `http://127.0.0.1:${port}/${slug}`;
    const draft = {
      title: 'Echo',
      description: 'Says what it was told.',
      tags: ['chaos'],
      inputSchema: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] },
      outputSchema: { type: 'object', properties: { echo: true }, required: ['echo'] },
      example: { input: { text: 'hello 1' } },
      priceMsat: String(priceMsat),
      deadlineMs,
      maxConcurrency: 12,
      delivery: mode === 'push' ? { mode, url } : { mode },
    };
    const made = await call<{ webhookSecret: string }>(base(), '/v1/services', { headers, body: { slug, ...draft } });
    const secret = mode === 'push' ? made.webhookSecret : account.credential;
    const shop: Shop = { slug, secret, mode, baseUrl: base() };
    this.shops.push(shop);
    await this.serve(shop);
    await call(base(), `/v1/services/${slug}/publish`, { method: 'POST', headers });
    let resumedMs = 0;
    this.stalls.push({
      slug,
      accountId: account.accountId,
      priceMsat,
      fundings,
      async balanceMsat() {
        const { balanceMsat } = await call<{ balanceMsat: string }>(base(), '/v1/accounts/me', { headers });
        return BigInt(balanceMsat);
      },
      payOut: (body, key) => send(base(), '/v1/payouts', { headers: { ...headers, 'idempotency-key': key }, body }),
      payout: (payoutId) => send(base(), `/v1/payouts/${payoutId}`, { headers }),
      async resume() {
        if (performance.now() - resumedMs < 1_000) return;
        resumedMs = performance.now();
        // Refused where it is on sale already, or its process is dead; the marketplace itself may be away.
        await send(base(), `/v1/services/${slug}/resume`, { method: 'POST', headers }).catch(() => undefined);
      },
      async renew() {
        await call(base(), `/v1/services/${slug}`, { method: 'PUT', headers, body: draft });
      },
    });
  }
}
