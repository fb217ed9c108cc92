// Calls of one lnd by its complete definitions, which the stock client ships, and of btcd by JSON-RPC.
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import * as grpc from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

const protos = join(dirname(createRequire(import.meta.url).resolve('@lightningpolar/lnd-api/package.json')), 'protos');
const definitions = loadSync(['lightning.proto', 'walletunlocker.proto', 'stateservice.proto'], {
  keepCase: true,
  longs: String,
  enums: String,
  defaults: true,
  oneofs: true,
  includeDirs: [protos],
});
const callWithinMs = 20_000;

/** One unary call, by a client of its own; `macaroonFile` may be absent for what needs none. */
export async function callLnd({ grpc: address, tlsCertFile, macaroonFile }, rpc, message = {}) {
  const [service, name] = rpc.split('/');
  const { path, requestSerialize, responseDeserialize } = definitions[`lnrpc.${service}`][name];
  const metadata = new grpc.Metadata();
  if (macaroonFile !== undefined) metadata.set('macaroon', readFileSync(macaroonFile).toString('hex'));
  const client = new grpc.Client(address, grpc.credentials.createSsl(readFileSync(tlsCertFile)));
  try {
    return await new Promise((resolve, reject) => {
      const options = { deadline: Date.now() + callWithinMs };
      client.makeUnaryRequest(
        path,
        requestSerialize,
        responseDeserialize,
        message,
        metadata,
        options,
        (error, reply) => (error ? reject(error) : resolve(reply)),
      );
    });
  } finally {
    client.close();
  }
}

/** btcd's answer to a call; throws what it refuses. */
export function callBtcd({ rpcPort, rpcCertFile }, method, ...params) {
  const body = JSON.stringify({ jsonrpc: '1.0', id: 1, method, params });
  const options = { host: '127.0.0.1', port: rpcPort, method: 'POST', auth: 'u:p', ca: readFileSync(rpcCertFile) };
  return new Promise((resolve, reject) => {
    const sent = request(options, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk)).on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        if (response.statusCode !== 200) return reject(new Error(`btcd answered ${response.statusCode}: ${text}`));
        const { result, error } = JSON.parse(text);
        return error ? reject(new Error(error.message)) : resolve(result);
      });
    });
    sent.setTimeout(callWithinMs, () => sent.destroy(new Error('btcd does not answer')));
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Asks until the answer fits; a call that fails counts as an answer that does not. Throws what was missing at the end. */
export async function until(what, ask, withinMs = 120_000) {
  const end = performance.now() + withinMs;
  for (let last; ; await pause(100)) {
    try {
      const answer = await ask();
      if (answer) return answer;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (performance.now() > end) throw new Error(`${what} did not come within ${withinMs / 1000} s`, { cause: last });
  }
}
