/** What the processes of the services have in common: who they are, whom they call, what they answer about themselves. */
import { openIdentity } from '#config/identity-files';
import { type ServiceName, type Services, serviceNames } from '#contracts/callers';
import { connect, type Health, openHealth } from '#contracts/grpc-client';
import { serve } from '#contracts/grpc-server';
import { type HealthCheck, readiness } from '#observability/health';
import { createLogger, type Logger, type LogLevel } from '#observability/logger';
import type { Undo } from './run-process.js';

export interface ProcessSettings {
  readonly BOTBAZAAR_KEYS_DIR: string;
  readonly BOTBAZAAR_RPC_HOST: string;
  readonly BOTBAZAAR_RPC_PORT: number;
  readonly BOTBAZAAR_LOG_LEVEL: LogLevel;
}

export interface ServiceProcess {
  readonly logger: Logger;
  /** The service at `host:port` and what it says is missing there; the connection is closed at the end. */
  client<Name extends keyof Services>(name: Name, address: string): { service: Services[Name]; health: HealthCheck };
  /** Of a process that is not called for anything else. */
  healthOf(name: ServiceName, address: string): HealthCheck;
  /** Serves until the end; with no service it is only asked for its health. */
  serve(services: Partial<Services>, health: readonly HealthCheck[]): Promise<void>;
}

const callDeadlineMs = 15_000;
const checkWithinMs = 1_000;
/** Calls that still run then are answered `unavailable`; their callers ask again. */
const stopGraceMs = 3_000;

export function openServiceProcess(name: ServiceName, settings: ProcessSettings, undo: Undo): ServiceProcess {
  const identity = openIdentity(settings.BOTBAZAAR_KEYS_DIR, name, serviceNames);
  const logger = createLogger({ level: settings.BOTBAZAAR_LOG_LEVEL, name, destination: 'stdout' });
  const onDefect = (rpc: string, error: Error) => logger.error({ err: error, rpc }, 'a call failed');
  return {
    logger,
    client(of, address) {
      const connected = connect(of, {
        identity,
        address,
        deadlineMs: callDeadlineMs,
        onDefect: (method, error) => onDefect(`${of}.${method}`, error),
      });
      undo(() => connected.close());
      return { service: connected.service, health: healthCheck(of, connected) };
    },
    healthOf(of, address) {
      const health = openHealth(of, { identity, address });
      undo(() => health.close());
      return healthCheck(of, health);
    },
    async serve(services, health) {
      const missing = async () => {
        const { missing: found } = await readiness(health, checkWithinMs);
        return found.map((each) => `${each.name}: ${each.reason}`);
      };
      const { BOTBAZAAR_RPC_HOST: host, BOTBAZAAR_RPC_PORT: wanted } = settings;
      const server = await serve({ identity, host, port: wanted, services, missing, onDefect });
      undo(() => server.stop(stopGraceMs));
      logger.info({ host, port: server.port, pid: process.pid }, 'the service is served');
    },
  };
}

function healthCheck(name: ServiceName, health: Health): HealthCheck {
  return { name, check: async () => (await health.missing()).join('; ') || undefined };
}
