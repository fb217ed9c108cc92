// Original file: proto/botbazaar/registry/v1/registry.proto

import type { ListingDraft as _botbazaar_registry_v1_ListingDraft, ListingDraft__Output as _botbazaar_registry_v1_ListingDraft__Output } from '../../../botbazaar/registry/v1/ListingDraft.js';

export interface UpdateListingRequest {
  'accountId'?: (string);
  'slug'?: (string);
  'draft'?: (_botbazaar_registry_v1_ListingDraft | null);
}

export interface UpdateListingRequest__Output {
  'accountId': (string);
  'slug': (string);
  'draft': (_botbazaar_registry_v1_ListingDraft__Output | null);
}
