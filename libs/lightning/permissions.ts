/**
 * The macaroon of each process, as permissions for LND's BakeMacaroon: exactly the RPCs that it calls. Billing can make,
 * settle and cancel invoices but not pay; settlement's watcher and reconciliation can only look; the payer alone can pay, and
 * cannot delete what keeps LND from paying twice.
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
  'lnrpc.Lightning/ListChannels',
  'lnrpc.Lightning/ListInvoices',
  'lnrpc.Lightning/SubscribeInvoices',
  'lnrpc.Lightning/LookupHtlcResolution',
  'invoicesrpc.Invoices/SubscribeSingleInvoice',
  'invoicesrpc.Invoices/LookupInvoiceV2',
  'routerrpc.Router/SubscribeHtlcEvents',
].map(uri);

export const payoutPermissions: readonly string[] = [
  'lnrpc.Lightning/GetInfo',
  'lnrpc.Lightning/DecodePayReq',
  'lnrpc.Lightning/ChannelBalance',
  'lnrpc.Lightning/ListPayments',
  'lnrpc.Lightning/ListChannels',
  'routerrpc.Router/SendPaymentV2',
  'routerrpc.Router/TrackPaymentV2',
  'routerrpc.Router/TrackPayments',
  'routerrpc.Router/EstimateRouteFee',
].map(uri);

export const reconciliationPermissions: readonly string[] = [
  'lnrpc.Lightning/GetInfo',
  'lnrpc.Lightning/ListInvoices',
  'lnrpc.Lightning/ListPayments',
  'lnrpc.Lightning/ListChannels',
  'lnrpc.Lightning/PendingChannels',
  'lnrpc.Lightning/ChannelBalance',
  'lnrpc.Lightning/WalletBalance',
  'lnrpc.Lightning/LookupInvoice',
].map(uri);
