/** A payment of which only a part is sent, declared in full: no wallet would, so the route is given to the payer's node. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as grpc from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import type { TargetNode } from '#test/lnd-sim/harness/target';

export interface PartPayment {
  readonly destination: string;
  readonly paymentHash: Buffer;
  readonly paymentAddress: Buffer;
  readonly finalCltvBlocks: number;
  readonly partMsat: bigint;
  readonly totalMsat: bigint;
}

const protos = join(dirname(createRequire(import.meta.url).resolve('@lightningpolar/lnd-api/package.json')), 'protos');

/** How the part ended: `SUCCEEDED` or `FAILED`; it is out for up to two minutes. */
export async function payPart(payer: TargetNode, payment: PartPayment): Promise<string> {
  const options = { keepCase: true, longs: String, enums: String, defaults: false, includeDirs: [protos] };
  const definitions = loadSync(['lightning.proto', 'routerrpc/router.proto'], options);
  const client = new grpc.Client(payer.grpcAddress, grpc.credentials.createSsl(readFileSync(payer.tlsCertFile)));
  const metadata = new grpc.Metadata();
  metadata.set('macaroon', payer.macaroon);
  const call = <Reply>(service: string, name: string, request: object): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const rpc = (definitions[service] as grpc.ServiceDefinition)[name];
      if (!rpc) return reject(new Error(`no RPC ${name}`));
      const { path, requestSerialize, responseDeserialize } = rpc;
      client.makeUnaryRequest(path, requestSerialize, responseDeserialize, request, metadata, (error, reply) =>
        error ? reject(error) : resolve(reply as Reply),
      );
    });
  try {
    const { routes } = await call<{ routes: { hops: object[] }[] }>('lnrpc.Lightning', 'QueryRoutes', {
      pub_key: payment.destination,
      amt_msat: String(payment.partMsat),
      final_cltv_delta: payment.finalCltvBlocks,
    });
    const route = routes[0];
    const last = route?.hops.at(-1);
    if (!route || !last) throw new Error('there is no route');
    const mpp_record = { payment_addr: payment.paymentAddress, total_amt_msat: String(payment.totalMsat) };
    Object.assign(last, { mpp_record, tlv_payload: true });
    const { status } = await call<{ status: string }>('routerrpc.Router', 'SendToRouteV2', {
      payment_hash: payment.paymentHash,
      route,
    });
    return status;
  } finally {
    client.close();
  }
}
