import { Bolt11Error, type Bolt11Reason } from '#bolt11/bolt11-error';

/** The reason that the codec gives for refusing, or 'accepted'; any other error is the test's failure. */
export function refusal(run: () => unknown): Bolt11Reason | 'accepted' {
  try {
    run();
  } catch (error) {
    if (error instanceof Bolt11Error) return error.reason;
    throw error;
  }
  return 'accepted';
}
