/** A way to a node on which everything may disappear: connections stay open, and nothing arrives in either direction. */
import { connect, createServer, type Server, type Socket } from 'node:net';

export class BlackHole {
  private readonly sockets = new Set<Socket>();
  private swallowing = false;

  private constructor(private readonly server: Server) {}

  /** To `host:port`, once that is known. */
  static async open(to: () => string): Promise<BlackHole> {
    const server = createServer();
    const hole = new BlackHole(server);
    server.on('connection', (asking) => hole.carry(asking, to()));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return hole;
  }

  /** `localhost:PORT`, which is the name that the node's certificate has. */
  get address(): string {
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('it does not listen');
    return `localhost:${address.port}`;
  }

  /** Whatever is sent on the connections that there are is gone for good. */
  swallow(): void {
    this.swallowing = true;
  }

  /** New connections work; on the old ones too much is missing. */
  mend(): void {
    this.swallowing = false;
    for (const socket of this.sockets) socket.pause();
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private carry(asking: Socket, to: string): void {
    const answering = connect(Number(to.split(':').at(-1)), 'localhost');
    for (const [from, into] of [
      [asking, answering],
      [answering, asking],
    ] as const) {
      this.sockets.add(from);
      from.setNoDelay(true);
      from.on('data', (chunk) => {
        if (!this.swallowing) into.write(chunk);
      });
      from.on('error', () => into.destroy());
      from.on('close', () => {
        this.sockets.delete(from);
        into.destroy();
      });
    }
  }
}
