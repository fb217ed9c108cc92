/** What the terminal and the child processes need of the environment, besides our own settings. */
import { type Static, Type } from 'typebox';

const text = Type.Optional(Type.String());

export const surroundings = Type.Object({ PATH: text, HOME: text, TMPDIR: text, NO_COLOR: text });

export type Surroundings = Static<typeof surroundings>;

/** The environment of a bot: what any program needs to run, and nothing of ours. */
export function botEnvironment({ PATH, HOME, TMPDIR }: Surroundings): Record<string, string> {
  return { ...(PATH && { PATH }), ...(HOME && { HOME }), ...(TMPDIR && { TMPDIR }) };
}
