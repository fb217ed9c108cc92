/**
 * A service as its callers see it: one promise per RPC of its proto file. The in-process client and the gRPC client
 * both have this type, and behave alike, so that code cannot tell which of them it holds.
 */

/** What a call may say besides its request. */
export interface CallOptions {
  /** How long the caller waits; without it the client's own default applies. */
  readonly deadlineMs?: number;
}

type NamedKeys<T> = keyof { [K in keyof T as string extends K ? never : number extends K ? never : K]: T[K] };

type Call<Definition> = Definition extends { requestDeserialize(bytes: Buffer): infer Request }
  ? Definition extends { responseDeserialize(bytes: Buffer): infer Reply }
    ? (request: Request, options?: CallOptions) => Promise<Reply>
    : never
  : never;

/** The interface of promises that a generated service definition describes. */
export type ServiceOf<Definition> = {
  [K in NamedKeys<Definition> as K extends string ? Uncapitalize<K> : never]: Call<Definition[K]>;
};

/** The message that a method takes, and the one that it answers. */
export type RequestOf<Service, Method extends keyof Service> = Service[Method] extends (
  request: infer Request,
  ...rest: never[]
) => unknown
  ? Request
  : never;
export type ReplyOf<Service, Method extends keyof Service> = Service[Method] extends (
  ...args: never[]
) => Promise<infer Reply>
  ? Reply
  : never;
