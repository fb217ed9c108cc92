import { Type } from 'typebox';
import { Problem } from './problem.js';

export const Alive = Type.Object({ status: Type.Literal('alive') }, { title: 'Alive' });

const checks = Type.Array(
  Type.Object({ name: Type.String(), ok: Type.Boolean(), detail: Type.Optional(Type.String()) }),
  { description: 'Everything that this process needs, and what is missing of it.' },
);

export const Ready = Type.Object({ status: Type.Literal('ready'), checks }, { title: 'Ready' });

export const NotReady = Type.Object({ ...Problem.properties, checks }, { title: 'NotReady' });
