/** Raw HTTP as any client sends it: nothing is added, followed, retried or hidden. */
import type { IncomingHttpHeaders } from 'node:http';
import { Agent, request } from 'undici';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The body as JSON; throws where it is none. */
  json<T = Record<string, unknown>>(): T;
}

export interface Send {
  readonly method?: string;
  /** Several values of one name are sent as several lines. */
  readonly headers?: Readonly<Record<string, string | string[]>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is, without a Content-Type. */
  readonly raw?: string | Buffer;
}

/** What a suite's end must not wait for: connections are closed a moment after their last use. */
const agent = new Agent({ keepAliveTimeout: 500, keepAliveMaxTimeout: 500, connections: 256, pipelining: 1 });

export async function send(
  baseUrl: string,
  path: string,
  options: Send = {},
  dispatcher: Agent = agent,
): Promise<Answer> {
  const json = options.body === undefined ? undefined : JSON.stringify(options.body);
  const { statusCode, headers, body } = await request(`${baseUrl}${path}`, {
    method: (options.method ?? (json === undefined && options.raw === undefined ? 'GET' : 'POST')) as 'GET',
    headers: { ...(json === undefined ? {} : { 'content-type': 'application/json' }), ...options.headers },
    body: json ?? options.raw ?? null,
    dispatcher,
  });
  const text = await body.text();
  return { status: statusCode, headers, text, json: () => JSON.parse(text) };
}

/** As `send`, for calls that must succeed: the JSON of a 2xx, else an error that says what came instead. */
export async function call<T>(baseUrl: string, path: string, options: Send = {}): Promise<T> {
  const answer = await send(baseUrl, path, options);
  if (answer.status < 200 || answer.status > 299) {
    throw new Error(`${options.method ?? ''} ${path} was answered ${answer.status}: ${answer.text}`);
  }
  return answer.text === '' ? (undefined as T) : answer.json<T>();
}
