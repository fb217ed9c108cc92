/** The form in which a service of LND is written here: a reply for a request, or messages into a sink. */
import type * as grpc from '@grpc/grpc-js';
import { type LndDefinitions, lndDefinitions } from '#lightning/lnd-definitions';
import type { Sink } from '../node/sink.js';

export interface Unary<Request, Reply> {
  readonly answer: (request: Request) => Reply | Promise<Reply>;
}
export interface Streaming<Request, Message> {
  /** Returns what is to be done when the client has gone away or the stream has ended. */
  readonly open: (request: Request, sink: Sink<Message>) => () => void;
}

/** One entry per RPC of a generated definition, so that the compiler finds one that is missing. */
export type Service<Definition> = {
  // The generated interfaces also allow any other name; those are left out.
  readonly [Name in keyof Definition as string extends Name ? never : number extends Name ? never : Name]: RpcOf<
    Definition[Name]
  >;
};

type RpcOf<Method> = Method extends {
  requestDeserialize: (bytes: Buffer) => infer Request;
  responseSerialize: (reply: infer Reply) => Buffer;
}
  ? Unary<Request, Reply> | Streaming<Request, Reply>
  : never;

/** A service whose messages nobody looks into any more. */
export type AnyService = Readonly<Record<string, Unary<never, unknown> | Streaming<never, unknown>>>;

/** The definition of a service by its full name, as grpc-js wants it. */
export function definitionOf(name: string): grpc.ServiceDefinition {
  return lndDefinitions()[name as keyof LndDefinitions] as unknown as grpc.ServiceDefinition;
}

/** Messages of another kind into the same sink. */
export function into<From, To>(sink: Sink<To>, message: (from: From) => To): Sink<From> {
  return {
    send: (from) => sink.send(message(from)),
    end: () => sink.end(),
    fail: (error) => sink.fail(error),
  };
}
