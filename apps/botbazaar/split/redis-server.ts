/** The Redis that an instance apart uses: the one of REDIS_URL, or a redis-server of its own where that is installed. */
import { spawnSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { freePorts } from '../free-ports.js';
import { isOpen } from '../seller-ports.js';
import { Supervised } from './supervised.js';

export interface RedisServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Its message is a sentence for the one who starts the program. */
class RedisServerError extends Error {
  override readonly name = 'RedisServerError';
}

const readyWithinMs = 10_000;
const lookMs = 20;

export async function openRedis(
  named: string | undefined,
  folder: string,
  environment: Readonly<Record<string, string>>,
  onLine: (name: string, line: string) => void,
): Promise<RedisServer> {
  if (named !== undefined) return { url: named, stop: async () => undefined };
  if (spawnSync('redis-server', ['--version'], { stdio: 'ignore', env: environment }).status !== 0) {
    throw new RedisServerError(
      'redis-server is not installed. Install it (Debian: apt-get install redis-server), or name a server in REDIS_URL.',
    );
  }
  const [port = 0] = await freePorts([0]);
  const server = new Supervised({
    name: 'redis',
    program: 'redis-server',
    args: ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--loglevel', 'warning'],
    environment,
    workingDirectory: folder,
    restarts: true,
    onLine,
  });
  for (let waited = 0; !(await isOpen(port)); waited += lookMs) {
    if (waited >= readyWithinMs) {
      await server.stop();
      throw new RedisServerError(`redis-server does not listen on port ${port}; its lines above may say why.`);
    }
    await pause(lookMs);
  }
  return { url: `redis://127.0.0.1:${port}`, stop: () => server.stop() };
}
