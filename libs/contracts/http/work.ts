/** What a seller sends to the callback address of an attempt that it took with 202. */
import { Type } from 'typebox';
import { taskStates } from './task.js';

export const AttemptAnswer = Type.Union(
  [
    Type.Object({ output: Type.Unknown() }),
    Type.Object({
      error: Type.Object({ message: Type.String(), retry: Type.Optional(Type.Boolean()) }),
    }),
  ],
  { title: 'AttemptAnswer', examples: [{ output: { sentiment: 0.8 } }] },
);

export const AttemptReply = Type.Object(
  { state: Type.Union(taskStates.map((state) => Type.Literal(state))) },
  { title: 'AttemptReply' },
);
