/** The simulator as a target, and the hand on its control port. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NodeName } from '#apps/lnd-sim/core/rows';
import { type LndSim, type LndSimOptions, start } from '#apps/lnd-sim/start';
import { systemClock } from '#kernel/clock';
import { Lnd } from './lnd.js';
import type { Target, TargetNode, TargetNodeName } from './target.js';

const names = ['market', 'buyer', 'seller'] as const;

export class SimTarget implements Target {
  readonly dropsWhileStopping = false;
  private constructor(
    readonly directory: string,
    readonly sim: LndSim,
    private readonly isOwnDirectory: boolean,
  ) {}

  static async start(options: Partial<LndSimOptions> = {}): Promise<SimTarget> {
    const directory = options.directory ?? mkdtempSync(join(tmpdir(), 'lnd-sim-'));
    const sim = await start({ directory, nodes: names, blockIntervalMs: 0, clock: systemClock, ...options });
    return new SimTarget(directory, sim, options.directory === undefined);
  }

  get nodes(): Record<TargetNodeName, TargetNode> {
    return Object.fromEntries(
      names.map((name) => {
        const { grpcAddress, tlsCertFile, adminMacaroonFile } = this.sim.nodes[name];
        return [name, { grpcAddress, tlsCertFile, macaroon: readFileSync(adminMacaroonFile).toString('hex') }];
      }),
    ) as Record<TargetNodeName, TargetNode>;
  }

  client(name: TargetNodeName): Lnd {
    return new Lnd(this.nodes[name]);
  }

  /** For its own operator, a node beyond the three of the conformance suite as well. */
  operator(name: NodeName): Lnd {
    const { grpcAddress, tlsCertFile, adminMacaroonFile } = this.sim.nodes[name];
    return new Lnd({ grpcAddress, tlsCertFile, macaroon: readFileSync(adminMacaroonFile).toString('hex') });
  }

  async mine(count: number): Promise<void> {
    await this.control('POST', '/blocks', { count });
  }

  async restart(name: TargetNodeName, how: 'term' | 'kill'): Promise<void> {
    await this.control('POST', `/nodes/${name}/restart`, { how });
  }

  async stop(): Promise<void> {
    await this.sim.stop();
    if (this.isOwnDirectory) rmSync(this.directory, { recursive: true, force: true });
  }

  // biome-ignore lint/suspicious/noExplicitAny: each route answers something else
  async control<Answer = any>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<Answer> {
    const token = readFileSync(this.sim.controlTokenFile, 'utf8').trim();
    const response = await fetch(`${this.sim.controlUrl}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}` },
      ...(body && { body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as Answer;
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`);
    return answer;
  }

  async arm(fault: object): Promise<void> {
    await this.control('POST', '/faults', fault);
  }
}
