// Original file: proto/botbazaar/billing/v1/billing.proto

import type { Long } from '@grpc/proto-loader';

export interface ReportHoldingsRequest {
  'reconciliationId'?: (string);
  'entries'?: (number | string | Long);
  'steady'?: (boolean);
  'last'?: (boolean);
  'blockHeight'?: (number);
  'channelsMsat'?: (number | string | Long);
  'outgoingMsat'?: (number | string | Long);
  'incomingMsat'?: (number | string | Long);
  'commitFeesMsat'?: (number | string | Long);
  'openingMsat'?: (number | string | Long);
  'closingMsat'?: (number | string | Long);
  'walletMsat'?: (number | string | Long);
  'incomingHashes'?: (Buffer | Uint8Array | string)[];
  'seenBefore'?: (string);
}

export interface ReportHoldingsRequest__Output {
  'reconciliationId': (string);
  'entries': (string);
  'steady': (boolean);
  'last': (boolean);
  'blockHeight': (number);
  'channelsMsat': (string);
  'outgoingMsat': (string);
  'incomingMsat': (string);
  'commitFeesMsat': (string);
  'openingMsat': (string);
  'closingMsat': (string);
  'walletMsat': (string);
  'incomingHashes': (Buffer)[];
  'seenBefore': (string);
}
