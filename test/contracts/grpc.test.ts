/** What only a network has: strangers, false servers, limits, health, and ends of connections. */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { TLSSocket } from 'node:tls';
import * as grpc from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { definitionOf, healthDefinition } from '#contracts/definitions';
import { connect, openHealth } from '#contracts/grpc-client';
import { maxMessageBytes, type RpcServer, serve } from '#contracts/grpc-server';
import type { ServiceIdentity } from '#contracts/service-identity';
import { AppError } from '#kernel/errors';
import { until } from '#test/harness/until';
import { billingWith, makeSuiteIdentities } from './kit.js';

type Identities = Awaited<ReturnType<typeof makeSuiteIdentities>>;

describe('a service over gRPC', () => {
  let identities: Identities;
  let others: Identities;
  let server: RpcServer;
  let missing: string[] = [];
  const defects: string[] = [];
  const begun: string[] = [];
  const opened: { close(): void }[] = [];

  const billing = billingWith({
    createAccount: async ({ name }) => ({ accountId: name, credential: '' }),
    getAccount: async ({ accountId }) => {
      begun.push(accountId);
      await sleep(150);
      return { accountId, name: '', balanceMsat: '0', createdAtMs: '0' };
    },
  });
  const start = (port = 0, identity = identities.of('billing')) =>
    serve({
      identity,
      host: '127.0.0.1',
      port,
      services: { billing },
      missing: async () => missing,
      onDefect: (rpc) => defects.push(rpc),
    });
  const clientOf = (identity: ServiceIdentity, { port } = server) => {
    const connected = connect('billing', {
      identity,
      address: `127.0.0.1:${port}`,
      deadlineMs: 3_000,
      onDefect: (method) => defects.push(`at the caller: ${method}`),
    });
    opened.push(connected);
    return connected.service;
  };
  const create = (identity: ServiceIdentity, at = server, name = 'x') =>
    clientOf(identity, at)
      .createAccount({ name })
      .then(
        ({ accountId }) => accountId,
        (error: AppError) => error.code,
      );

  beforeAll(async () => {
    identities = await makeSuiteIdentities();
    others = await makeSuiteIdentities();
    server = await start();
  });
  afterAll(async () => {
    for (const one of opened) one.close();
    await server.stop(1_000);
    identities.remove();
    others.remove();
  });

  it('refuses who has no certificate, a stranger, and a false name before anything is read', async () => {
    const own = identities.of('gateway');
    expect(await create(own)).toBe('x');
    // Trusts us, has a key of its own that nobody knows.
    const stranger = { ...others.of('gateway'), peers: own.peers };
    expect(await create(stranger)).toBe('unavailable');
    // Knows our certificate, but not its key.
    expect(() => clientOf({ ...own, keyPem: others.of('gateway').keyPem })).toThrow();
    const credentials = grpc.credentials.createSsl(Buffer.from(own.peers.billing));
    const bare = new grpc.Client(`127.0.0.1:${server.port}`, credentials, {
      'grpc.ssl_target_name_override': 'billing',
    });
    opened.push(bare);
    expect(await raw(bare, definitionOf('billing').createAccount, { name: 'x' })).toBe(grpc.status.UNAVAILABLE);
    const plain = new grpc.Client(`127.0.0.1:${server.port}`, grpc.credentials.createInsecure());
    opened.push(plain);
    expect(await raw(plain, definitionOf('billing').createAccount, { name: 'x' })).toBe(grpc.status.UNAVAILABLE);
  });

  it('reads the certificate of a connection once, and holds each connection to its own', async () => {
    const clients = [clientOf(identities.of('gateway')), clientOf(identities.of('dispatch'))];
    const codes = () =>
      Promise.all(
        clients.map((client) =>
          client.createAccount({ name: 'x' }).then(
            () => 'taken',
            (error: AppError) => error.code,
          ),
        ),
      );
    expect(await codes()).toEqual(['taken', 'forbidden']);
    const reads = jest.spyOn(TLSSocket.prototype, 'getPeerCertificate');
    for (let round = 0; round < 3; round += 1) expect(await codes()).toEqual(['taken', 'forbidden']);
    // Node reads it for itself, with all it depends on, where somebody else in this process connects.
    expect(reads.mock.calls.filter(([detailed]) => detailed !== true)).toEqual([]);
    reads.mockRestore();
  });

  it('is not believed when another answers in its place, not even one of us', async () => {
    const false1 = await start(0, others.of('billing'));
    const false2 = await start(0, identities.of('dispatch'));
    expect(await create(identities.of('gateway'), false1)).toBe('unavailable');
    expect(await create(identities.of('gateway'), false2)).toBe('unavailable');
    await Promise.all([false1.stop(100), false2.stop(100)]);
  });

  it('answers no reflection, and refuses what is larger than its limit', async () => {
    const client = clientOf(identities.of('gateway'));
    const before = defects.length;
    await expect(client.createAccount({ name: 'x'.repeat(maxMessageBytes) })).rejects.toMatchObject({
      code: 'internal',
    });
    expect(defects.slice(before)).toEqual(['at the caller: createAccount']);
    const known = channel('billing');
    const reflection = {
      ...healthDefinition().check,
      path: '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo',
    };
    expect(await raw(known, reflection as Method, { service: '' })).toBe(grpc.status.UNIMPLEMENTED);
  });

  const channel = (name: 'billing') => {
    const { peers, keyPem, certPem } = identities.of('gateway');
    const pems = [peers[name], keyPem, certPem].map((pem) => Buffer.from(pem));
    const credentials = grpc.credentials.createSsl(...(pems as [Buffer, Buffer, Buffer]));
    const client = new grpc.Client(`127.0.0.1:${server.port}`, credentials, { 'grpc.ssl_target_name_override': name });
    opened.push(client);
    return client;
  };

  it('says by the standard protocol whether it can work, and what is missing', async () => {
    const health = openHealth('billing', {
      identity: identities.of('settlement'),
      address: `127.0.0.1:${server.port}`,
    });
    opened.push(health);
    expect(await health.missing()).toEqual([]);
    missing = ['billing node: ünreachable'];
    expect(await health.missing()).toEqual(['billing node: ünreachable']);
    missing = [];
    const { check } = healthDefinition();
    expect(await raw(channel('billing'), check, { service: 'botbazaar.billing.v1.Billing' })).toEqual({
      status: 'SERVING',
    });
    expect(await raw(channel('billing'), check, { service: 'other' })).toBe(grpc.status.NOT_FOUND);
  });

  it('finishes the calls that run when it stops, and is found again when it is back', async () => {
    const client = clientOf(identities.of('gateway'));
    const running = client.getAccount({ accountId: 'running' });
    await until(
      async () => begun.length,
      (count) => count === 1,
    );
    const stopping = server.stop(2_000);
    expect((await running).accountId).toBe('running');
    await stopping;
    await expect(client.createAccount({ name: 'x' })).rejects.toMatchObject({
      code: 'unavailable',
      detail: 'billing.createAccount cannot be reached right now',
    });
    const health = openHealth('billing', {
      identity: identities.of('gateway'),
      address: `127.0.0.1:${server.port}`,
    });
    opened.push(health);
    expect(await health.missing()).toEqual(['it does not answer']);
    server = await start(server.port);
    const again = async (): Promise<string> => {
      const name = randomBytes(4).toString('hex');
      const { accountId } = await client.createAccount({ name }).catch(async (error: AppError) => {
        expect(error.code).toBe('unavailable');
        await sleep(50);
        return { accountId: await again() };
      });
      return accountId;
    };
    expect(await again()).toMatch(/^[0-9a-f]{8}$/);
  });
});

type Method = grpc.MethodDefinition<unknown, unknown> | undefined;

/** The reply, or the status of the failure. */
function raw(client: grpc.Client, method: Method, request: object): Promise<unknown> {
  if (method === undefined) throw new AppError('internal', 'no such method');
  return new Promise((resolve) => {
    const { path, requestSerialize, responseDeserialize } = method;
    const deadline = { deadline: performance.timeOrigin + performance.now() + 3_000 };
    client.makeUnaryRequest(path, requestSerialize, responseDeserialize, request, deadline, (error, reply) =>
      resolve(error ? error.code : reply),
    );
  });
}
