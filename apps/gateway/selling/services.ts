/** Services as buyers find them, and listings as their sellers manage them. */
import { Type } from 'typebox';
import {
  CreatedListing,
  draftMessage,
  ListingUpdate,
  NewListing,
  ServiceList,
  ServiceQuery,
  ServiceReply,
  serviceView,
} from '#contracts/http/service';
import { nextPage, PageQuery, Slug } from '#contracts/http/shared';
import type { SearchServicesReply, Service } from '#contracts/registry';
import { answersAtOnce } from '../buying/funding.js';
import { refuse } from '../edge/validation.js';
import type { Gateway } from '../gateway.js';
import { defineRoute, type EdgeReply, type Route } from '../route.js';

const bySlug = { params: Type.Object({ slug: Slug }), unknownPath: 'service_not_found' } as const;
const maxListingBytes = 256 * 1024;
const defaultPage = 50;

const draftErrors = ['invalid_schema', 'invalid_example', 'invalid_endpoint', 'invalid_amount'] as const;

export function serviceRoutes(gateway: Gateway): Route[] {
  return [
    searchServices(gateway),
    getService(gateway),
    createListing(gateway),
    updateListing(gateway),
    ...(['publish', 'pause', 'resume', 'retire'] as const).map((action) => changeState(gateway, action)),
    listOwn(gateway),
  ];
}

function view(message: Service): ReturnType<typeof serviceView> {
  return serviceView(message, answersAtOnce(message.deadlineMs));
}

function page(reply: SearchServicesReply): EdgeReply {
  const { services, nextCursor } = reply;
  return { status: 200, json: { services: services.map(view), ...nextPage(nextCursor) } };
}

function searchServices({ registry }: Gateway): Route {
  return defineRoute({
    method: 'GET',
    path: '/v1/services',
    name: 'searchServices',
    group: 'Services',
    summary: 'Find services',
    description:
      'Published services, the best first: by relevance and by what was measured of their last tasks. With words, the first ' +
      '200 at most.',
    auth: { kind: 'none' },
    query: ServiceQuery,
    responses: { 200: { description: 'A page of services.', schema: ServiceList, rows: 'services' } },
    errors: ['invalid_cursor', 'invalid_amount'],
    async handle({ query }) {
      const reply = await registry.searchServices({
        query: query.query ?? '',
        tag: query.tag ?? '',
        maxPriceMsat: query.maxPriceMsat ?? '',
        mode: query.mode ?? '',
        minSuccessRate: query.minSuccessRate ?? 0,
        maxMedianMs: query.maxMedianMs ?? 0,
        cursor: query.cursor ?? '',
        limit: query.limit ?? defaultPage,
      });
      return page(reply);
    },
  });
}

function getService({ registry }: Gateway): Route {
  return defineRoute({
    method: 'GET',
    path: '/v1/services/{slug}',
    name: 'getService',
    group: 'Services',
    summary: 'Read one service',
    description: 'Its current version, also while it is paused or after it was retired.',
    auth: { kind: 'none' },
    ...bySlug,
    responses: { 200: { description: 'The service.', schema: ServiceReply } },
    errors: ['service_not_found'],
    async handle({ params }) {
      return { status: 200, json: { service: view(await registry.getService({ slug: params.slug })) } };
    },
  });
}

function createListing({ registry }: Gateway): Route {
  return defineRoute({
    method: 'POST',
    path: '/v1/services',
    name: 'createListing',
    group: 'Selling',
    summary: 'Write a listing',
    description: 'It is a draft until it is published. The secret with which tasks are signed is shown only here.',
    auth: { kind: 'account', action: 'sell' },
    body: { schema: NewListing, maxBytes: maxListingBytes },
    responses: {
      201: { description: 'The draft.', schema: CreatedListing, headers: { Location: 'The service.' } },
    },
    errors: ['slug_taken', ...draftErrors],
    async handle({ accountId, body }) {
      const made = await registry.createListing({ accountId, draft: draftMessage(body.slug, body) });
      const service = view(required(made.service));
      return {
        status: 201,
        headers: { location: service.links.self, 'cache-control': 'no-store' },
        json: { service, webhookSecret: made.webhookSecret },
      };
    },
  });
}

function updateListing({ registry }: Gateway): Route {
  return defineRoute({
    method: 'PUT',
    path: '/v1/services/{slug}',
    name: 'updateListing',
    group: 'Selling',
    summary: 'Write a new version of a listing',
    description: 'Running tasks keep the version that they were bought with.',
    auth: { kind: 'account', action: 'sell' },
    ...bySlug,
    body: { schema: ListingUpdate, maxBytes: maxListingBytes },
    responses: { 200: { description: 'The new version.', schema: ServiceReply } },
    errors: ['service_not_found', 'conflict', 'endpoint_failed_probe', ...draftErrors],
    async handle({ accountId, params: { slug }, body }) {
      if (body.slug !== undefined && body.slug !== slug) {
        refuse('invalid_request', 'the body does not fit the path', [
          { path: '/slug', message: `must be ${slug}: a slug never changes` },
        ]);
      }
      const service = await registry.updateListing({ accountId, slug, draft: draftMessage(slug, body) });
      return { status: 200, json: { service: view(service) } };
    },
  });
}

const actionTexts = {
  publish: ['Publish a listing', 'Its schemas compile, its example passes and its endpoint answers a signed probe.'],
  pause: ['Take no new tasks', 'Running tasks go on.'],
  resume: [
    'Take tasks again',
    'After a pause, by the seller or by the marketplace. Its endpoint answers a signed probe.',
  ],
  retire: ['Withdraw a listing for good', 'Running tasks go on; the slug stays taken.'],
} as const;

function changeState({ registry }: Gateway, action: keyof typeof actionTexts): Route {
  const [summary, description] = actionTexts[action];
  return defineRoute({
    method: 'POST',
    path: `/v1/services/{slug}/${action}`,
    name: `${action}Listing`,
    group: 'Selling',
    summary,
    description,
    auth: { kind: 'account', action: 'sell' },
    ...bySlug,
    responses: { 200: { description: 'The service in its new state.', schema: ServiceReply } },
    errors: ['service_not_found', 'conflict', 'endpoint_failed_probe', ...draftErrors],
    async handle({ accountId, params }) {
      const service = await registry.changeState({ accountId, slug: params.slug, action });
      return { status: 200, json: { service: view(service) } };
    },
  });
}

function listOwn({ registry }: Gateway): Route {
  return defineRoute({
    method: 'GET',
    path: '/v1/accounts/me/services',
    name: 'listOwnServices',
    group: 'Selling',
    summary: "The account's own listings, drafts included",
    auth: { kind: 'account', action: 'sell' },
    query: PageQuery,
    responses: { 200: { description: 'A page of them, newest first.', schema: ServiceList, rows: 'services' } },
    errors: ['invalid_cursor'],
    async handle({ accountId, query }) {
      const { cursor = '', limit = defaultPage } = query;
      const reply = await registry.listOwn({ accountId, cursor, limit });
      return { ...page(reply), headers: { 'cache-control': 'no-store' } };
    },
  });
}

function required(service: Service | null): Service {
  if (service === null) throw new Error('the registry answered a new listing without its service');
  return service;
}
