import { Type } from 'typebox';
import { Problem } from './problem.js';

export const Alive = Type.Object({ status: Type.Literal('alive') }, { title: 'Alive' });

export const Ready = Type.Object({ status: Type.Literal('ready') }, { title: 'Ready' });

export const NotReady = Type.Object(
  {
    ...Problem.properties,
    missing: Type.Array(Type.Object({ name: Type.String(), reason: Type.String() }), {
      description: 'What the server waits for.',
    }),
  },
  { title: 'NotReady' },
);
