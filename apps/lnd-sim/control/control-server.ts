/**
 * The control port: what a person or a test may do to the simulated network from outside. HTTP and JSON on loopback; every
 * request carries a token that is in a file which only the owner can read. docs/lnd-sim.md lists the routes.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppError, asAppError, errorKind } from '#kernel/errors';
import type { Logger } from '#observability/logger';
import type { Simulator } from '../simulator.js';
import { controlRoutes } from './control-routes.js';

const maxBodyBytes = 64 * 1024;

export class ControlServer {
  private readonly server: Server;
  private readonly token = randomBytes(24).toString('base64url');
  private readonly routes: ReturnType<typeof controlRoutes>;

  constructor(
    simulator: Simulator,
    private readonly logger: Logger | undefined,
  ) {
    this.routes = controlRoutes(simulator);
    this.server = createServer((request, response) => {
      this.handle(request, response).catch((error) => this.refuse(response, error));
    });
  }

  /** Returns the address; the token is in the file before anyone can connect. */
  async listen(port: number, tokenFile: string): Promise<string> {
    await writeFile(tokenFile, `${this.token}\n`, { mode: 0o600 });
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, '127.0.0.1', resolve);
    });
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!this.isAllowed(request.headers.authorization)) {
      throw new AppError('forbidden', 'the token of the control port is in control.token');
    }
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const body = await readBody(request);
    for (const { method, path, run } of this.routes) {
      const match = path.exec(pathname);
      if (match === null || method !== request.method) continue;
      const result = await run(body, ...match.slice(1));
      send(response, 200, result ?? {});
      return;
    }
    throw new AppError('not_found', `the control port has no ${request.method} ${pathname}`);
  }

  private isAllowed(header: string | undefined): boolean {
    const expected = Buffer.from(`Bearer ${this.token}`);
    const given = Buffer.from(header ?? '');
    return given.length === expected.length && timingSafeEqual(given, expected);
  }

  private refuse(response: ServerResponse, thrown: unknown): void {
    const error = asAppError(thrown);
    if (error.code === 'internal') this.logger?.error({ err: thrown }, 'a control request failed');
    send(response, errorKind(error.code).status, { code: error.code, detail: error.detail });
  }
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > maxBodyBytes) throw new AppError('body_too_large', 'a control request is small');
    chunks.push(chunk as Buffer);
  }
  if (size === 0) return {};
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch (error) {
    throw new AppError('invalid_json', 'the body is not JSON', { cause: error });
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body, (_key, value) => (typeof value === 'bigint' ? value.toString() : value));
  response.writeHead(status, { 'content-type': 'application/json' }).end(`${text}\n`);
}
