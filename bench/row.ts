/** One measured figure beside its yardstick, as `npm run bench` prints it. */
export interface BenchRow {
  /** What was measured, with its unit. */
  readonly name: string;
  readonly ours: number;
  /** The same work by something well known, measured in the same run. */
  readonly yardstick: number;
  /** `ours` ÷ `yardstick`. */
  readonly ratio: number;
  /** What must hold, in words. */
  readonly bar: string;
  readonly ok: boolean;
}
