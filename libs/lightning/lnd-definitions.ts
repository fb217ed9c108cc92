/** LND's services as grpc-js wants them. Read once per process, since reading takes longer than connecting. */
import { join } from 'node:path';
import { loadSync, type PackageDefinition } from '@grpc/proto-loader';
import { projectRoot } from '#kernel/project-root';
import type { InvoicesDefinition } from './generated/invoicesrpc/Invoices.js';
import type { LightningDefinition } from './generated/lnrpc/Lightning.js';
import type { StateDefinition } from './generated/lnrpc/State.js';
import type { RouterDefinition } from './generated/routerrpc/Router.js';

/** By their full names. */
export interface LndDefinitions {
  readonly 'lnrpc.Lightning': LightningDefinition;
  readonly 'invoicesrpc.Invoices': InvoicesDefinition;
  readonly 'routerrpc.Router': RouterDefinition;
  readonly 'lnrpc.State': StateDefinition;
}

const files = ['lightning.proto', 'invoicesrpc/invoices.proto', 'routerrpc/router.proto', 'stateservice.proto'];

let loaded: PackageDefinition | undefined;

export function lndDefinitions(): LndDefinitions {
  loaded ??= loadSync(files, {
    keepCase: true,
    longs: String,
    enums: String,
    defaults: true,
    oneofs: true,
    includeDirs: [join(projectRoot, 'proto', 'lnd')],
  });
  return loaded as unknown as LndDefinitions;
}
