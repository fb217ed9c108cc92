// Original file: proto/lnd/invoicesrpc/invoices.proto

import type { RouteHint as _lnrpc_RouteHint, RouteHint__Output as _lnrpc_RouteHint__Output } from '../lnrpc/RouteHint.js';
import type { Long } from '@grpc/proto-loader';

export interface AddHoldInvoiceRequest {
  'memo'?: (string);
  'hash'?: (Buffer | Uint8Array | string);
  'value'?: (number | string | Long);
  'description_hash'?: (Buffer | Uint8Array | string);
  'expiry'?: (number | string | Long);
  'fallback_addr'?: (string);
  'cltv_expiry'?: (number | string | Long);
  'route_hints'?: (_lnrpc_RouteHint)[];
  'private'?: (boolean);
  'value_msat'?: (number | string | Long);
}

export interface AddHoldInvoiceRequest__Output {
  'memo': (string);
  'hash': (Buffer);
  'value': (string);
  'description_hash': (Buffer);
  'expiry': (string);
  'fallback_addr': (string);
  'cltv_expiry': (string);
  'route_hints': (_lnrpc_RouteHint__Output)[];
  'private': (boolean);
  'value_msat': (string);
}
