/** A way to a node on which things go wrong: what is sent disappears while connections stay open, comes late, or the connection breaks. */
import { connect, createServer, type Server, type Socket } from 'node:net';

export class TroubledWay {
  private readonly sockets = new Set<Socket>();
  private swallowing = false;
  private lateMs = 0;

  private constructor(private readonly server: Server) {}

  /** To `host:port`, once that is known. */
  static async open(to: () => string): Promise<TroubledWay> {
    const server = createServer();
    const way = new TroubledWay(server);
    server.on('connection', (asking) => way.carry(asking, to()));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return way;
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

  /** Whatever is sent from now on arrives so much later, in its order. */
  delay(ms: number): void {
    this.lateMs = ms;
  }

  /** Breaks the connections that there are. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  /** New connections work; on the old ones too much is missing. */
  mend(): void {
    this.swallowing = false;
    for (const socket of this.sockets) socket.pause();
  }

  async close(): Promise<void> {
    this.cut();
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
      let lastAt = 0;
      from.on('data', (chunk) => {
        if (this.swallowing) return;
        const now = performance.now();
        // What was sent later never comes earlier.
        lastAt = Math.max(lastAt, now + this.lateMs);
        if (lastAt <= now) into.write(chunk);
        else setTimeout(() => into.write(chunk), lastAt - now);
      });
      from.on('error', () => into.destroy());
      from.on('close', () => {
        this.sockets.delete(from);
        into.destroy();
      });
    }
  }
}
