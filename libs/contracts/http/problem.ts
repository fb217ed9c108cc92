import { type Static, Type } from 'typebox';

/** Every error of the API (RFC 9457), `application/problem+json`. `docs/errors.md` lists the codes. */
export const Problem = Type.Object(
  {
    type: Type.String({ description: 'Where the code is explained.', examples: ['/docs#error-invalid_input'] }),
    title: Type.String({ description: 'What the code means; the same for every occurrence.' }),
    status: Type.Integer({ description: 'The HTTP status.' }),
    detail: Type.String({ description: 'What happened here, in a sentence.' }),
    code: Type.String({ description: 'Stable, in snake case; what a program should look at.' }),
    errors: Type.Optional(
      Type.Array(
        Type.Object({
          path: Type.String({ description: "A JSON pointer into the body, or a parameter's name." }),
          message: Type.String(),
        }),
        { description: 'Everything that is wrong with the request.' },
      ),
    ),
    instance: Type.Optional(Type.String({ description: 'What the problem is about, such as the path of a task.' })),
  },
  { title: 'Problem' },
);
export type Problem = Static<typeof Problem>;
