// One line per suite with its time; failures in full; the counts go to the file that tools/test.mjs reads.
import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { root } from './root.mjs';

export default class Reporter {
  onTestFileResult(_test, result) {
    const way = result.displayName === undefined ? '' : ` (${result.displayName.name})`;
    const suite = `${relative(root, result.testFilePath)}${way}`;
    const failed = result.testExecError !== undefined || result.numFailingTests > 0;
    const ran = result.numPassingTests + result.numFailingTests;
    const left = result.numPendingTests + result.numTodoTests;
    const mark = failed ? 'FAIL' : ran === 0 && left > 0 ? 'skip' : 'ok';
    const seconds = (result.perfStats.runtime / 1000).toFixed(1).padStart(5);
    const counts = `${ran} test${ran === 1 ? '' : 's'}${left > 0 ? `, ${left} skipped` : ''}`;
    console.log(`${mark.padEnd(6)}${suite.padEnd(56)} ${seconds} s  ${counts}`);
    if (result.failureMessage) console.log(result.failureMessage.trimEnd().replace(/^/gm, '      '));
    if (failed && result.console?.length > 0) {
      for (const entry of result.console) console.log(`      (${entry.type}) ${entry.message}`);
    }
  }

  onRunComplete(_contexts, results) {
    // A suite that could not even be loaded has no failed test, so it counts as one.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const counts = {
      passed: results.numPassedTests,
      failed,
      skipped: results.numPendingTests + results.numTodoTests,
      interrupted: results.wasInterrupted,
      suites: results.testResults.map((suite) => ({
        path: suite.testFilePath,
        passed: suite.numPassingTests,
        failed:
          suite.testExecError || suite.failureMessage ? Math.max(1, suite.numFailingTests) : suite.numFailingTests,
      })),
    };
    const resultFile = process.env.BOTBAZAAR_TEST_RESULT;
    if (resultFile) writeFileSync(resultFile, JSON.stringify(counts));
  }

  /** jest asks for it; what failed is in the counts. */
  getLastError() {
    return undefined;
  }
}
