/**
 * How much work one validation may cause, whatever the schema and the value are.
 *
 * A schema of 64 kB can ask for more work than a computer can do: `allOf` over `$ref`s that double at each level, `anyOf`
 * that follows itself into each child, a pattern over a long text in each of thousands of items. No look at the schema
 * alone tells such a schema from an honest one, so the work is counted while it is done: every subschema that is applied
 * spends units (0.02 to 0.15 µs each), and the validation ends when they are used up.
 *
 * Validation is synchronous and does not nest, so one counter per process is enough.
 */

export class WorkExceeded extends Error {
  constructor() {
    super('the validation used up its work budget');
    this.name = 'WorkExceeded';
  }
}

let remaining = 0;

/** Runs `work` with a budget of that many units; `spend` inside throws `WorkExceeded` when they are used up. */
export function withBudget<T>(units: number, work: () => T): T {
  const outer = remaining;
  remaining = units;
  try {
    return work();
  } finally {
    remaining = outer;
  }
}

export function spend(units: number): void {
  remaining -= units;
  if (remaining < 0) throw new WorkExceeded();
}

/** What one application of a subschema costs: a fixed part, and a part for each key, element or character of the value. */
export interface SubschemaCost {
  fixed: number;
  perKey: number;
  perItem: number;
  perChar: number;
}

export function spendFor(cost: SubschemaCost, value: unknown): void {
  let units = cost.fixed;
  if (typeof value === 'string') {
    if (cost.perChar > 0) units += cost.perChar * value.length;
  } else if (Array.isArray(value)) {
    units += cost.perItem * value.length;
  } else if (cost.perKey > 0 && typeof value === 'object' && value !== null) {
    units += cost.perKey * Object.keys(value).length;
  }
  spend(units);
}
