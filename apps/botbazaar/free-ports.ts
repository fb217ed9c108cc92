import { createServer, type Server } from 'node:net';

/** Ports on 127.0.0.1 that nobody uses now, all different: each the wanted one where that is free. 0 wants any. */
export async function freePorts(wanted: readonly number[]): Promise<number[]> {
  const servers = await Promise.all(wanted.map(async (port) => (await listen(port)) ?? (await listen(0))));
  const ports = servers.map((server) => {
    const address = server?.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  });
  await Promise.all(servers.map((server) => new Promise((resolve) => server?.close(resolve))));
  return ports;
}

function listen(port: number): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}
