/** What each RPC demands of a macaroon, as lnd has it: an entity and an action, or the RPC's own name as a `uri`. */
export interface Permission {
  readonly entity: string;
  readonly action: string;
}

const entities = [
  'address',
  'info',
  'invoices',
  'macaroon',
  'message',
  'offchain',
  'onchain',
  'peers',
  'signer',
] as const;
const actions = ['read', 'write', 'generate'] as const;

/** RPCs by full name. Those of lnrpc.State are not here: they need no macaroon. */
const required: Readonly<Record<string, readonly Permission[]>> = {
  '/lnrpc.Lightning/GetInfo': [{ entity: 'info', action: 'read' }],
  '/lnrpc.Lightning/AddInvoice': [{ entity: 'invoices', action: 'write' }],
  '/lnrpc.Lightning/ListInvoices': [{ entity: 'invoices', action: 'read' }],
  '/lnrpc.Lightning/SubscribeInvoices': [{ entity: 'invoices', action: 'read' }],
  '/lnrpc.Lightning/LookupInvoice': [{ entity: 'invoices', action: 'read' }],
  '/lnrpc.Lightning/DecodePayReq': [{ entity: 'offchain', action: 'read' }],
  '/lnrpc.Lightning/ChannelBalance': [{ entity: 'offchain', action: 'read' }],
  '/lnrpc.Lightning/WalletBalance': [{ entity: 'onchain', action: 'read' }],
  '/lnrpc.Lightning/ListChannels': [{ entity: 'offchain', action: 'read' }],
  '/lnrpc.Lightning/ListPayments': [{ entity: 'offchain', action: 'read' }],
  '/lnrpc.Lightning/PendingChannels': [{ entity: 'offchain', action: 'read' }],
  '/lnrpc.Lightning/LookupHtlcResolution': [{ entity: 'offchain', action: 'read' }],
  '/lnrpc.Lightning/BakeMacaroon': [{ entity: 'macaroon', action: 'generate' }],
  '/lnrpc.Lightning/DeleteMacaroonID': [{ entity: 'macaroon', action: 'write' }],
  '/invoicesrpc.Invoices/SubscribeSingleInvoice': [{ entity: 'invoices', action: 'read' }],
  '/invoicesrpc.Invoices/CancelInvoice': [{ entity: 'invoices', action: 'write' }],
  '/invoicesrpc.Invoices/AddHoldInvoice': [{ entity: 'invoices', action: 'write' }],
  '/invoicesrpc.Invoices/SettleInvoice': [{ entity: 'invoices', action: 'write' }],
  // Not a slip: lnd lets only those look up by V2 who may write.
  '/invoicesrpc.Invoices/LookupInvoiceV2': [{ entity: 'invoices', action: 'write' }],
  '/routerrpc.Router/SendPaymentV2': [{ entity: 'offchain', action: 'write' }],
  '/routerrpc.Router/TrackPaymentV2': [{ entity: 'offchain', action: 'read' }],
  '/routerrpc.Router/TrackPayments': [{ entity: 'offchain', action: 'read' }],
  '/routerrpc.Router/EstimateRouteFee': [{ entity: 'offchain', action: 'read' }],
  '/routerrpc.Router/SubscribeHtlcEvents': [{ entity: 'offchain', action: 'read' }],
};

export function requiredPermissions(method: string): readonly Permission[] {
  return required[method] ?? [];
}

/** Everything, as in lnd's admin.macaroon. */
export const adminPermissions: readonly Permission[] = entities.flatMap((entity) => {
  const own = entity === 'macaroon' || entity === 'signer' ? actions : (['read', 'write'] as const);
  return own.map((action) => ({ entity, action }));
});

/** lnd's words for a permission that does not exist; `undefined` when it does. */
export function refusalOfPermission({ entity, action }: Permission): string | undefined {
  if (entity === 'uri') {
    if (Object.hasOwn(required, action)) return undefined;
    return 'invalid permission action, must be an existing URI in the format /package.Service/MethodName';
  }
  const supported = `supported actions are [${actions.join(' ')}], supported entities are [${entities.join(' ')} uri]`;
  if (!(entities as readonly string[]).includes(entity)) return `invalid permission entity. ${supported}`;
  if (!(actions as readonly string[]).includes(action)) return `invalid permission action. ${supported}`;
  return undefined;
}

/** `invoices:read` or `uri:/lnrpc.Lightning/GetInfo`, as lncli takes them. */
export function parsePermission(text: string): Permission {
  const colon = text.indexOf(':');
  return { entity: text.slice(0, colon), action: text.slice(colon + 1) };
}
