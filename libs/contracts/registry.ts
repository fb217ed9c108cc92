import type { RegistryDefinition } from './generated/botbazaar/registry/v1/Registry.js';
import type { ServiceOf } from './service.js';

export type Registry = ServiceOf<RegistryDefinition>;

export type { Claim__Output as WorkerClaim } from './generated/botbazaar/registry/v1/Claim.js';
export type { ListingDraft__Output as ListingDraft } from './generated/botbazaar/registry/v1/ListingDraft.js';
export type { Outcome__Output as ReportedOutcome } from './generated/botbazaar/registry/v1/Outcome.js';
export type { SearchServicesReply__Output as SearchServicesReply } from './generated/botbazaar/registry/v1/SearchServicesReply.js';
export type { Service__Output as Service } from './generated/botbazaar/registry/v1/Service.js';
export type { VersionReply__Output as VersionReply } from './generated/botbazaar/registry/v1/VersionReply.js';
