/** A reader of server-sent events (HTML, section 9.2.6), as a client without any library would write it. */
import { Agent, request } from 'undici';

export interface ServerSentEvent {
  readonly event: string;
  readonly id: string;
  readonly data: unknown;
}

export interface EventStream {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Everything up to the end of the stream, or to as many events as are wanted. */
  read(count?: number): Promise<ServerSentEvent[]>;
  /** All bytes so far, comments included. */
  text(): string;
  /** The connection is lost. */
  cut(): void;
}

const agent = new Agent({ keepAliveTimeout: 100, keepAliveMaxTimeout: 100 });

export async function openEventStream(url: string, headers: Readonly<Record<string, string>>): Promise<EventStream> {
  const { statusCode, headers: said, body } = await request(url, { headers, dispatcher: agent });
  // A stream that is cut ends with an error that nobody has to hear.
  body.on('error', () => undefined);
  body.setEncoding('utf8');
  const chunks = body[Symbol.asyncIterator]();
  let text = '';
  let taken = 0;
  const next = async (): Promise<ServerSentEvent | undefined> => {
    for (;;) {
      const end = text.indexOf('\n\n', taken);
      if (end < 0) {
        const chunk = await chunks.next();
        if (chunk.done) return undefined;
        text += chunk.value;
        continue;
      }
      const fields = new Map(
        text
          .slice(taken, end)
          .split('\n')
          .filter((line) => !line.startsWith(':'))
          .map((line): [string, string] => [
            line.slice(0, line.indexOf(':')),
            line.slice(line.indexOf(':') + 1).trim(),
          ]),
      );
      taken = end + 2;
      const data = fields.get('data');
      if (data !== undefined) {
        return { event: fields.get('event') ?? 'message', id: fields.get('id') ?? '', data: JSON.parse(data) };
      }
    }
  };
  return {
    status: statusCode,
    headers: said,
    async read(count = Number.POSITIVE_INFINITY) {
      const events: ServerSentEvent[] = [];
      while (events.length < count) {
        const event = await next();
        if (event === undefined) break;
        events.push(event);
      }
      return events;
    },
    text: () => text,
    cut: () => body.destroy(),
  };
}
