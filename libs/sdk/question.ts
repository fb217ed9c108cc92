/** Questions of a seller to its buyer, as the work function of a seller asks them. */

export interface AskOptions {
  /** JSON Schema that the answer must match; any JSON will do without one. */
  readonly schema?: object | boolean;
  /** Without an answer by then the task has failed; ten minutes unless said, and never after its deadline. */
  readonly answerWithinMs?: number;
}

/** What the buyer has answered in an earlier attempt. */
export interface EarlierAnswer {
  readonly n: number;
  readonly message: string;
  readonly input: unknown;
}

export interface Asks {
  /**
   * Asks the buyer and waits for the answer; the deadline goes on meanwhile. What the buyer has answered to the same words in an
   * earlier attempt is not asked again. Rejects when the task is over before the answer comes.
   */
  ask(message: string, options?: AskOptions): Promise<unknown>;
}

export function earlierAnswer(answers: readonly EarlierAnswer[] = [], message: string): EarlierAnswer | undefined {
  return answers.find((earlier) => earlier.message === message);
}
