import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { admin, type GatewayUnderTest, startGateway } from './gateway-under-test.js';

let test: GatewayUnderTest;
beforeAll(async () => {
  test = await startGateway();
});
afterAll(() => test.stop());

const [first, second] = [`02${'ab'.repeat(32)}`, `03${'cd'.repeat(32)}`];

describe('the nodes', () => {
  it('are listed with what keeps them from getting charges', async () => {
    const { nodes } = (await test.send('/v1/admin/nodes', { headers: admin })).json() as { nodes: object[] };
    expect(nodes).toEqual([
      expect.objectContaining({
        node: first,
        fit: true,
        height: 800,
        unsettled: '3',
        inboundMsat: '900000',
        pays: true,
        since: '2025-12-31T23:58:20.000Z',
      }),
      expect.objectContaining({ node: second, fit: false, reason: 'wallet_locked' }),
    ]);
    expect(nodes[0]).not.toHaveProperty('reason');
    expect(nodes[1]).not.toHaveProperty('inboundMsat');
  });

  it('are measured for who holds the token, and for nobody else', async () => {
    expect((await test.send('/metrics')).status).toBe(401);
    const { status, headers, text } = await test.send('/metrics', { headers: admin });
    expect([status, headers['content-type']]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
    expect(text).toContain(`\nbotbazaar_node_fit{node="${first}",reason=""} 1\n`);
    expect(text).toContain(`\nbotbazaar_node_fit{node="${second}",reason="wallet_locked"} 0\n`);
    expect(text).toContain(`\nbotbazaar_node_held_msat{node="${first}"} 1500\n`);
    expect(text).toContain(`\nbotbazaar_node_pays{node="${second}"} 0\n`);
    expect(text).toContain(`\nbotbazaar_node_inbound_msat{node="${first}"} 900000\n`);
    expect(text).not.toContain(`botbazaar_node_inbound_msat{node="${second}"}`);
    expect(text).toContain('\n# TYPE botbazaar_node_streams_ended_total counter\n');
    expect(text).toMatch(/^(# (HELP|TYPE) \S+ .+\n|[a-z_]+\{[^}]*\} \d+(\.\d+)?\n)+$/);
  });
});
