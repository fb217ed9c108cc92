/** `docker-compose.yml` and `deploy/Dockerfile`, held to the code that they start, where no container engine is at hand. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import type { TObject, TProperties } from 'typebox';
import { parse } from 'yaml';
import { type ComposeService, readComposeFile, variablesIn } from '#apps/botbazaar/split/compose-file';
import { type Machine, onThisMachine, portsOf } from '#apps/botbazaar/split/on-this-machine';
import { loadConfig } from '#config/load';
import { settingsByProcess } from '#config/service-settings';
import { settings } from '#config/settings';
import { serviceNames } from '#contracts/callers';
import { projectRoot } from '#kernel/project-root';

const read = (...path: string[]) => readFileSync(join(projectRoot, ...path), 'utf8');
const text = read('docker-compose.yml');
const services = readComposeFile(text, {});
const raw = parse(text, { merge: true }) as {
  services: Record<string, Record<string, unknown>>;
  volumes: Record<string, unknown>;
  secrets: Record<string, { file: string }>;
};
const schemas: Readonly<Record<string, TObject<TProperties>>> = settingsByProcess;
const ours = services.filter(({ name }) => name in schemas);
const named = (name: string): ComposeService => {
  const found = services.find((service) => service.name === name);
  if (found === undefined) throw new Error(`the file has no ${name}`);
  return found;
};

describe('docker-compose.yml', () => {
  it('is a compose file by the schema of the specification, which notices what it does not know', () => {
    const { $schema: _, ...schema } = JSON.parse(read('node_modules', 'dclint', 'schemas', 'compose.schema.json'));
    const check = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(schema);
    check(raw);
    expect(check.errors).toBeNull();
    const { billing } = raw.services;
    for (const wrong of [
      { cap_drops: ['ALL'] },
      { restart: true },
      { healthcheck: { test: 7 } },
      { ports: [{}, 'x', null] },
    ]) {
      expect(check({ ...raw, services: { ...raw.services, billing: { ...billing, ...wrong } } })).toBe(false);
    }
  });

  it('has every process of ours, Postgres and Redis, and nothing else', () => {
    expect(services.map(({ name }) => name).sort()).toEqual([...Object.keys(schemas), 'postgres', 'redis'].sort());
  });

  it.each(ours)(
    'starts $name by a script that there is, with settings that it knows and all that it needs',
    (service) => {
      const schema = schemas[service.name];
      const [program, ...words] = service.command ?? [];
      const script = words.find((word) => !word.startsWith('--')) ?? '';
      expect(program).toBe('node');
      expect(existsSync(join(projectRoot, script.replace(/^dist\/(.*)\.js$/, '$1.ts')))).toBe(true);
      expect(Object.keys(schema?.properties ?? {})).toEqual(expect.arrayContaining(Object.keys(service.environment)));
      expect(schema && loadConfig(schema, service.environment)).toBeDefined();
    },
  );

  it('lets the settings of the one process through that users change', () => {
    const ofTheFile = ['BOTBAZAAR_PUBLIC_URL', 'BOTBAZAAR_GATEWAY_PORTS'];
    const passed = variablesIn(text).filter((name) => !ofTheFile.includes(name));
    expect(Object.keys(settings.properties)).toEqual(expect.arrayContaining(passed));
    const defaults = settings.properties as Readonly<Record<string, { default?: unknown }>>;
    const { environment } = named('gateway');
    expect(environment.BOTBAZAAR_CHALLENGES_BURST).toBe(String(defaults.BOTBAZAAR_CHALLENGES_BURST?.default));
    expect(environment.BOTBAZAAR_CHALLENGES_PER_MINUTE).toBe(String(defaults.BOTBAZAAR_CHALLENGES_PER_MINUTE?.default));
    expect(named('billing').environment.BOTBAZAAR_FEE_BPS).toBe(String(defaults.BOTBAZAAR_FEE_BPS?.default));
  });

  it('names only volumes, secrets and services that it declares', () => {
    const volumes = new Set<string>();
    for (const { mounts, secrets, dependsOn } of services) {
      for (const volume of mounts.values()) volumes.add(volume);
      for (const secret of secrets) expect(Object.keys(raw.secrets)).toContain(secret);
      for (const other of Object.keys(dependsOn)) expect(services.map(({ name }) => name)).toContain(other);
    }
    expect([...volumes].sort()).toEqual(Object.keys(raw.volumes).sort());
  });

  it('sends each to the ports on which the others serve', () => {
    for (const { environment } of services) {
      for (const [key, value] of Object.entries(environment)) {
        if (!key.endsWith('_ADDRESS')) continue;
        const [host = '', port] = value.split(':');
        const own = named(host).environment;
        expect(host === 'lnd-sim' ? own.BOTBAZAAR_SIM_PORT_MARKET : own.BOTBAZAAR_RPC_PORT).toBe(port);
        if (host !== 'lnd-sim') expect(key).toBe(`${host.toUpperCase()}_ADDRESS`);
      }
    }
    const ports = portsOf(services).map(({ port }) => port);
    expect(new Set(ports).size).toBe(ports.length);
  });

  it('gives each service its own keys to read and no others', () => {
    for (const name of serviceNames) {
      const journal = name === 'billing' ? [['/journal', 'journal'] as const] : [];
      expect([name, named(name).mounts]).toEqual([name, new Map([['/keys', `keys-${name}`], ...journal])]);
      expect(raw.services[name]?.volumes).toEqual([
        `keys-${name}:/keys:ro`,
        ...journal.map(([target, source]) => `${source}:${target}`),
      ]);
      expect([name, named(name).secrets]).toEqual([name, []]);
      expect(raw.services[name]).toMatchObject({ read_only: true, cap_drop: ['ALL'], restart: 'unless-stopped' });
      expect(raw.services[name]?.healthcheck).toMatchObject({
        test: ['CMD', 'node', 'dist/apps/botbazaar/health.js', name],
      });
    }
    const about = (name: string) => Object.keys(named(name).environment).join(' ');
    expect(about('gateway')).not.toMatch(/DATABASE|LND|REDIS/);
    expect(about('settlement')).not.toMatch(/REDIS/);
    expect(about('registry') + about('dispatch')).not.toMatch(/LND/);
    expect(services.filter(({ secrets }) => secrets.length > 0).map(({ name }) => name)).toEqual([
      'postgres',
      'prepare',
    ]);
  });

  it('publishes nothing beyond this machine, and no gRPC of the services', () => {
    const published = Object.values(raw.services).flatMap(({ ports = [] }) => ports as string[]);
    expect(published).toEqual([
      '127.0.0.1:10010:10010',
      '127.0.0.1:10011:10011',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the file's own form
      '127.0.0.1:${BOTBAZAAR_GATEWAY_PORTS:-8402}:8402',
    ]);
  });

  it('lets every service have replicas: none has a name, an address or a published port that only one can have', () => {
    for (const name of serviceNames) {
      expect(raw.services[name]).not.toHaveProperty('container_name');
      expect(raw.services[name]).not.toHaveProperty('hostname');
      expect(raw.services[name]).not.toHaveProperty('networks');
      if (name !== 'gateway') expect(raw.services[name]).not.toHaveProperty('ports');
    }
    // By their names, each of which has the addresses of all replicas.
    for (const { environment } of services) {
      for (const [key, value] of Object.entries(environment)) {
        if (key.endsWith('_ADDRESS')) expect(value).toMatch(/^[a-z][a-z-]*:\d+$/);
      }
    }
  });

  it('refuses what it cannot carry over', () => {
    expect(() => readComposeFile('services: { a: { command: ["$HOME"] } }', {})).toThrow('is not of the form');
    expect(() => readComposeFile('services: { a: { volumes: ["./x:/x"] } }', {})).toThrow('not a named one');
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the file's own form
    const [service] = readComposeFile('services: { a: { command: ["${X:-y}", "${Z:-}"] } }', { X: 'x' });
    expect(service?.command).toEqual(['x', '']);
  });
});

describe('a service of the file on this machine', () => {
  const machine: Machine = {
    databaseUrl: 'postgres://boss:p%40ss@127.0.0.1:5555/postgres?x=1',
    redisUrl: 'redis://127.0.0.1:6666',
    services: new Set(services.map(({ name }) => name)),
    portsFor: (_service, port) => [port + 1],
    folderOf: (volume) => `/data/${volume.replaceAll('-', '/')}`,
    secretFile: (name) => `/secrets/${name}`,
  };

  it('keeps its command and its environment, by other addresses and files', () => {
    const { program, args, environment } = onThisMachine(named('dispatch'), machine);
    expect([program, args]).toEqual([process.execPath, ['--max-semi-space-size=8', 'dist/apps/dispatch/main.js']]);
    expect(environment).toEqual({
      BOTBAZAAR_KEYS_DIR: '/data/keys/dispatch',
      BOTBAZAAR_RPC_HOST: '127.0.0.1',
      BOTBAZAAR_RPC_PORT: '8414',
      BOTBAZAAR_LOG_LEVEL: 'info',
      BOTBAZAAR_ALLOWED_ENDPOINTS: '',
      BOTBAZAAR_PUBLIC_URL: 'http://127.0.0.1:8403',
      DATABASE_URL: 'postgres://127.0.0.1:5555/postgres?x=1',
      REDIS_URL: 'redis://127.0.0.1:6666',
      REGISTRY_ADDRESS: '127.0.0.1:8412',
      BILLING_ADDRESS: '127.0.0.1:8413',
    });
  });

  it('is called at each of its replicas, which differ by their ports alone', () => {
    const twice: Machine = { ...machine, portsFor: (_service, port) => [port, port + 100] };
    const [first, second] = [0, 1].map((replica) => onThisMachine(named('dispatch'), twice, replica));
    expect(first?.environment).toMatchObject({
      BOTBAZAAR_RPC_PORT: '8413',
      BOTBAZAAR_PUBLIC_URL: 'http://127.0.0.1:8402',
      BILLING_ADDRESS: '127.0.0.1:8412,127.0.0.1:8512',
    });
    expect(second).toEqual({ ...first, environment: { ...first?.environment, BOTBAZAAR_RPC_PORT: '8513' } });
    expect(loadConfig(settingsByProcess.dispatch, second?.environment ?? {})).toBeDefined();
  });

  it('gives who prepares all folders of keys, the owner of the database, and its password in a file', () => {
    expect(onThisMachine(named('prepare'), machine).environment).toMatchObject({
      BOTBAZAAR_KEYS_DIR: '/data/keys',
      DATABASE_URL: 'postgres://boss@127.0.0.1:5555/postgres?x=1',
      DATABASE_PASSWORD_FILE: '/secrets/postgres-owner',
      LND_TLS_CERT_FILE: '/data/lnd/market/tls.cert',
      LND_TLS_SERVER_NAME: 'localhost',
    });
    expect(onThisMachine(named('lnd-sim'), machine).args.slice(-2)).toEqual(['dist/apps/lnd-sim/main.js', '/data/lnd']);
  });

  it.each(ours)('leaves no name of a container in $name', (service) => {
    const { args, environment } = onThisMachine(service, machine);
    const values = [...args, ...Object.values(environment)].join('\n');
    expect(values).not.toMatch(
      /0\.0\.0\.0|\/run\/secrets|(^|\/\/|@)(postgres|redis|lnd-sim|billing|registry|dispatch|settlement|gateway):\d/m,
    );
    const schema = schemas[service.name];
    expect(schema && loadConfig(schema, environment)).toBeDefined();
  });
});

describe('deploy/Dockerfile', () => {
  const lines = read('deploy', 'Dockerfile').split('\n');

  it('builds apart from what it ships, runs as nobody in particular, and is asked for its health', () => {
    expect(lines.filter((line) => line.startsWith('FROM '))).toHaveLength(2);
    const last = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')));
    expect(last).toContain('USER node');
    expect(last.filter((line) => line.startsWith('HEALTHCHECK '))).toHaveLength(1);
    expect(last.join('\n')).not.toMatch(/npm (ci|install)/);
  });

  it('copies what there is, and what the build takes is let through', () => {
    const ignored = read('.dockerignore').split('\n');
    const sources = lines.flatMap((line) => (/^COPY (?!--)/.test(line) ? line.split(' ').slice(1, -1) : []));
    expect(sources.length).toBeGreaterThan(5);
    for (const source of sources) {
      expect([source, existsSync(join(projectRoot, source))]).toEqual([source, true]);
      expect(ignored).toContain(`!${source}`);
    }
  });

  it('makes a folder for each volume of the file', () => {
    const folders = lines.find((line) => line.startsWith('RUN mkdir')) ?? '';
    for (const folder of ['/lnd', '/keys/prepare', ...serviceNames.map((name) => `/keys/${name}`)]) {
      expect(folders).toContain(`${folder} `);
    }
  });
});
