/** A billing that does what its request says, reached by either client, and identities made for the suite. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeIdentities, openIdentity } from '#config/identity-files';
import type { Billing } from '#contracts/billing';
import { type ServiceName, type Services, serviceNames } from '#contracts/callers';
import { connect } from '#contracts/grpc-client';
import { type RpcServer, serve } from '#contracts/grpc-server';
import { inProcess } from '#contracts/in-process';
import type { ServiceIdentity } from '#contracts/service-identity';
import { systemClock } from '#kernel/clock';
import type { AppError } from '#kernel/errors';

/** What a suite watches of the calls that it makes. */
export interface Watch {
  readonly calls: string[];
  readonly defects: { readonly rpc: string; readonly error: AppError }[];
}

/** One way of calling; both ways have this shape. */
export interface Way extends Watch {
  client<Name extends keyof Services>(caller: ServiceName, name: Name, deadlineMs?: number): Services[Name];
  stop(): Promise<void>;
}

export type MakeWay = (services: Partial<Services>) => Promise<Way>;

const usualDeadlineMs = 2_000;

export const inOneProcess: MakeWay = async (services) => {
  const watch: Watch = { calls: [], defects: [] };
  return {
    ...watch,
    client: (caller, name, deadlineMs = usualDeadlineMs) =>
      inProcess(services[name] as NonNullable<(typeof services)[typeof name]>, {
        name,
        caller,
        deadlineMs,
        onCall: (method) => watch.calls.push(method),
        onDefect: (method, error) => watch.defects.push({ rpc: `${name}.${method}`, error }),
      }),
    stop: async () => undefined,
  };
};

export const overGrpc: MakeWay = async (services) => {
  const watch: Watch = { calls: [], defects: [] };
  const identities = await makeSuiteIdentities();
  const servers = new Map<string, RpcServer>();
  for (const name of Object.keys(services) as (keyof Services)[]) {
    const server = await serve({
      identity: identities.of(name),
      host: '127.0.0.1',
      port: 0,
      services: { [name]: services[name] },
      missing: async () => [],
      onDefect: (rpc, error) => watch.defects.push({ rpc, error }),
    });
    servers.set(name, server);
  }
  const closes: (() => void)[] = [];
  return {
    ...watch,
    client(caller, name, deadlineMs = usualDeadlineMs) {
      const connected = connect(name, {
        identity: identities.of(caller),
        address: `127.0.0.1:${servers.get(name)?.port}`,
        deadlineMs,
        onCall: (method) => watch.calls.push(method),
        onDefect: (method, error) => watch.defects.push({ rpc: `${name}.${method}`, error }),
      });
      closes.push(connected.close);
      return connected.service;
    },
    async stop() {
      for (const close of closes) close();
      for (const server of servers.values()) await server.stop(1_000);
      identities.remove();
    },
  };
};

export async function makeSuiteIdentities(): Promise<{ of(name: ServiceName): ServiceIdentity; remove(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'botbazaar-identities-'));
  const folderOf = (name: string) => join(folder, name);
  for (const name of serviceNames) mkdirSync(folderOf(name));
  await makeIdentities(serviceNames, folderOf, systemClock);
  return {
    of: (name) => openIdentity(folderOf(name), name, serviceNames),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

/** All methods of billing fail but those that are given. */
export function billingWith(methods: Partial<Billing>): Billing {
  return new Proxy(methods as Billing, {
    get: (target, name) =>
      Reflect.get(target, name) ?? (() => Promise.reject(new Error(`the test gave no ${String(name)}`))),
  });
}
