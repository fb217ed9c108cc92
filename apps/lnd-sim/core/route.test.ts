import { describe, expect, it } from '@jest/globals';
import { msat } from '#kernel/msat';
import { slotsPerDirection } from './channel.js';
import { type Graph, type PlannedHop, planRoutes, type RouteQuestion, routeFeeMsat } from './route.js';
import type { ChannelRow, NodeName } from './rows.js';
import { initialChannels } from './topology.js';

const channels = initialChannels(['market', 'buyer', 'seller'], []);

function graph(fields: Partial<Graph> = {}): Graph {
  return { channels, usedSlots: () => 0, isUp: () => true, ...fields };
}

function ask(fields: Partial<RouteQuestion> = {}): RouteQuestion {
  return {
    from: 'buyer',
    to: 'market',
    amountMsat: msat(1_000_000n),
    feeLimitMsat: msat(1_000_000n),
    maxParts: 1,
    maxShardMsat: msat(0n),
    height: 600,
    finalCltvDelta: 80,
    cltvLimit: 2016,
    outgoingChannelIds: [],
    ...fields,
  };
}

const routesOf = (question: RouteQuestion, world = graph()) => {
  const plan = planRoutes(question, world);
  return plan.kind === 'routes' ? plan.routes : plan.reason;
};

describe('planning a payment', () => {
  it('takes one free hop to a neighbour and pads the height', () => {
    const [route] = routesOf(ask()) as PlannedHop[][];
    expect(route).toMatchObject([{ from: 'buyer', to: 'market', amountMsat: 1_000_000n, expiryHeight: 683 }]);
  });

  it('adds fee and time lock for each node in between', () => {
    const [route] = routesOf(ask({ to: 'seller', amountMsat: msat(100_000_000n) })) as PlannedHop[][];
    expect(route).toMatchObject([
      { from: 'buyer', to: 'market', amountMsat: 100_001_100n, expiryHeight: 763 },
      { from: 'market', to: 'seller', amountMsat: 100_000_000n, expiryHeight: 683 },
    ]);
    expect(routeFeeMsat(route ?? [])).toBe(1100n);
  });

  it('splits what no channel carries alone, as far as it may', () => {
    const big = { amountMsat: msat(6_000_000_000n) };
    expect(routesOf(ask(big))).toBe('FAILURE_REASON_NO_ROUTE');
    const parts = routesOf(ask({ ...big, maxParts: 2 })) as PlannedHop[][];
    expect(parts.map(([hop]) => hop?.amountMsat)).toEqual([5_000_000_000n, 1_000_000_000n]);
    expect(routesOf(ask({ ...big, maxParts: 2, maxShardMsat: msat(2_000_000_000n) }))).toBe('FAILURE_REASON_NO_ROUTE');
    const small = routesOf(ask({ ...big, maxParts: 3, maxShardMsat: msat(2_000_000_000n) })) as unknown[];
    expect(small).toHaveLength(3);
  });

  it('sends the whole balance through a forwarding node, fee included', () => {
    const room = channels.find(({ b }) => b === 'seller')!.aMsat;
    const wide = channels.map((channel) =>
      channel.b === 'buyer' ? { ...channel, bMsat: room, aMsat: msat(0n) } : channel,
    );
    const most = ((room - 1000n) * 1_000_000n) / 1_000_001n;
    const sent = (amount: bigint) =>
      routesOf(ask({ to: 'seller', amountMsat: msat(amount), feeLimitMsat: room }), graph({ channels: wide }));
    expect(sent(most)).toHaveLength(1);
    expect(sent(most + 2n)).toBe('FAILURE_REASON_NO_ROUTE');
  });

  it.each([
    ['more than the payer has', { amountMsat: msat(10_000_000_001n) }, {}, 'FAILURE_REASON_INSUFFICIENT_BALANCE'],
    ['a fee above the limit', { to: 'seller', feeLimitMsat: msat(999n) }, {}, 'FAILURE_REASON_NO_ROUTE'],
    ['a time lock above the limit', { to: 'seller', cltvLimit: 162 }, {}, 'FAILURE_REASON_NO_ROUTE'],
    ['a payee that is down', {}, { isUp: (node: NodeName) => node !== 'market' }, 'FAILURE_REASON_NO_ROUTE'],
    ['channels without a free slot', {}, { usedSlots: () => slotsPerDirection }, 'FAILURE_REASON_NO_ROUTE'],
    ['a channel that there is not', { outgoingChannelIds: ['1'] }, {}, 'FAILURE_REASON_NO_ROUTE'],
    ['another last hop', { to: 'seller', lastHop: 'buyer' }, {}, 'FAILURE_REASON_NO_ROUTE'],
    ['a circle over one peer', { to: 'buyer' }, {}, 'FAILURE_REASON_NO_ROUTE'],
  ] as const)('finds none with %s', (_name, question, world, reason) => {
    expect(routesOf(ask(question), graph(world))).toBe(reason);
  });

  it('obeys the choice of channel', () => {
    const [, second] = channels.filter(({ b }) => b === 'buyer');
    const [route] = routesOf(ask({ outgoingChannelIds: [second!.id] })) as PlannedHop[][];
    expect(route).toMatchObject([{ channelId: second!.id }]);
  });
});

describe('the first channels', () => {
  it('are two for the buyer and one for each other node, complete from the start', () => {
    expect(channels.map(({ a, b }) => `${a}-${b}`)).toEqual(['market-buyer', 'market-buyer', 'market-seller']);
    for (const { aMsat, bMsat, capacityMsat } of channels) expect(aMsat + bMsat).toBe(capacityMsat);
    expect(new Set(channels.map(({ id }: ChannelRow) => id)).size).toBe(3);
    expect(initialChannels(['market', 'buyer', 'seller'], channels)).toEqual([]);
  });
});
