/** The network of real nodes that `npm run test:lnd` has brought up, as a target of the conformance suites. */
import { execFile, spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '#kernel/project-root';
import type { Target, TargetNode, TargetNodeName } from '../lnd-sim/harness/target.js';

interface Network {
  readonly nodes: Readonly<Record<TargetNodeName, { grpc: string; tlsCertFile: string; macaroonFile: string }>>;
}

const run = promisify(execFile);

export class RealTarget implements Target {
  readonly dropsWhileStopping = true;
  private readonly folder: string;
  private readonly network: Network;

  constructor() {
    const folder = process.env.BOTBAZAAR_LND_NETWORK;
    if (folder === undefined) throw new Error('no network of real nodes; run npm run test:lnd');
    this.folder = folder;
    this.network = JSON.parse(readFileSync(join(folder, 'network.json'), 'utf8'));
  }

  get nodes(): Record<TargetNodeName, TargetNode> {
    const node = (name: TargetNodeName): TargetNode => {
      const { grpc, tlsCertFile, macaroonFile } = this.network.nodes[name];
      return { grpcAddress: grpc, tlsCertFile, macaroon: this.inHex(macaroonFile) };
    };
    return { market: node('market'), buyer: node('buyer'), seller: node('seller') };
  }

  /** Of those who trade on it. */
  get wallets() {
    const { buyer, seller } = this.network.nodes;
    return { buyer, seller };
  }

  get networkFile(): string {
    return join(this.folder, 'network.json');
  }

  /** The market's node as our own clients reach it, with the admin's macaroon. */
  get market() {
    const { grpc, tlsCertFile, macaroonFile } = this.network.nodes.market;
    return { address: grpc, tlsCertFile, adminMacaroonFile: macaroonFile };
  }

  get buyerMacaroonFile(): string {
    return this.network.nodes.buyer.macaroonFile;
  }

  /** The settings with which a marketplace runs on it, with macaroons that `npm run lnd:bake` makes there. */
  bake(out: string): Record<string, string> {
    const { address, tlsCertFile, adminMacaroonFile } = this.market;
    const node = ['--address', address, '--tls-cert', tlsCertFile, '--admin-macaroon', adminMacaroonFile];
    const script = join(projectRoot, 'dist', 'apps', 'botbazaar', 'bake.js');
    const baked = spawnSync(process.execPath, [script, ...node, '--out', out], { encoding: 'utf8' });
    if (baked.status !== 0 || baked.stderr !== '')
      throw new Error(`lnd:bake ended with ${baked.status}: ${baked.stderr}`);
    const lines = baked.stdout.trim().split('\n');
    return Object.fromEntries(lines.map((line) => line.split('=') as [string, string]));
  }

  inHex(file: string): string {
    return readFileSync(file).toString('hex');
  }

  async mine(count: number): Promise<void> {
    await this.command('mine', String(count));
  }

  async restart(name: TargetNodeName, how: 'term' | 'kill'): Promise<void> {
    if (how === 'term') return await this.command('restart', name);
    await this.command('kill', name);
    await this.command('start', name);
  }

  /** The market's node comes back with another certificate. */
  async renewCertificate(): Promise<void> {
    const { tlsCertFile } = this.network.nodes.market;
    await this.command('stop', 'market');
    for (const file of [tlsCertFile, join(dirname(tlsCertFile), 'tls.key')]) rmSync(file);
    await this.command('start', 'market');
  }

  /** One command of tools/lnd/network.mjs on this network. */
  async command(name: string, argument: string): Promise<void> {
    const script = join(projectRoot, 'tools', 'lnd', 'network.mjs');
    await run(process.execPath, [script, name, argument, '--folder', this.folder]);
  }

  async stop(): Promise<void> {
    // The network is the script's to end.
  }
}
