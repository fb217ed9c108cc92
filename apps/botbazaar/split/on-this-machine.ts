/**
 * A service of the compose file as a process of this machine: the same command and environment, in which the names of a
 * container network become addresses on loopback, and volumes and secrets become files of the data directory.
 */
import { join } from 'node:path';
import type { ComposeService } from './compose-file.js';

export interface Machine {
  /** What stands in for `postgres` in the file, with the owner's password. */
  readonly databaseUrl: string;
  /** What stands in for `redis`. */
  readonly redisUrl: string;
  readonly services: ReadonlySet<string>;
  /** Of each replica of the service, what stands in for that port of the file. */
  portsFor(service: string, port: number): readonly number[];
  folderOf(volume: string): string;
  secretFile(name: string): string;
}

export interface LocalCommand {
  readonly program: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** `replica` counts from 0. */
export function onThisMachine(service: ComposeService, machine: Machine, replica = 0): LocalCommand {
  const [program = '', ...args] = (service.command ?? []).map((word) => translated(word, service, machine));
  const environment = Object.entries(service.environment).map(([name, value]) => [
    name,
    isPort(name) ? String(machine.portsFor(service.name, Number(value))[replica]) : translated(value, service, machine),
  ]);
  return {
    program: program === 'node' ? process.execPath : program,
    args,
    environment: Object.fromEntries(environment),
  };
}

/** The ports that the services listen on, as the file numbers them. */
export function portsOf(services: readonly ComposeService[]): { service: string; port: number }[] {
  return services.flatMap(({ name, environment }) =>
    Object.entries(environment)
      .filter(([key]) => isPort(key))
      .map(([, value]) => ({ service: name, port: Number(value) })),
  );
}

function isPort(name: string): boolean {
  return /_PORT(_[A-Z]+)?$/.test(name);
}

const secretFolder = '/run/secrets/';

function translated(value: string, service: ComposeService, machine: Machine): string {
  if (value === '0.0.0.0') return '127.0.0.1';
  if (value.startsWith(secretFolder)) return machine.secretFile(value.slice(secretFolder.length));
  if (value.startsWith('postgres://')) return databaseUrl(value, machine);
  if (value.startsWith('redis://')) return machine.redisUrl;
  if (value.startsWith('/')) return fileOf(value, service, machine);
  const [, scheme = '', name = '', port = ''] = /^(https?:\/\/)?([a-z-]+):(\d+)$/.exec(value) ?? [];
  if (!machine.services.has(name)) return value;
  const addresses = machine.portsFor(name, Number(port)).map((own) => `127.0.0.1:${own}`);
  // Nothing here shares a URL out among replicas, as what stands before them elsewhere does: it is that of the first.
  return scheme === '' ? addresses.join(',') : `${scheme}${addresses[0]}`;
}

/** Server and database of the stand-in, the role of the file; no password. */
function databaseUrl(value: string, machine: Machine): string {
  const url = new URL(machine.databaseUrl);
  // Of the owner the stand-in may have another one.
  if (new URL(value).username === '') url.username = '';
  url.password = '';
  return url.href;
}

function fileOf(path: string, { mounts }: ComposeService, machine: Machine): string {
  const [target] = [...mounts.keys()]
    .filter((folder) => path === folder || path.startsWith(`${folder}/`))
    .sort((a, b) => b.length - a.length);
  if (target !== undefined) return join(machine.folderOf(mounts.get(target) ?? ''), path.slice(target.length));
  // A folder whose parts are mounted one by one is where those parts are side by side.
  const part = [...mounts].find(([folder]) => folder.startsWith(`${path}/`));
  return part === undefined ? path : join(machine.folderOf(part[1]), '..');
}
