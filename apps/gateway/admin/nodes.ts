/** The Lightning nodes, for admins and for their monitoring. */
import { Type } from 'typebox';
import type { NodeConditionMessage } from '#contracts/billing';
import { isKnown, NodeList, nodeView } from '#contracts/http/node';
import type { Metric } from '#observability/metrics';
import { metricsType, writeMetrics } from '#observability/metrics';
import type { Gateway } from '../gateway.js';
import { defineRoute, type Route } from '../route.js';

const admin = { auth: { kind: 'admin' }, group: 'Administration', method: 'GET' } as const;
const headers = { 'cache-control': 'no-store' };

export function nodeRoutes(gateway: Gateway): Route[] {
  return [listNodes(gateway), metrics(gateway)];
}

function listNodes({ billing }: Gateway): Route {
  return defineRoute({
    ...admin,
    path: '/v1/admin/nodes',
    name: 'listNodes',
    summary: 'The Lightning nodes, and whether they get new charges',
    responses: { 200: { description: 'All that settlement has ever reported.', schema: NodeList, rows: 'nodes' } },
    errors: [],
    async handle() {
      const { nodes } = await billing.listNodes({});
      return { status: 200, headers, json: { nodes: nodes.map(nodeView) } };
    },
  });
}

function metrics({ billing, clock }: Gateway): Route {
  return defineRoute({
    ...admin,
    path: '/metrics',
    name: 'metrics',
    summary: 'Measurements of the Lightning nodes, as Prometheus reads them',
    responses: { 200: { description: 'Text format 0.0.4.', schema: Type.String(), contentType: 'text/plain' } },
    errors: [],
    async handle() {
      const { nodes } = await billing.listNodes({});
      const text = writeMetrics(nodeMetrics(nodes, clock.now()));
      return { status: 200, headers, contentType: metricsType, text };
    },
  });
}

function nodeMetrics(nodes: readonly NodeConditionMessage[], now: Date): Metric[] {
  const ofEach = (name: string, help: string, value: (node: NodeConditionMessage) => number): Metric => ({
    name: `botbazaar_node_${name}`,
    kind: 'gauge',
    help,
    samples: nodes.map((node) => ({ labels: { node: node.node }, value: value(node) })),
  });
  const fit: Metric = {
    name: 'botbazaar_node_fit',
    kind: 'gauge',
    help: '1 where the node gets new charges; else the reason says why it does not.',
    samples: nodes.map(({ node, unfit }) => ({ labels: { node, reason: unfit }, value: unfit === '' ? 1 : 0 })),
  };
  const secondsSince = (ms: string) => Math.max(0, (now.getTime() - Number(ms)) / 1_000);
  return [
    fit,
    ofEach('condition_seconds', 'How long it has been fit, or not.', ({ sinceMs }) => secondsSince(sinceMs)),
    ofEach('silent_seconds', 'Since settlement spoke of it last.', ({ reportedAtMs }) => secondsSince(reportedAtMs)),
    ofEach('height', 'Height of the chain, as the node sees it.', ({ height }) => height),
    ofEach('followed_invoices', 'Invoices with a stream of their own.', ({ followed }) => followed),
    ofEach('unsettled_charges', 'Charges that are not final.', ({ unsettled }) => Number(unsettled)),
    ofEach('holds', 'Payments that LND holds for charges.', ({ holds }) => Number(holds)),
    ofEach('held_msat', 'What LND holds for charges.', ({ heldMsat }) => Number(heldMsat)),
    ofEach('pays', '1 where settlement can pay out from it.', ({ pays }) => (pays ? 1 : 0)),
    {
      ...ofEach('inbound_msat', 'What can arrive over its channels.', () => 0),
      samples: nodes
        .filter(({ inboundMsat }) => isKnown(inboundMsat))
        .map(({ node, inboundMsat }) => ({ labels: { node }, value: Number(inboundMsat) })),
    },
    {
      ...ofEach('streams_ended_total', 'Ends of the stream of invoices.', ({ streamsEnded }) => streamsEnded),
      kind: 'counter',
    },
  ];
}
