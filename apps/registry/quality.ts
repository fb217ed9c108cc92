/**
 * How good a listing is, out of what became of its last tasks. Pure. docs/discovery.md has the formula and why it is hard to
 * flatter.
 */

/** What counts: so many tasks, so long, and of one buyer no more than this. */
export const measuredTasks = 200;
export const measuredMs = 30 * 24 * 3_600_000;
export const tasksOfOneBuyer = 10;

/** What everyone is credited with before the first task: four deliveries of five. */
const prior = { delivered: 4, tasks: 5 };
/** Buyers that make half of the difference between none and many. */
const halfwayBuyers = 5;
/** Of a listing that has delivered nothing yet. */
const assumedMedianMs = 60_000;

export interface Measured {
  /** Tasks and deliveries among them, those of one buyer scaled down to `tasksOfOneBuyer`. */
  readonly weighedTasks: number;
  readonly weighedDelivered: number;
  readonly buyers: number;
  readonly medianMs: number | undefined;
}

/** 0 to 1: near the prior for few tasks, near what was measured for many. */
export function successRate({ weighedTasks, weighedDelivered }: Measured): number {
  return (weighedDelivered + prior.delivered) / (weighedTasks + prior.tasks);
}

/** 1 to 1000. Success decides, buyers say how far it can be believed, and speed decides between equals. */
export function qualityOf(measured: Measured): number {
  const { buyers, medianMs = assumedMedianMs } = measured;
  const trust = 0.5 + (0.5 * buyers) / (buyers + halfwayBuyers);
  const speed = 4 / (4 + Math.log10(1 + medianMs / 1_000));
  return Math.max(1, Math.round(1_000 * successRate(measured) ** 3 * trust * speed));
}
