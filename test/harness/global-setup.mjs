/**
 * Runs once in jest's main process. Suites that need a database ask for it here, over a socket that only this user can
 * open; the first of them makes the server start, so that a run without such suites does not wait for it. The server
 * belongs to this process and ends with it.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export default async function globalSetup() {
  const directory = await mkdtemp(join(tmpdir(), 'botbazaar-test-'));
  // Run as root, the server's user must be able to pass through to its files.
  await chmod(directory, 0o711);
  let starting;
  const start = async () => {
    await import('./typescript.mjs');
    const { startTestServer } = await import('./test-server.ts');
    return await startTestServer(join(directory, 'data'));
  };
  const broker = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    starting ??= start();
    starting.then(
      ({ address }) => socket.end(JSON.stringify({ address })),
      (thrown) => socket.end(JSON.stringify({ error: String(thrown?.stack ?? thrown) })),
    );
  });
  const path = join(directory, 'broker.sock');
  await new Promise((resolve, reject) => broker.once('error', reject).listen(path, resolve));
  await chmod(path, 0o600);
  process.env.TEST_DATABASE_BROKER = path;

  globalThis.stopTestServer = async () => {
    broker.close();
    const server = await starting?.catch(() => undefined);
    await server?.stop();
    await rm(directory, { recursive: true, force: true });
  };
}
