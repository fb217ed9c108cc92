import type * as grpc from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';

import type { ChangeStateRequest as _botbazaar_registry_v1_ChangeStateRequest, ChangeStateRequest__Output as _botbazaar_registry_v1_ChangeStateRequest__Output } from './botbazaar/registry/v1/ChangeStateRequest.js';
import type { Claim as _botbazaar_registry_v1_Claim, Claim__Output as _botbazaar_registry_v1_Claim__Output } from './botbazaar/registry/v1/Claim.js';
import type { CreateListingReply as _botbazaar_registry_v1_CreateListingReply, CreateListingReply__Output as _botbazaar_registry_v1_CreateListingReply__Output } from './botbazaar/registry/v1/CreateListingReply.js';
import type { CreateListingRequest as _botbazaar_registry_v1_CreateListingRequest, CreateListingRequest__Output as _botbazaar_registry_v1_CreateListingRequest__Output } from './botbazaar/registry/v1/CreateListingRequest.js';
import type { Delivery as _botbazaar_registry_v1_Delivery, Delivery__Output as _botbazaar_registry_v1_Delivery__Output } from './botbazaar/registry/v1/Delivery.js';
import type { GetServiceRequest as _botbazaar_registry_v1_GetServiceRequest, GetServiceRequest__Output as _botbazaar_registry_v1_GetServiceRequest__Output } from './botbazaar/registry/v1/GetServiceRequest.js';
import type { GetVersionRequest as _botbazaar_registry_v1_GetVersionRequest, GetVersionRequest__Output as _botbazaar_registry_v1_GetVersionRequest__Output } from './botbazaar/registry/v1/GetVersionRequest.js';
import type { Health as _botbazaar_registry_v1_Health, Health__Output as _botbazaar_registry_v1_Health__Output } from './botbazaar/registry/v1/Health.js';
import type { ListOwnRequest as _botbazaar_registry_v1_ListOwnRequest, ListOwnRequest__Output as _botbazaar_registry_v1_ListOwnRequest__Output } from './botbazaar/registry/v1/ListOwnRequest.js';
import type { ListingDraft as _botbazaar_registry_v1_ListingDraft, ListingDraft__Output as _botbazaar_registry_v1_ListingDraft__Output } from './botbazaar/registry/v1/ListingDraft.js';
import type { Outcome as _botbazaar_registry_v1_Outcome, Outcome__Output as _botbazaar_registry_v1_Outcome__Output } from './botbazaar/registry/v1/Outcome.js';
import type { Quality as _botbazaar_registry_v1_Quality, Quality__Output as _botbazaar_registry_v1_Quality__Output } from './botbazaar/registry/v1/Quality.js';
import type { RegistryClient as _botbazaar_registry_v1_RegistryClient, RegistryDefinition as _botbazaar_registry_v1_RegistryDefinition } from './botbazaar/registry/v1/Registry.js';
import type { ReportOutcomesReply as _botbazaar_registry_v1_ReportOutcomesReply, ReportOutcomesReply__Output as _botbazaar_registry_v1_ReportOutcomesReply__Output } from './botbazaar/registry/v1/ReportOutcomesReply.js';
import type { ReportOutcomesRequest as _botbazaar_registry_v1_ReportOutcomesRequest, ReportOutcomesRequest__Output as _botbazaar_registry_v1_ReportOutcomesRequest__Output } from './botbazaar/registry/v1/ReportOutcomesRequest.js';
import type { SearchServicesReply as _botbazaar_registry_v1_SearchServicesReply, SearchServicesReply__Output as _botbazaar_registry_v1_SearchServicesReply__Output } from './botbazaar/registry/v1/SearchServicesReply.js';
import type { SearchServicesRequest as _botbazaar_registry_v1_SearchServicesRequest, SearchServicesRequest__Output as _botbazaar_registry_v1_SearchServicesRequest__Output } from './botbazaar/registry/v1/SearchServicesRequest.js';
import type { Service as _botbazaar_registry_v1_Service, Service__Output as _botbazaar_registry_v1_Service__Output } from './botbazaar/registry/v1/Service.js';
import type { UpdateListingRequest as _botbazaar_registry_v1_UpdateListingRequest, UpdateListingRequest__Output as _botbazaar_registry_v1_UpdateListingRequest__Output } from './botbazaar/registry/v1/UpdateListingRequest.js';
import type { VersionReply as _botbazaar_registry_v1_VersionReply, VersionReply__Output as _botbazaar_registry_v1_VersionReply__Output } from './botbazaar/registry/v1/VersionReply.js';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  botbazaar: {
    registry: {
      v1: {
        ChangeStateRequest: MessageTypeDefinition<_botbazaar_registry_v1_ChangeStateRequest, _botbazaar_registry_v1_ChangeStateRequest__Output>
        Claim: MessageTypeDefinition<_botbazaar_registry_v1_Claim, _botbazaar_registry_v1_Claim__Output>
        CreateListingReply: MessageTypeDefinition<_botbazaar_registry_v1_CreateListingReply, _botbazaar_registry_v1_CreateListingReply__Output>
        CreateListingRequest: MessageTypeDefinition<_botbazaar_registry_v1_CreateListingRequest, _botbazaar_registry_v1_CreateListingRequest__Output>
        Delivery: MessageTypeDefinition<_botbazaar_registry_v1_Delivery, _botbazaar_registry_v1_Delivery__Output>
        GetServiceRequest: MessageTypeDefinition<_botbazaar_registry_v1_GetServiceRequest, _botbazaar_registry_v1_GetServiceRequest__Output>
        GetVersionRequest: MessageTypeDefinition<_botbazaar_registry_v1_GetVersionRequest, _botbazaar_registry_v1_GetVersionRequest__Output>
        Health: MessageTypeDefinition<_botbazaar_registry_v1_Health, _botbazaar_registry_v1_Health__Output>
        ListOwnRequest: MessageTypeDefinition<_botbazaar_registry_v1_ListOwnRequest, _botbazaar_registry_v1_ListOwnRequest__Output>
        ListingDraft: MessageTypeDefinition<_botbazaar_registry_v1_ListingDraft, _botbazaar_registry_v1_ListingDraft__Output>
        Outcome: MessageTypeDefinition<_botbazaar_registry_v1_Outcome, _botbazaar_registry_v1_Outcome__Output>
        Quality: MessageTypeDefinition<_botbazaar_registry_v1_Quality, _botbazaar_registry_v1_Quality__Output>
        Registry: SubtypeConstructor<typeof grpc.Client, _botbazaar_registry_v1_RegistryClient> & { service: _botbazaar_registry_v1_RegistryDefinition }
        ReportOutcomesReply: MessageTypeDefinition<_botbazaar_registry_v1_ReportOutcomesReply, _botbazaar_registry_v1_ReportOutcomesReply__Output>
        ReportOutcomesRequest: MessageTypeDefinition<_botbazaar_registry_v1_ReportOutcomesRequest, _botbazaar_registry_v1_ReportOutcomesRequest__Output>
        SearchServicesReply: MessageTypeDefinition<_botbazaar_registry_v1_SearchServicesReply, _botbazaar_registry_v1_SearchServicesReply__Output>
        SearchServicesRequest: MessageTypeDefinition<_botbazaar_registry_v1_SearchServicesRequest, _botbazaar_registry_v1_SearchServicesRequest__Output>
        Service: MessageTypeDefinition<_botbazaar_registry_v1_Service, _botbazaar_registry_v1_Service__Output>
        UpdateListingRequest: MessageTypeDefinition<_botbazaar_registry_v1_UpdateListingRequest, _botbazaar_registry_v1_UpdateListingRequest__Output>
        VersionReply: MessageTypeDefinition<_botbazaar_registry_v1_VersionReply, _botbazaar_registry_v1_VersionReply__Output>
      }
    }
  }
}

