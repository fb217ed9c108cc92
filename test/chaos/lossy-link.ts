/**
 * The way from one service to another, as a proxy of its TCP connections that can lose replies: what is asked arrives and is
 * done, and while the answer is on its way the connection breaks.
 */
import { connect, createServer, type Server, type Socket } from 'node:net';

interface Link {
  readonly asking: Socket;
  readonly answering: Socket;
  /** What has to be sent until it is a question: a new connection begins with a handshake. */
  greeting: number;
  /** Something was asked since the loss began. */
  asked: boolean;
}

/** More than a client sends to be let in: hello, its certificate and its finish, and the preface of HTTP/2. */
const handshakeBytes = 2_000;

export class LossyLink {
  private readonly links = new Set<Link>();
  private losing = false;
  /** Connections that were broken between a question and its answer. */
  lost = 0;

  private constructor(
    private readonly server: Server,
    private readonly toPort: number,
  ) {
    server.on('connection', (asking) => this.carry(asking));
  }

  static async open(port: number, toPort: number): Promise<LossyLink> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return new LossyLink(server, toPort);
  }

  /** From now on the answer to every question is lost, and with it the connection, and all others that are on it. */
  lose(): void {
    this.losing = true;
    for (const link of this.links) {
      link.asked = false;
      if (link.asking.bytesRead > handshakeBytes / 2) link.greeting = 0;
    }
  }

  mend(): void {
    this.losing = false;
  }

  async close(): Promise<void> {
    for (const { asking, answering } of this.links) {
      asking.destroy();
      answering.destroy();
    }
    await new Promise((resolve) => this.server.close(resolve));
  }

  private carry(asking: Socket): void {
    const answering = connect(this.toPort, '127.0.0.1');
    const link = { asking, answering, asked: false, greeting: handshakeBytes };
    this.links.add(link);
    const end = () => {
      asking.destroy();
      answering.destroy();
      this.links.delete(link);
    };
    asking.on('data', (chunk) => {
      link.asked ||= asking.bytesRead > link.greeting;
      answering.write(chunk);
    });
    answering.on('data', (chunk) => {
      if (!this.losing || !link.asked) {
        asking.write(chunk);
        return;
      }
      this.lost += 1;
      end();
    });
    for (const socket of [asking, answering]) {
      socket.setNoDelay(true);
      socket.on('error', end);
      socket.on('close', end);
    }
  }
}
