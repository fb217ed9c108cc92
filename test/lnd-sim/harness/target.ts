/**
 * What the conformance suite runs against: three nodes in the shape buyer = = market - seller (two channels, one channel),
 * with money on all sides. The simulator is one target; a real lnd is another.
 */
export interface TargetNode {
  /** `host:port`. */
  readonly grpcAddress: string;
  readonly tlsCertFile: string;
  /** A macaroon that allows everything, in hex. */
  readonly macaroon: string;
}

export type TargetNodeName = 'market' | 'buyer' | 'seller';

export interface Target {
  readonly nodes: Readonly<Record<TargetNodeName, TargetNode>>;
  /** Makes so many blocks; resolves when every node that runs has seen the last of them. */
  mine(count: number): Promise<void>;
  /** term: SIGTERM, kill: SIGKILL; the node serves again when it resolves. */
  restart(name: TargetNodeName, how: 'term' | 'kill'): Promise<void>;
  /** A node that stops may lose the connection before it has said how a stream ends; code 14 instead, by chance. */
  readonly dropsWhileStopping: boolean;
  stop(): Promise<void>;
}
