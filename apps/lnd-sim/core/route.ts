/**
 * Finds routes for a payment: the cheapest single route if one carries the whole amount, else as few parts as the payer
 * allows. The network is a handful of nodes, so every simple path is looked at; unlike a real payer this one knows all
 * balances, and so a payment that cannot get through fails without trying.
 */
import { addMsat, type Msat, subtractMsat, zeroMsat } from '#kernel/msat';
import { balanceOf, forwardFeeMsat, peerOf, slotsPerDirection } from './channel.js';
import type { ChannelRow, FailureReason, HopRow, NodeName } from './rows.js';

/** lnd adds so many blocks to the last HTLC, for those that are mined while it travels. */
export const blockPadding = 3;
/** Blocks that each forwarding node wants between its incoming and outgoing HTLC; also an invoice's default. */
export const timeLockDelta = 80;
const longestRoute = 4;

export type PlannedHop = Omit<HopRow, 'htlcIndex'>;

export interface RouteQuestion {
  readonly from: NodeName;
  readonly to: NodeName;
  readonly amountMsat: Msat;
  readonly feeLimitMsat: Msat;
  readonly maxParts: number;
  /** 0: no bound. */
  readonly maxShardMsat: Msat;
  readonly height: number;
  readonly finalCltvDelta: number;
  /** Most blocks that the first HTLC may lock. */
  readonly cltvLimit: number;
  /** Empty: any. */
  readonly outgoingChannelIds: readonly string[];
  readonly lastHop?: NodeName | undefined;
}

export interface Graph {
  readonly channels: readonly ChannelRow[];
  /** HTLCs now in flight on the channel that this node offered. */
  usedSlots(channelId: string, from: NodeName): number;
  /** A node that is down neither forwards nor receives. */
  isUp(node: NodeName): boolean;
}

export type RoutePlan =
  | { readonly kind: 'routes'; readonly routes: readonly (readonly PlannedHop[])[] }
  | { readonly kind: 'none'; readonly reason: FailureReason };

interface Leg {
  readonly channel: ChannelRow;
  readonly from: NodeName;
  readonly to: NodeName;
}
type Path = readonly Leg[];

const none = (reason: FailureReason): RoutePlan => ({ kind: 'none', reason });

export function planRoutes(question: RouteQuestion, graph: Graph): RoutePlan {
  const budget = new Budget(graph);
  const mine = graph.channels.filter((channel) => channel.a === question.from || channel.b === question.from);
  const ownMsat = mine.reduce((sum, channel) => addMsat(sum, balanceOf(channel, question.from)), zeroMsat);
  if (ownMsat < question.amountMsat) return none('FAILURE_REASON_INSUFFICIENT_BALANCE');
  const paths = pathsOf(question, graph);
  const single = cheapestSingle(paths, question, budget);
  if (single !== undefined) return { kind: 'routes', routes: [single] };
  return split(paths, question, budget) ?? none('FAILURE_REASON_NO_ROUTE');
}

/** Every path without a node twice. A payment to oneself is a circle and leaves and returns over different peers. */
function pathsOf(question: RouteQuestion, graph: Graph): Path[] {
  const found: Path[] = [];
  const extend = (path: Path, at: NodeName) => {
    for (const channel of graph.channels) {
      if (channel.a !== at && channel.b !== at) continue;
      const to = peerOf(channel, at);
      if (!graph.isUp(to) || path.some((leg) => leg.channel.id === channel.id)) continue;
      const next = [...path, { channel, from: at, to }];
      if (to === question.to) found.push(next);
      else if (next.length < longestRoute && to !== question.from && !path.some((leg) => leg.from === to))
        extend(next, to);
    }
  };
  extend([], question.from);
  const deepest = question.cltvLimit - question.finalCltvDelta - blockPadding;
  return found.filter((path) => {
    const [first, last] = [path[0], path.at(-1)];
    const sameNeighbour = question.from === question.to && first?.to === last?.from;
    const outgoing = question.outgoingChannelIds;
    if (outgoing.length > 0 && first !== undefined && !outgoing.includes(first.channel.id)) return false;
    if (question.lastHop !== undefined && last?.from !== question.lastHop) return false;
    return !sameNeighbour && (path.length - 1) * timeLockDelta <= deepest;
  });
}

function cheapestSingle(paths: readonly Path[], question: RouteQuestion, budget: Budget): PlannedHop[] | undefined {
  if (question.maxShardMsat > 0n && question.amountMsat > question.maxShardMsat) return undefined;
  const routes = paths
    .filter((path) => budget.deliverableMsat(path) >= question.amountMsat)
    .map((path) => hopsFor(path, question.amountMsat, question))
    .filter((hops) => routeFeeMsat(hops) <= question.feeLimitMsat)
    .sort((one, other) => Number(routeFeeMsat(one) - routeFeeMsat(other)) || one.length - other.length);
  return routes[0];
}

function split(paths: readonly Path[], question: RouteQuestion, budget: Budget): RoutePlan | undefined {
  const routes: PlannedHop[][] = [];
  let missing = question.amountMsat;
  let feeMsat = zeroMsat;
  while (missing > 0n) {
    if (routes.length === Math.max(1, question.maxParts)) return undefined;
    const [best] = paths
      .map((path) => ({ path, partMsat: largestPart(budget.deliverableMsat(path), missing, question.maxShardMsat) }))
      .sort((one, other) => Number(other.partMsat - one.partMsat));
    if (best === undefined || best.partMsat === 0n) return undefined;
    const hops = hopsFor(best.path, best.partMsat, question);
    feeMsat = addMsat(feeMsat, routeFeeMsat(hops));
    if (feeMsat > question.feeLimitMsat) return undefined;
    budget.spend(hops);
    routes.push(hops);
    missing = subtractMsat(missing, best.partMsat);
  }
  return { kind: 'routes', routes };
}

function largestPart(deliverable: Msat, missing: Msat, maxShard: Msat): Msat {
  const wanted = maxShard > 0n && maxShard < missing ? maxShard : missing;
  return deliverable < wanted ? deliverable : wanted;
}

/** Amounts and heights grow from the payee back to the payer: each forwarding node adds its fee and its time lock. */
function hopsFor(path: Path, amountMsat: Msat, question: RouteQuestion): PlannedHop[] {
  const hops: PlannedHop[] = [];
  let carried = amountMsat;
  let expiryHeight = question.height + question.finalCltvDelta + blockPadding;
  for (const leg of [...path].reverse()) {
    hops.unshift({ channelId: leg.channel.id, from: leg.from, to: leg.to, amountMsat: carried, expiryHeight });
    carried = addMsat(carried, forwardFeeMsat(leg.channel, carried));
    expiryHeight += timeLockDelta;
  }
  return hops;
}

export function routeFeeMsat(hops: readonly PlannedHop[]): Msat {
  return subtractMsat(hops[0]?.amountMsat ?? zeroMsat, hops.at(-1)?.amountMsat ?? zeroMsat);
}

/** What each direction of each channel can still carry while one payment is being planned. */
class Budget {
  private readonly spent = new Map<string, Msat>();
  private readonly slots = new Map<string, number>();

  constructor(private readonly graph: Graph) {}

  deliverableMsat(path: Path): Msat {
    return path.reduce<Msat>(
      (arriving, leg, position) => {
        const carried = position === 0 ? arriving : beforeFeeMsat(leg.channel, arriving);
        const room = this.roomMsat(leg);
        return carried < room ? carried : room;
      },
      path[0] === undefined ? zeroMsat : this.roomMsat(path[0]),
    );
  }

  spend(hops: readonly PlannedHop[]): void {
    for (const { channelId, from, amountMsat } of hops) {
      const key = `${channelId}:${from}`;
      this.spent.set(key, addMsat(this.spent.get(key) ?? zeroMsat, amountMsat));
      this.slots.set(key, (this.slots.get(key) ?? 0) + 1);
    }
  }

  private roomMsat({ channel, from }: Leg): Msat {
    const key = `${channel.id}:${from}`;
    const used = this.graph.usedSlots(channel.id, from) + (this.slots.get(key) ?? 0);
    if (used >= slotsPerDirection) return zeroMsat;
    return subtractMsat(balanceOf(channel, from), this.spent.get(key) ?? zeroMsat);
  }
}

/** The largest amount that can be forwarded over the channel out of what arrives. */
function beforeFeeMsat(channel: ChannelRow, arrivingMsat: Msat): Msat {
  if (arrivingMsat <= channel.feeBaseMsat) return zeroMsat;
  const net = (arrivingMsat - channel.feeBaseMsat) * 1_000_000n;
  let amount = net / (1_000_000n + BigInt(channel.feeRatePpm)) + 1n;
  while (amount + forwardFeeMsat(channel, amount as Msat) > arrivingMsat) amount -= 1n;
  return amount as Msat;
}
