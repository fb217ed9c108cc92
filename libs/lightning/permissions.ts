/**
 * The macaroon of each process, as permissions for LND's BakeMacaroon: exactly the RPCs that it calls. Billing can make,
 * settle and cancel invoices but not pay; settlement's watcher can only look.
 */
const uri = (method: string) => `uri:/${method}`;

export const invoiceDeskPermissions: readonly string[] = [
  'lnrpc.Lightning/GetInfo',
  'lnrpc.Lightning/AddInvoice',
  'lnrpc.Lightning/DecodePayReq',
  'invoicesrpc.Invoices/AddHoldInvoice',
  'invoicesrpc.Invoices/SettleInvoice',
  'invoicesrpc.Invoices/CancelInvoice',
  'invoicesrpc.Invoices/LookupInvoiceV2',
].map(uri);

export const invoiceWatchPermissions: readonly string[] = [
  'lnrpc.Lightning/GetInfo',
  'lnrpc.Lightning/ListInvoices',
  'lnrpc.Lightning/SubscribeInvoices',
  'lnrpc.Lightning/LookupHtlcResolution',
  'invoicesrpc.Invoices/SubscribeSingleInvoice',
  'invoicesrpc.Invoices/LookupInvoiceV2',
  'routerrpc.Router/SubscribeHtlcEvents',
].map(uri);
