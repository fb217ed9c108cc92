// Original file: proto/botbazaar/registry/v1/registry.proto

import type { ListingDraft as _botbazaar_registry_v1_ListingDraft, ListingDraft__Output as _botbazaar_registry_v1_ListingDraft__Output } from '../../../botbazaar/registry/v1/ListingDraft.js';

export interface CreateListingRequest {
  'accountId'?: (string);
  'draft'?: (_botbazaar_registry_v1_ListingDraft | null);
}

export interface CreateListingRequest__Output {
  'accountId': (string);
  'draft': (_botbazaar_registry_v1_ListingDraft__Output | null);
}
