/** The control port itself, and what a stranger can do to the ports of the simulator. */
import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { connect as connectSocket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Clients, connect } from './conformance/clients.js';
import { sleep } from './harness/lnd.js';
import { SimTarget } from './harness/sim-target.js';

let target: SimTarget;
let clients: Clients;
beforeAll(async () => {
  target = await SimTarget.start();
  clients = connect(target);
});
afterAll(async () => {
  clients.close();
  await target.stop();
});

describe('the control port', () => {
  it('serves only who has read its token, which only the owner can', async () => {
    const { controlUrl, controlTokenFile } = target.sim;
    expect((await fetch(`${controlUrl}/wallets`)).status).toBe(403);
    expect((await fetch(`${controlUrl}/wallets`, { headers: { authorization: 'Bearer x' } })).status).toBe(403);
    expect(statSync(controlTokenFile).mode & 0o777).toBe(0o600);
    const token = readFileSync(controlTokenFile, 'utf8').trim();
    const headers = { authorization: `Bearer ${token}` };
    const status = async (path: string, body?: string) =>
      (await fetch(`${controlUrl}${path}`, { headers, ...(body !== undefined && { method: 'POST', body }) })).status;
    expect(await status('/wallets')).toBe(200);
    expect(await status('/nothing')).toBe(404);
    expect(await status('/faults', '{')).toBe(400);
    expect(await status('/faults', '{"node":"market","kind":"earthquake"}')).toBe(400);
    expect(await status('/nodes/nobody/freeze', '{}')).toBe(404);
    expect(await status('/blocks', 'x'.repeat(70_000))).toBe(413);
  });

  it('lists armed faults and takes one back', async () => {
    const { id } = await target.control('POST', '/faults', { node: 'market', kind: 'drop_reply', method: 'GetInfo' });
    expect((await target.control('GET', '/faults')).faults).toMatchObject([{ id, kind: 'drop_reply', left: 1 }]);
    expect(await target.control('DELETE', `/faults/${id}`)).toEqual({ disarmed: true });
    expect(await target.control('DELETE', `/faults/${id}`)).toEqual({ disarmed: false });
    await clients.market.call('lnrpc.Lightning/GetInfo');
  });

  it('moves the border between two sides of a channel, within what they share', async () => {
    const { channels } = await target.control('GET', '/channels');
    const path = `/channels/${channels[2].id}/balance`;
    expect(await target.control('POST', path, { node: 'seller', msat: '9000000000' })).toMatchObject({
      aMsat: '1000000000',
      bMsat: '9000000000',
    });
    await expect(target.control('POST', path, { node: 'seller', msat: '10000000001' })).rejects.toThrow(/400/);
    await expect(target.control('POST', path, { node: 'buyer', msat: '1' })).rejects.toThrow(/404/);
    expect((await target.control('GET', '/wallets')).totalMsat).toBe('30000000000');
  });
});

describe('a stranger on the port of a node', () => {
  it('who speaks no TLS, or hangs up, disturbs nobody', async () => {
    const port = Number(target.nodes.market.grpcAddress.split(':')[1]);
    for (const words of ['GET / HTTP/1.1\r\n\r\n', '']) {
      const socket = connectSocket(port, '127.0.0.1');
      await once(socket, 'connect');
      socket.on('error', () => socket.destroy());
      socket.write(words);
      await sleep(20);
      socket.resetAndDestroy();
    }
    await clients.market.call('lnrpc.Lightning/GetInfo');
  });

  it('an occupied port stops the start, and leaves nothing open', async () => {
    const port = Number(target.nodes.market.grpcAddress.split(':')[1]);
    await expect(SimTarget.start({ ports: { market: port } })).rejects.toThrow(/EADDRINUSE/);
    const controlPort = Number(new URL(target.sim.controlUrl).port);
    await expect(SimTarget.start({ controlPort })).rejects.toThrow(/EADDRINUSE/);
  });
});
