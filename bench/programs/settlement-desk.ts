/**
 * Loaded before the product's main file by `push-tasks`: `{reports}` has settlement's own reporter tell of payments that no
 * node knows, answered `{reported}`. The reporter shows itself with the first payment that is real.
 */
import { Reporter } from '#apps/settlement/report';
import { type Reports, reportAll } from '../settlement-desk.js';

let reporter: Reporter | undefined;
const { report } = Reporter.prototype;
Reporter.prototype.report = function (this: Reporter, ...fact) {
  reporter = this;
  return report.apply(this, fact);
};

process.on('message', ({ reports }: { reports?: Reports }) => {
  if (reports === undefined) return;
  if (reporter === undefined) throw new Error('nothing has been paid yet');
  reportAll(reporter, reports).then(
    (reported) => process.send?.({ reported }),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
// The channel must not keep the product alive.
process.channel?.unref();
