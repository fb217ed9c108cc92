/** A plain grpc-js client of one LND node for tests: codes and texts as they arrive, streams as lists that grow. */
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as grpc from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { projectRoot } from '#kernel/project-root';
import type { Invoice__Output as Invoice } from '#lightning/generated/lnrpc/Invoice';
import type { Payment__Output as Payment } from '#lightning/generated/lnrpc/Payment';
import type { TargetNode } from './target.js';

const files = ['lightning.proto', 'invoicesrpc/invoices.proto', 'routerrpc/router.proto', 'stateservice.proto'];
const definitions = loadSync(files, {
  keepCase: true,
  longs: String,
  enums: String,
  defaults: true,
  oneofs: true,
  includeDirs: [`${projectRoot}/proto/lnd`],
});

/** How an RPC was refused. */
export interface Refusal {
  readonly code: number;
  readonly details: string;
}

/** A server stream: what came, and how it ended. */
export interface Followed<T> {
  readonly messages: T[];
  /** Resolves when the stream is over: code 0 for a clean end. */
  readonly ended: Promise<Refusal>;
  /** Resolves with the first message that fits, also one that has come already. */
  until(fits: (message: T) => boolean): Promise<T>;
  cancel(): void;
}

export interface HoldInvoice {
  readonly preimage: Buffer;
  readonly hash: Buffer;
  readonly request: string;
  readonly addIndex: number;
}

export class Lnd {
  private readonly client: grpc.Client;

  constructor(
    readonly node: TargetNode,
    private readonly macaroon: string | undefined = node.macaroon,
    options: grpc.ClientOptions = {},
  ) {
    const credentials = grpc.credentials.createSsl(readFileSync(node.tlsCertFile));
    this.client = new grpc.Client(node.grpcAddress, credentials, { 'grpc.use_local_subchannel_pool': 1, ...options });
  }

  /** The same node seen with another macaroon; `undefined`: none at all. */
  as(macaroon: string | undefined): Lnd {
    const other = new Lnd(this.node, macaroon ?? '');
    return other;
  }

  // biome-ignore lint/suspicious/noExplicitAny: replies of all RPCs; each test looks at what it names
  call<Reply = any>(rpc: string, request: object = {}, deadlineMs = 10_000): Promise<Reply> {
    const { path, requestSerialize, responseDeserialize } = method(rpc);
    return new Promise((resolve, reject) => {
      this.client.makeUnaryRequest(
        path,
        requestSerialize as (value: object) => Buffer,
        responseDeserialize as (bytes: Buffer) => Reply & object,
        request,
        this.metadata(),
        { deadline: new Date(Date.now() + deadlineMs) },
        (error, reply) => (error ? reject(error) : resolve(reply as Reply)),
      );
    });
  }

  /** The refusal that the call must meet. */
  async refused(rpc: string, request: object = {}, deadlineMs?: number): Promise<Refusal> {
    try {
      await this.call(rpc, request, deadlineMs);
    } catch (error) {
      const { code, details } = error as grpc.ServiceError;
      return { code, details };
    }
    throw new Error(`${rpc} was expected to be refused`);
  }

  follow<T extends object>(rpc: string, request: object = {}, deadlineMs?: number): Followed<T> {
    const { path, requestSerialize, responseDeserialize } = method(rpc);
    const call = this.client.makeServerStreamRequest(
      path,
      requestSerialize as (value: object) => Buffer,
      responseDeserialize as (bytes: Buffer) => T,
      request,
      this.metadata(),
      deadlineMs === undefined ? {} : { deadline: new Date(Date.now() + deadlineMs) },
    );
    const messages: T[] = [];
    const waiting = new Set<() => void>();
    let status: Refusal | undefined;
    const ended = new Promise<Refusal>((resolve) => {
      call.on('error', () => undefined);
      call.on('status', ({ code, details }) => {
        status = { code, details };
        resolve(status);
        for (const look of waiting) look();
      });
    });
    call.on('data', (message: T) => {
      messages.push(message);
      for (const look of waiting) look();
    });
    const until = (fits: (message: T) => boolean) =>
      new Promise<T>((resolve, reject) => {
        const look = () => {
          const found = messages.find(fits);
          if (found === undefined && status === undefined) return;
          waiting.delete(look);
          if (found !== undefined) resolve(found);
          else reject(new Error(`the stream ended before: ${JSON.stringify(status)}`));
        };
        waiting.add(look);
        look();
      });
    return { messages, ended, until, cancel: () => call.cancel() };
  }

  close(): void {
    this.client.close();
  }

  private metadata(): grpc.Metadata {
    const metadata = new grpc.Metadata();
    if (this.macaroon) metadata.set('macaroon', this.macaroon);
    return metadata;
  }

  // What many tests begin with.

  async addHold(fields: object = {}): Promise<HoldInvoice> {
    const preimage = randomBytes(32);
    const hash = createHash('sha256').update(preimage).digest();
    const added = await this.call('invoicesrpc.Invoices/AddHoldInvoice', { hash, value: 1000, ...fields });
    return { preimage, hash, request: added.payment_request, addIndex: Number(added.add_index) };
  }

  pay(paymentRequest: string, fields: object = {}, deadlineMs?: number): Followed<Payment> {
    const request = { payment_request: paymentRequest, fee_limit_msat: 100_000, timeout_seconds: 60, ...fields };
    return this.follow<Payment>('routerrpc.Router/SendPaymentV2', request, deadlineMs);
  }

  /** Pays and waits for the end. */
  async paid(paymentRequest: string, fields: object = {}): Promise<Payment> {
    return this.pay(paymentRequest, fields).until(({ status }) => status === 'SUCCEEDED' || status === 'FAILED');
  }

  lookUp(hash: Buffer): Promise<Invoice> {
    return this.call('invoicesrpc.Invoices/LookupInvoiceV2', { payment_hash: hash });
  }

  followInvoice(hash: Buffer): Followed<Invoice> {
    return this.follow<Invoice>('invoicesrpc.Invoices/SubscribeSingleInvoice', { r_hash: hash });
  }

  settle(preimage: Buffer): Promise<object> {
    return this.call('invoicesrpc.Invoices/SettleInvoice', { preimage });
  }

  cancel(hash: Buffer): Promise<object> {
    return this.call('invoicesrpc.Invoices/CancelInvoice', { payment_hash: hash });
  }

  bake(permissions: readonly string[], rootKeyId = 0): Promise<string> {
    const parsed = permissions.map((text) => {
      const colon = text.indexOf(':');
      return { entity: text.slice(0, colon), action: text.slice(colon + 1) };
    });
    return this.call('lnrpc.Lightning/BakeMacaroon', { permissions: parsed, root_key_id: rootKeyId }).then(
      ({ macaroon }) => macaroon,
    );
  }
}

function method(rpc: string) {
  const [service = '', name = ''] = rpc.split('/');
  const found = (definitions[service] as unknown as grpc.ServiceDefinition | undefined)?.[name];
  if (found === undefined) throw new Error(`no RPC ${rpc}`);
  return found;
}

/** Asks again until the answer fits; the last answer is what a test then looks at. */
export async function eventually<T>(ask: () => Promise<T>, fits: (answer: T) => boolean, timeoutMs = 5000): Promise<T> {
  const until = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (fits(answer) || Date.now() > until) return answer;
    await sleep(10);
  }
}

export const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
