// Original file: proto/botbazaar/registry/v1/registry.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { ChangeStateRequest as _botbazaar_registry_v1_ChangeStateRequest, ChangeStateRequest__Output as _botbazaar_registry_v1_ChangeStateRequest__Output } from '../../../botbazaar/registry/v1/ChangeStateRequest.js';
import type { CreateListingReply as _botbazaar_registry_v1_CreateListingReply, CreateListingReply__Output as _botbazaar_registry_v1_CreateListingReply__Output } from '../../../botbazaar/registry/v1/CreateListingReply.js';
import type { CreateListingRequest as _botbazaar_registry_v1_CreateListingRequest, CreateListingRequest__Output as _botbazaar_registry_v1_CreateListingRequest__Output } from '../../../botbazaar/registry/v1/CreateListingRequest.js';
import type { GetServiceRequest as _botbazaar_registry_v1_GetServiceRequest, GetServiceRequest__Output as _botbazaar_registry_v1_GetServiceRequest__Output } from '../../../botbazaar/registry/v1/GetServiceRequest.js';
import type { GetVersionRequest as _botbazaar_registry_v1_GetVersionRequest, GetVersionRequest__Output as _botbazaar_registry_v1_GetVersionRequest__Output } from '../../../botbazaar/registry/v1/GetVersionRequest.js';
import type { ListOwnRequest as _botbazaar_registry_v1_ListOwnRequest, ListOwnRequest__Output as _botbazaar_registry_v1_ListOwnRequest__Output } from '../../../botbazaar/registry/v1/ListOwnRequest.js';
import type { ReportOutcomesReply as _botbazaar_registry_v1_ReportOutcomesReply, ReportOutcomesReply__Output as _botbazaar_registry_v1_ReportOutcomesReply__Output } from '../../../botbazaar/registry/v1/ReportOutcomesReply.js';
import type { ReportOutcomesRequest as _botbazaar_registry_v1_ReportOutcomesRequest, ReportOutcomesRequest__Output as _botbazaar_registry_v1_ReportOutcomesRequest__Output } from '../../../botbazaar/registry/v1/ReportOutcomesRequest.js';
import type { SearchServicesReply as _botbazaar_registry_v1_SearchServicesReply, SearchServicesReply__Output as _botbazaar_registry_v1_SearchServicesReply__Output } from '../../../botbazaar/registry/v1/SearchServicesReply.js';
import type { SearchServicesRequest as _botbazaar_registry_v1_SearchServicesRequest, SearchServicesRequest__Output as _botbazaar_registry_v1_SearchServicesRequest__Output } from '../../../botbazaar/registry/v1/SearchServicesRequest.js';
import type { Service as _botbazaar_registry_v1_Service, Service__Output as _botbazaar_registry_v1_Service__Output } from '../../../botbazaar/registry/v1/Service.js';
import type { UpdateListingRequest as _botbazaar_registry_v1_UpdateListingRequest, UpdateListingRequest__Output as _botbazaar_registry_v1_UpdateListingRequest__Output } from '../../../botbazaar/registry/v1/UpdateListingRequest.js';
import type { VersionReply as _botbazaar_registry_v1_VersionReply, VersionReply__Output as _botbazaar_registry_v1_VersionReply__Output } from '../../../botbazaar/registry/v1/VersionReply.js';

export interface RegistryClient extends grpc.Client {
  ChangeState(argument: _botbazaar_registry_v1_ChangeStateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_registry_v1_Service__Output>): grpc.ClientUnaryCall;
  ChangeState(argument: _botbazaar_registry_v1_ChangeStateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_registry_v1_Service__Output>): grpc.ClientUnaryCall;
  ChangeState(argument: _botbazaar_registry_v1_ChangeStateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_registry_v1_Service__Output>): grpc.ClientUnaryCall;
  ChangeState(argument: _botbazaar_registry_v1_ChangeStateRequest, callback: grpc.requestCallback<_botbazaar_registry_v1_Service__Output>): grpc.ClientUnaryCall;
  changeState(argument: _botbazaar_registry_v1_ChangeStateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_registry_v1_Service__Output>): grpc.ClientUnaryCall;
  changeState(argument: _botbazaar_registry_v1_ChangeStateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_registry_v1_Service__Output>): grpc.ClientUnaryCall;
  changeState(argument: _botbazaar_registry_v1_ChangeStateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_registry_v1_Service__Output>): grpc.ClientUnaryCall;
  changeState(argument: _botbazaar_registry_v1_ChangeStateRequest, callback: grpc.requestCallback<_botbazaar_registry_v1_Service__Output>): grpc.ClientUnaryCall;
  
  CreateListing(argument: _botbazaar_registry_v1_CreateListingRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_registry_v1_CreateListingReply__Output>): grpc.ClientUnaryCall;
  CreateListing(argument: _botbazaar_registry_v1_CreateListingRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_registry_v1_CreateListingReply__Output>): grpc.ClientUnaryCall;
  CreateListing(argument: _botbazaar_registry_v1_CreateListingRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_registry_v1_CreateListingReply__Output>): grpc.ClientUnaryCall;
  CreateListing(argument: _botbazaar_registry_v1_CreateListingRequest, callback: grpc.requestCallback<_botbazaar_registry_v1_CreateListingReply__Output>): grpc.ClientUnaryCall;
  createListing(argument: _botbazaar_registry_v1_CreateListingRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_registry_v1_CreateListingReply__Output>): grpc.ClientUnaryCall;
  createListing(argument: _botbazaar_registry_v1_CreateListingRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_registry_v1_CreateListingReply__Output>): grpc.ClientUnaryCall;
  createListing(argument: _botbazaar_registry_v1_CreateListingRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_registry_v1_CreateListingReply__Output>): grpc.ClientUnaryCall;
  createListing(argument: _botbazaar_registry_v1_CreateListingRequest, callback: grpc.requestCallback<_botbazaar_registry_v1_CreateListingReply__Output>): grpc.ClientUnaryCall;
  
  GetService(argument: _botbazaar_registry_v1_GetServiceRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_registry_v1_Service__Output>): grpc.ClientUnaryCall;
  GetService(argument: _botbazaar_registry_v1_GetServiceRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_registry_v1_Service__Output>): grpc.ClientUnaryCall;
  GetService(argument: _botbazaar_registry_v1_GetServiceRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_registry_v1_Service__Output>): grpc.ClientUnaryCall;
  GetService(argument: _botbazaar_registry_v1_GetServiceRequest, callback: grpc.requestCallback<_botbazaar_registry_v1_Service__Output>): grpc.ClientUnaryCall;
  getService(argument: _botbazaar_registry_v1_GetServiceRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_registry_v1_Service__Output>): grpc.ClientUnaryCall;
  getService(argument: _botbazaar_registry_v1_GetServiceRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_registry_v1_Service__Output>): grpc.ClientUnaryCall;
  getService(argument: _botbazaar_registry_v1_GetServiceRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_registry_v1_Service__Output>): grpc.ClientUnaryCall;
  getService(argument: _botbazaar_registry_v1_GetServiceRequest, callback: grpc.requestCallback<_botbazaar_registry_v1_Service__Output>): grpc.ClientUnaryCall;
  
  GetVersion(argument: _botbazaar_registry_v1_GetVersionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_registry_v1_VersionReply__Output>): grpc.ClientUnaryCall;
  GetVersion(argument: _botbazaar_registry_v1_GetVersionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_registry_v1_VersionReply__Output>): grpc.ClientUnaryCall;
  GetVersion(argument: _botbazaar_registry_v1_GetVersionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_registry_v1_VersionReply__Output>): grpc.ClientUnaryCall;
  GetVersion(argument: _botbazaar_registry_v1_GetVersionRequest, callback: grpc.requestCallback<_botbazaar_registry_v1_VersionReply__Output>): grpc.ClientUnaryCall;
  getVersion(argument: _botbazaar_registry_v1_GetVersionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_registry_v1_VersionReply__Output>): grpc.ClientUnaryCall;
  getVersion(argument: _botbazaar_registry_v1_GetVersionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_registry_v1_VersionReply__Output>): grpc.ClientUnaryCall;
  getVersion(argument: _botbazaar_registry_v1_GetVersionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_registry_v1_VersionReply__Output>): grpc.ClientUnaryCall;
  getVersion(argument: _botbazaar_registry_v1_GetVersionRequest, callback: grpc.requestCallback<_botbazaar_registry_v1_VersionReply__Output>): grpc.ClientUnaryCall;
  
  ListOwn(argument: _botbazaar_registry_v1_ListOwnRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_registry_v1_SearchServicesReply__Output>): grpc.ClientUnaryCall;
  ListOwn(argument: _botbazaar_registry_v1_ListOwnRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_registry_v1_SearchServicesReply__Output>): grpc.ClientUnaryCall;
  ListOwn(argument: _botbazaar_registry_v1_ListOwnRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_registry_v1_SearchServicesReply__Output>): grpc.ClientUnaryCall;
  ListOwn(argument: _botbazaar_registry_v1_ListOwnRequest, callback: grpc.requestCallback<_botbazaar_registry_v1_SearchServicesReply__Output>): grpc.ClientUnaryCall;
  listOwn(argument: _botbazaar_registry_v1_ListOwnRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_registry_v1_SearchServicesReply__Output>): grpc.ClientUnaryCall;
  listOwn(argument: _botbazaar_registry_v1_ListOwnRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_registry_v1_SearchServicesReply__Output>): grpc.ClientUnaryCall;
  listOwn(argument: _botbazaar_registry_v1_ListOwnRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_registry_v1_SearchServicesReply__Output>): grpc.ClientUnaryCall;
  listOwn(argument: _botbazaar_registry_v1_ListOwnRequest, callback: grpc.requestCallback<_botbazaar_registry_v1_SearchServicesReply__Output>): grpc.ClientUnaryCall;
  
  ReportOutcomes(argument: _botbazaar_registry_v1_ReportOutcomesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_registry_v1_ReportOutcomesReply__Output>): grpc.ClientUnaryCall;
  ReportOutcomes(argument: _botbazaar_registry_v1_ReportOutcomesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_registry_v1_ReportOutcomesReply__Output>): grpc.ClientUnaryCall;
  ReportOutcomes(argument: _botbazaar_registry_v1_ReportOutcomesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_registry_v1_ReportOutcomesReply__Output>): grpc.ClientUnaryCall;
  ReportOutcomes(argument: _botbazaar_registry_v1_ReportOutcomesRequest, callback: grpc.requestCallback<_botbazaar_registry_v1_ReportOutcomesReply__Output>): grpc.ClientUnaryCall;
  reportOutcomes(argument: _botbazaar_registry_v1_ReportOutcomesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_registry_v1_ReportOutcomesReply__Output>): grpc.ClientUnaryCall;
  reportOutcomes(argument: _botbazaar_registry_v1_ReportOutcomesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_registry_v1_ReportOutcomesReply__Output>): grpc.ClientUnaryCall;
  reportOutcomes(argument: _botbazaar_registry_v1_ReportOutcomesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_registry_v1_ReportOutcomesReply__Output>): grpc.ClientUnaryCall;
  reportOutcomes(argument: _botbazaar_registry_v1_ReportOutcomesRequest, callback: grpc.requestCallback<_botbazaar_registry_v1_ReportOutcomesReply__Output>): grpc.ClientUnaryCall;
  
  SearchServices(argument: _botbazaar_registry_v1_SearchServicesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_registry_v1_SearchServicesReply__Output>): grpc.ClientUnaryCall;
  SearchServices(argument: _botbazaar_registry_v1_SearchServicesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_registry_v1_SearchServicesReply__Output>): grpc.ClientUnaryCall;
  SearchServices(argument: _botbazaar_registry_v1_SearchServicesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_registry_v1_SearchServicesReply__Output>): grpc.ClientUnaryCall;
  SearchServices(argument: _botbazaar_registry_v1_SearchServicesRequest, callback: grpc.requestCallback<_botbazaar_registry_v1_SearchServicesReply__Output>): grpc.ClientUnaryCall;
  searchServices(argument: _botbazaar_registry_v1_SearchServicesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_registry_v1_SearchServicesReply__Output>): grpc.ClientUnaryCall;
  searchServices(argument: _botbazaar_registry_v1_SearchServicesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_registry_v1_SearchServicesReply__Output>): grpc.ClientUnaryCall;
  searchServices(argument: _botbazaar_registry_v1_SearchServicesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_registry_v1_SearchServicesReply__Output>): grpc.ClientUnaryCall;
  searchServices(argument: _botbazaar_registry_v1_SearchServicesRequest, callback: grpc.requestCallback<_botbazaar_registry_v1_SearchServicesReply__Output>): grpc.ClientUnaryCall;
  
  UpdateListing(argument: _botbazaar_registry_v1_UpdateListingRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_registry_v1_Service__Output>): grpc.ClientUnaryCall;
  UpdateListing(argument: _botbazaar_registry_v1_UpdateListingRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_registry_v1_Service__Output>): grpc.ClientUnaryCall;
  UpdateListing(argument: _botbazaar_registry_v1_UpdateListingRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_registry_v1_Service__Output>): grpc.ClientUnaryCall;
  UpdateListing(argument: _botbazaar_registry_v1_UpdateListingRequest, callback: grpc.requestCallback<_botbazaar_registry_v1_Service__Output>): grpc.ClientUnaryCall;
  updateListing(argument: _botbazaar_registry_v1_UpdateListingRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_registry_v1_Service__Output>): grpc.ClientUnaryCall;
  updateListing(argument: _botbazaar_registry_v1_UpdateListingRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_registry_v1_Service__Output>): grpc.ClientUnaryCall;
  updateListing(argument: _botbazaar_registry_v1_UpdateListingRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_registry_v1_Service__Output>): grpc.ClientUnaryCall;
  updateListing(argument: _botbazaar_registry_v1_UpdateListingRequest, callback: grpc.requestCallback<_botbazaar_registry_v1_Service__Output>): grpc.ClientUnaryCall;
  
}

export interface RegistryHandlers extends grpc.UntypedServiceImplementation {
  ChangeState: grpc.handleUnaryCall<_botbazaar_registry_v1_ChangeStateRequest__Output, _botbazaar_registry_v1_Service>;
  
  CreateListing: grpc.handleUnaryCall<_botbazaar_registry_v1_CreateListingRequest__Output, _botbazaar_registry_v1_CreateListingReply>;
  
  GetService: grpc.handleUnaryCall<_botbazaar_registry_v1_GetServiceRequest__Output, _botbazaar_registry_v1_Service>;
  
  GetVersion: grpc.handleUnaryCall<_botbazaar_registry_v1_GetVersionRequest__Output, _botbazaar_registry_v1_VersionReply>;
  
  ListOwn: grpc.handleUnaryCall<_botbazaar_registry_v1_ListOwnRequest__Output, _botbazaar_registry_v1_SearchServicesReply>;
  
  ReportOutcomes: grpc.handleUnaryCall<_botbazaar_registry_v1_ReportOutcomesRequest__Output, _botbazaar_registry_v1_ReportOutcomesReply>;
  
  SearchServices: grpc.handleUnaryCall<_botbazaar_registry_v1_SearchServicesRequest__Output, _botbazaar_registry_v1_SearchServicesReply>;
  
  UpdateListing: grpc.handleUnaryCall<_botbazaar_registry_v1_UpdateListingRequest__Output, _botbazaar_registry_v1_Service>;
  
}

export interface RegistryDefinition extends grpc.ServiceDefinition {
  ChangeState: MethodDefinition<_botbazaar_registry_v1_ChangeStateRequest, _botbazaar_registry_v1_Service, _botbazaar_registry_v1_ChangeStateRequest__Output, _botbazaar_registry_v1_Service__Output>
  CreateListing: MethodDefinition<_botbazaar_registry_v1_CreateListingRequest, _botbazaar_registry_v1_CreateListingReply, _botbazaar_registry_v1_CreateListingRequest__Output, _botbazaar_registry_v1_CreateListingReply__Output>
  GetService: MethodDefinition<_botbazaar_registry_v1_GetServiceRequest, _botbazaar_registry_v1_Service, _botbazaar_registry_v1_GetServiceRequest__Output, _botbazaar_registry_v1_Service__Output>
  GetVersion: MethodDefinition<_botbazaar_registry_v1_GetVersionRequest, _botbazaar_registry_v1_VersionReply, _botbazaar_registry_v1_GetVersionRequest__Output, _botbazaar_registry_v1_VersionReply__Output>
  ListOwn: MethodDefinition<_botbazaar_registry_v1_ListOwnRequest, _botbazaar_registry_v1_SearchServicesReply, _botbazaar_registry_v1_ListOwnRequest__Output, _botbazaar_registry_v1_SearchServicesReply__Output>
  ReportOutcomes: MethodDefinition<_botbazaar_registry_v1_ReportOutcomesRequest, _botbazaar_registry_v1_ReportOutcomesReply, _botbazaar_registry_v1_ReportOutcomesRequest__Output, _botbazaar_registry_v1_ReportOutcomesReply__Output>
  SearchServices: MethodDefinition<_botbazaar_registry_v1_SearchServicesRequest, _botbazaar_registry_v1_SearchServicesReply, _botbazaar_registry_v1_SearchServicesRequest__Output, _botbazaar_registry_v1_SearchServicesReply__Output>
  UpdateListing: MethodDefinition<_botbazaar_registry_v1_UpdateListingRequest, _botbazaar_registry_v1_Service, _botbazaar_registry_v1_UpdateListingRequest__Output, _botbazaar_registry_v1_Service__Output>
}
