/**
 * A billing in a process of its own that does nothing, for `apart`. Its identity is in the folder that it is started with; says
 * `{port}` when it is served.
 */
import { openIdentity } from '#config/identity-files';
import { serviceNames } from '#contracts/callers';
import { serve } from '#contracts/grpc-server';
import { bareBilling } from '../bare-billing.js';

const [folder = ''] = process.argv.slice(2);
const server = await serve({
  identity: openIdentity(folder, 'billing', serviceNames),
  host: '127.0.0.1',
  port: 0,
  services: { billing: bareBilling },
  missing: async () => [],
  onDefect: (rpc, error) => console.error(`${rpc} failed:`, error),
});
process.once('SIGTERM', () => process.exit(0));
process.send?.({ port: server.port });
