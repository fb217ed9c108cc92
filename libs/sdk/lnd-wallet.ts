/**
 * A wallet on an lnd node, over LND's own gRPC: `routerrpc.Router` to pay, `lnrpc.Lightning` for the balance.
 *
 * The one thing that must never happen is paying twice, so a payment whose stream is lost is followed with
 * `TrackPaymentV2` by its hash and nothing new is sent. Only when lnd says that it has never heard of the hash is the same
 * invoice handed over again, which lnd itself refuses (ALREADY_EXISTS) while a payment of that hash lives.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Client, credentials, loadPackageDefinition, Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { PaymentFailed, PaymentUnknown } from './errors.js';
import { readInvoice } from './invoice.js';
import { unixMs } from './time.js';
import type { Paid, PayLimits, Wallet } from './wallet.js';

export interface LndWalletOptions {
  /** `localhost:10009`: the host must stand in the node's certificate. */
  readonly address: string;
  readonly tlsCertFile: string;
  /** Needs `offchain:read` and `offchain:write`; read anew for each call, so that it can be rotated. */
  readonly macaroonFile: string;
  /** Holds `lightning.proto` and `routerrpc/router.proto`; by default the repository's own. */
  readonly protoFolder?: string;
  /** How long an unreachable node is asked again for a payment under way before it counts as unknown. */
  readonly lostForSeconds?: number;
}

/** The part of `lnrpc.Payment` that is read here. */
interface PaymentUpdate {
  readonly status: string;
  readonly payment_preimage: string;
  readonly value_msat: string;
  readonly fee_msat: string;
  readonly failure_reason: string;
}

interface RouterClient extends Client {
  SendPaymentV2(request: object, metadata: Metadata): AsyncIterable<PaymentUpdate>;
  TrackPaymentV2(request: object, metadata: Metadata): AsyncIterable<PaymentUpdate>;
}

interface LightningClient extends Client {
  ChannelBalance(
    request: object,
    metadata: Metadata,
    options: { deadline: number },
    done: (error: ServiceError | null, reply?: { local_balance: { msat: string } | null }) => void,
  ): void;
}

/** How one stream ended. `seen` says whether lnd reported anything on it before. */
type Ending =
  | { readonly kind: 'done'; readonly paid: Paid }
  | { readonly kind: 'broken'; readonly seen: boolean; readonly code: number | undefined; readonly text: string };

const unaryTimeoutMs = 10_000;
const defaultLostForSeconds = 300;
const maxBackoffMs = 5_000;

/** lnd refuses pings more often than every 5 s or without a call under way. */
const channelOptions = {
  'grpc.keepalive_time_ms': 30_000,
  'grpc.keepalive_timeout_ms': 10_000,
  'grpc.keepalive_permit_without_calls': 0,
  'grpc.max_receive_message_length': 200 * 1024 * 1024,
  'grpc.initial_reconnect_backoff_ms': 500,
  'grpc.max_reconnect_backoff_ms': 5_000,
};

export class LndWallet implements Wallet {
  readonly #options: LndWalletOptions;
  readonly #router: RouterClient;
  readonly #lightning: LightningClient;

  /** Connects at the first call. Throws when the certificate cannot be read. */
  constructor(options: LndWalletOptions) {
    this.#options = options;
    const folder = options.protoFolder ?? repositoryProtoFolder();
    const definition = loadSync(['lightning.proto', 'routerrpc/router.proto'], {
      includeDirs: [folder],
      keepCase: true,
      longs: String,
      enums: String,
      defaults: true,
      oneofs: true,
    });
    const { lnrpc, routerrpc } = loadPackageDefinition(definition) as unknown as {
      lnrpc: { Lightning: ClientOf<LightningClient> };
      routerrpc: { Router: ClientOf<RouterClient> };
    };
    const tls = credentials.createSsl(readFileSync(options.tlsCertFile));
    this.#router = new routerrpc.Router(options.address, tls, channelOptions);
    this.#lightning = new lnrpc.Lightning(options.address, tls, channelOptions);
  }

  async pay(invoice: string, limits: PayLimits): Promise<Paid> {
    const { paymentHash } = readInvoice(invoice);
    const lostForMs = (this.#options.lostForSeconds ?? defaultLostForSeconds) * 1000;
    let lostSince: number | undefined;
    let backoffMs = 100;
    let step: 'send' | 'track' = 'send';
    let refusal = '';
    for (;;) {
      const ending: Ending = await (step === 'send'
        ? this.#send(invoice, paymentHash, limits)
        : this.#track(paymentHash));
      if (ending.kind === 'done') return ending.paid;
      if (ending.seen) [lostSince, backoffMs] = [undefined, 100];
      if (step === 'send') {
        // Whatever ended the call, lnd alone knows whether it has the payment. An answer that is no lost connection is
        // kept: should lnd not know the hash, it is the reason.
        refusal = !ending.seen && isAnswer(ending.code) ? ending.text : '';
        step = 'track';
        if (refusal) continue;
      } else if (ending.code === status.NOT_FOUND) {
        if (refusal) throw new PaymentFailed(refusal, paymentHash);
        step = 'send';
      } else if (isLockedOut(ending)) {
        throw new PaymentUnknown(paymentHash, ending.text);
      }
      lostSince ??= unixMs();
      if (unixMs() - lostSince > lostForMs) throw new PaymentUnknown(paymentHash, ending.text);
      await sleep(backoffMs);
      backoffMs = Math.min(backoffMs * 2, maxBackoffMs);
    }
  }

  async balanceMsat(): Promise<bigint> {
    const metadata = await this.#metadata();
    const reply = await new Promise<{ local_balance: { msat: string } | null } | undefined>((resolve, reject) => {
      this.#lightning.ChannelBalance({}, metadata, { deadline: unixMs() + unaryTimeoutMs }, (error, answer) =>
        error ? reject(error) : resolve(answer),
      );
    });
    return BigInt(reply?.local_balance?.msat ?? '0');
  }

  /** Ends the connections. A payment under way goes on at the node. */
  close(): void {
    this.#router.close();
    this.#lightning.close();
  }

  async #send(invoice: string, paymentHash: string, limits: PayLimits): Promise<Ending> {
    const metadata = await this.#metadata();
    const request = {
      payment_request: invoice,
      fee_limit_msat: limits.maxFeeMsat.toString(),
      timeout_seconds: limits.timeoutSeconds,
      max_parts: 16,
      cancelable: false,
    };
    return follow(() => this.#router.SendPaymentV2(request, metadata), paymentHash);
  }

  async #track(paymentHash: string): Promise<Ending> {
    const metadata = await this.#metadata();
    const request = { payment_hash: Buffer.from(paymentHash, 'hex') };
    return follow(() => this.#router.TrackPaymentV2(request, metadata), paymentHash);
  }

  async #metadata(): Promise<Metadata> {
    const metadata = new Metadata();
    metadata.set('macaroon', (await readFile(this.#options.macaroonFile)).toString('hex'));
    return metadata;
  }
}

type ClientOf<C> = new (address: string, tls: ReturnType<typeof credentials.createSsl>, options: object) => C;

/** Reads a stream of payment updates to its final state; throws `PaymentFailed` on lnd's own FAILED. */
async function follow(open: () => AsyncIterable<PaymentUpdate>, paymentHash: string): Promise<Ending> {
  let seen = false;
  try {
    for await (const update of open()) {
      seen = true;
      if (update.status === 'SUCCEEDED') return { kind: 'done', paid: paidOf(update, paymentHash) };
      if (update.status === 'FAILED') throw new PaymentFailed(update.failure_reason, paymentHash);
    }
  } catch (error) {
    if (error instanceof PaymentFailed || error instanceof PaymentUnknown) throw error;
    const { code, details, message } = error as ServiceError;
    return { kind: 'broken', seen, code, text: details || message };
  }
  return { kind: 'broken', seen, code: undefined, text: 'the node ended the stream before the payment was final' };
}

function paidOf(update: PaymentUpdate, paymentHash: string): Paid {
  const preimage = update.payment_preimage.toLowerCase();
  const hash = createHash('sha256').update(Buffer.from(preimage, 'hex')).digest('hex');
  if (hash !== paymentHash)
    throw new PaymentUnknown(paymentHash, 'the node reports success with a preimage that does not fit');
  return { preimage, paidMsat: BigInt(update.value_msat), feeMsat: BigInt(update.fee_msat) };
}

/** lnd has spoken, as opposed to the connection: these codes carry its reason not to send (lnd uses UNKNOWN for most). */
function isAnswer(code: number | undefined): boolean {
  return (
    code === status.UNKNOWN ||
    code === status.INVALID_ARGUMENT ||
    code === status.PERMISSION_DENIED ||
    code === status.UNAUTHENTICATED ||
    code === status.UNIMPLEMENTED
  );
}

/** The node does not accept our macaroon or does not know the call; no patience changes that. */
function isLockedOut({ code, text }: { code: number | undefined; text: string }): boolean {
  return isAnswer(code) && (code !== status.UNKNOWN || /macaroon|permission denied|verification failed/.test(text));
}

/** `proto/lnd` of the nearest folder above that has it, from the sources as well as from the build. */
function repositoryProtoFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const candidate = join(folder, 'proto', 'lnd');
    if (existsSync(join(candidate, 'lightning.proto'))) return candidate;
    const above = dirname(folder);
    if (above === folder) throw new Error('no proto/lnd folder above this file; pass protoFolder');
    folder = above;
  }
}
