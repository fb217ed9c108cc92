/**
 * Whatever an admin changes is written down in billing before it is done, and how it ended after it. The edge does so for every
 * such route, so that none can be forgotten; what cannot be written down is not done.
 */
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { TObject } from 'typebox';
import type { Billing } from '#contracts/billing';
import { AdminActionList, AdminActionQuery, actionView } from '#contracts/http/audit';
import { nextPage } from '#contracts/http/shared';
import type { Clock } from '#kernel/clock';
import { asAppError, errorKind } from '#kernel/errors';
import { newId } from '#kernel/ids';
import type { Logger } from '#observability/logger';
import type { TrustedProxies } from '../edge/client.js';
import type { Gateway } from '../gateway.js';
import { defineRoute, type EdgeReply, type EdgeRequest, type Route } from '../route.js';

export interface AuditDeps {
  readonly billing: Billing;
  readonly clock: Clock;
  readonly adminToken: Buffer;
  readonly proxies: TrustedProxies;
  readonly logger: Logger;
}

type Handle = (request: EdgeRequest) => Promise<EdgeReply>;

/** The route's handler, with the log around it where an admin changes something. */
export function audited(route: Route, deps: AuditDeps): Handle {
  const handle: Handle = (request) => route.handle(request);
  if (route.auth.kind !== 'admin' || route.method === 'GET' || route.method === 'HEAD') return handle;
  if (!(route.body?.schema as TObject | undefined)?.properties.reason) {
    throw new Error(`${route.name} changes something for an admin and does not ask why`);
  }
  const actor = fingerprint(deps.adminToken);
  return (request) => recorded(request, { ...deps, actor, action: route.name, handle });
}

interface Recording extends AuditDeps {
  readonly actor: string;
  readonly action: string;
  readonly handle: Handle;
}

async function recorded(request: EdgeRequest, recording: Recording): Promise<EdgeReply> {
  const { billing, clock, proxies, actor, action, handle } = recording;
  const actionId = newId('action', clock.now());
  await billing.beginAdminAction({
    actionId,
    actor,
    action,
    target: String(Object.values(request.params as object)[0] ?? ''),
    reason: (request.body as { readonly reason: string }).reason,
    requestId: requestId(request.raw),
    peer: proxies.clientAddress(request.raw),
  });
  try {
    const reply = await handle(request);
    await end(recording, { actionId, outcome: 'done', status: reply.status, code: '' });
    return { ...reply, headers: { ...reply.headers, 'action-id': actionId } };
  } catch (thrown) {
    const { code } = asAppError(thrown);
    const { status } = errorKind(code);
    await end(recording, { actionId, outcome: status < 500 ? 'refused' : 'failed', status, code });
    throw thrown;
  }
}

type Outcome = Parameters<Billing['endAdminAction']>[0];

/** What was done is answered even if its end cannot be written down: the log then says that nobody knows how it ended. */
async function end({ billing, logger }: Recording, outcome: Outcome): Promise<void> {
  try {
    await billing.endAdminAction(outcome);
  } catch (error) {
    logger.error({ err: error, ...outcome }, "the end of an admin's action could not be written down");
  }
}

/** Tells tokens apart, and says nothing of the token itself, which has 256 random bits. */
function fingerprint(adminToken: Buffer): string {
  return `admin-${createHash('sha256').update(adminToken.toString('hex')).digest('hex').slice(0, 16)}`;
}

/** Names come from outside; one that is not short and plain is as good as none. */
function requestId({ headersDistinct }: IncomingMessage): string {
  const [id = ''] = headersDistinct['x-request-id'] ?? [];
  return /^[\x21-\x7e]{1,128}$/.test(id) ? id : '';
}

export function auditRoutes({ billing }: Gateway): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/admin/audit',
      name: 'listAdminActions',
      group: 'Administration',
      summary: 'What admins have changed or tried to, newest first',
      auth: { kind: 'admin' },
      query: AdminActionQuery,
      responses: { 200: { description: 'A page of actions.', schema: AdminActionList, rows: 'actions' } },
      errors: ['invalid_cursor'],
      async handle({ query: { target = '', cursor = '', limit = 50 } }) {
        const reply = await billing.listAdminActions({ target, cursor, limit });
        const json = { actions: reply.actions.map(actionView), ...nextPage(reply.nextCursor) };
        return { status: 200, headers: { 'cache-control': 'no-store' }, json };
      },
    }),
  ];
}
