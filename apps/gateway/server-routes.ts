/** About this server: health, the document of the API, and its pages for people. */
import { Type } from 'typebox';
import { Alive, NotReady, Ready } from '#contracts/http/health';
import { AppError } from '#kernel/errors';
import type { Readiness } from '#observability/health';
import { docsPage, htmlHeaders, htmlPage } from './edge/docs-page.js';
import { type OpenApiDocument, simulatedMoneyNotice } from './edge/openapi.js';
import { problemBody, problemType } from './edge/problem.js';
import { defineRoute, type EdgeReply, type Route } from './route.js';

export interface ServerPages {
  readonly document: () => OpenApiDocument;
  readonly simulatedMoney: boolean;
  /** Everything that is needed, asked now. */
  readonly readiness: () => Promise<Readiness>;
}

const open = { auth: { kind: 'none' }, group: 'Server', method: 'GET', errors: [] } as const;

export function serverRoutes(pages: ServerPages): Route[] {
  return [alive(), ready(pages), openApi(pages), docs(pages), home(pages)];
}

function alive(): Route {
  return defineRoute({
    ...open,
    path: '/healthz',
    name: 'healthz',
    summary: 'The process is alive',
    responses: { 200: { description: 'It is.', schema: Alive } },
    handle: async () => ({ status: 200, headers: { 'cache-control': 'no-store' }, json: { status: 'alive' } }),
  });
}

function ready({ readiness }: ServerPages): Route {
  return defineRoute({
    ...open,
    path: '/readyz',
    name: 'readyz',
    summary: 'The server can take tasks, or what is missing',
    responses: {
      200: { description: 'It can.', schema: Ready },
      503: { description: 'It cannot: `detail` and `missing` say why.', schema: NotReady, contentType: problemType },
    },
    async handle(): Promise<EdgeReply> {
      const { ready: isReady, missing } = await readiness();
      const headers = { 'cache-control': 'no-store' };
      if (isReady) return { status: 200, headers, json: { status: 'ready' } };
      const detail = `not ready: ${missing.map(({ name, reason }) => `${name} (${reason})`).join(', ')}`;
      const json = { ...problemBody(new AppError('unavailable', detail)), missing };
      return { status: 503, headers: { ...headers, 'retry-after': '1' }, contentType: problemType, json };
    },
  });
}

function openApi({ document }: ServerPages): Route {
  return defineRoute({
    ...open,
    path: '/openapi.json',
    name: 'openapi',
    summary: 'This document',
    responses: { 200: { description: 'OpenAPI 3.1.', schema: Type.Object({ openapi: Type.String() }) } },
    handle: async () => ({ status: 200, headers: { 'cache-control': 'no-cache' }, json: document() }),
  });
}

function docs({ document, simulatedMoney }: ServerPages): Route {
  let page: string | undefined;
  return defineRoute({
    ...open,
    path: '/docs',
    name: 'docs',
    summary: 'This document for people',
    responses: { 200: { description: 'A page.', schema: Type.String(), contentType: 'text/html' } },
    async handle() {
      page ??= docsPage(document(), simulatedMoney);
      return { status: 200, headers: htmlHeaders, contentType: 'text/html; charset=utf-8', text: page };
    },
  });
}

const links = {
  docs: '/docs',
  openapi: '/openapi.json',
  services: '/v1/services',
  health: '/healthz',
  ready: '/readyz',
};

const Home = Type.Object(
  { name: Type.String(), notice: Type.Optional(Type.String()), links: Type.Record(Type.String(), Type.String()) },
  { title: 'Home' },
);

function home({ simulatedMoney }: ServerPages): Route {
  return defineRoute({
    ...open,
    path: '/',
    name: 'home',
    summary: 'Where everything is',
    description: 'JSON, or a page for those who accept text/html.',
    responses: { 200: { description: 'Links.', schema: Home } },
    async handle({ raw }) {
      const headers = { vary: 'Accept' };
      if (raw.headers.accept?.includes('text/html')) {
        const items = Object.values(links).map((path) => `<li><a href="${path}">${path}</a></li>`);
        const text = htmlPage('Botbazaar', simulatedMoney, [
          '<main><h1>Botbazaar</h1><p>Bots sell delivered work to other bots, paid in millisatoshi over Lightning.</p>',
          `<ul>${items.join('')}</ul></main>`,
        ]);
        return { status: 200, headers: { ...htmlHeaders, ...headers }, contentType: 'text/html; charset=utf-8', text };
      }
      const notice = simulatedMoney ? { notice: simulatedMoneyNotice } : {};
      return { status: 200, headers, json: { name: 'Botbazaar', ...notice, links } };
    },
  });
}
