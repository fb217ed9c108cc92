/** The ledger, for admins. */
import { Type } from 'typebox';
import type { LedgerTransferMessage } from '#contracts/billing';
import {
  EntryList,
  Integrity,
  LedgerAccountList,
  LedgerAccountQuery,
  Transfer,
  TransferList,
  TransferQuery,
  TrialBalance,
} from '#contracts/http/ledger';
import { CountText, LongPageQuery, nextPage, timestamp } from '#contracts/http/shared';
import { AppError } from '#kernel/errors';
import type { Gateway } from '../gateway.js';
import { defineRoute, type EdgeReply, type Route } from '../route.js';

const admin = { auth: { kind: 'admin' }, group: 'Administration' } as const;
const defaultPage = 50;

export function ledgerRoutes(gateway: Gateway): Route[] {
  return [
    trialBalance(gateway),
    listAccounts(gateway),
    listEntries(gateway),
    listTransfers(gateway),
    getTransfer(gateway),
    integrity(gateway),
  ];
}

function ok(json: unknown): EdgeReply {
  return { status: 200, headers: { 'cache-control': 'no-store' }, json };
}

export function transferView(message: LedgerTransferMessage): Transfer {
  const { effectiveAtMs, recordedAtMs, ...rest } = message;
  return { ...rest, effectiveAt: timestamp(effectiveAtMs), recordedAt: timestamp(recordedAtMs) };
}

function trialBalance({ billing }: Gateway): Route {
  return defineRoute({
    ...admin,
    method: 'GET',
    path: '/v1/admin/ledger/trial-balance',
    name: 'getTrialBalance',
    summary: 'Balances of the chart, and the identities that must hold between them',
    responses: { 200: { description: 'The trial balance.', schema: TrialBalance, rows: 'lines' } },
    errors: [],
    async handle() {
      const reply = await billing.getTrialBalance({});
      return ok({ ...reply, lines: reply.lines } as TrialBalance);
    },
  });
}

function listAccounts({ billing }: Gateway): Route {
  return defineRoute({
    ...admin,
    method: 'GET',
    path: '/v1/admin/ledger/accounts',
    name: 'listLedgerAccounts',
    summary: 'Accounts of the ledger',
    query: LedgerAccountQuery,
    responses: { 200: { description: 'A page of accounts.', schema: LedgerAccountList, rows: 'accounts' } },
    errors: ['invalid_cursor'],
    async handle({ query }) {
      const { accounts, nextCursor } = await billing.listLedgerAccounts({
        code: query.code ?? 0,
        owner: query.owner ?? '',
        cursor: query.cursor ?? '',
        limit: query.limit ?? defaultPage,
      });
      return ok({ accounts, ...nextPage(nextCursor) });
    },
  });
}

function listEntries({ billing }: Gateway): Route {
  return defineRoute({
    ...admin,
    method: 'GET',
    path: '/v1/admin/ledger/accounts/{id}/entries',
    name: 'listLedgerEntries',
    summary: 'Entries of one account, newest first',
    params: Type.Object({ id: CountText }),
    query: LongPageQuery,
    responses: { 200: { description: 'A page of entries.', schema: EntryList, rows: 'entries' } },
    errors: ['not_found', 'invalid_cursor'],
    async handle({ params, query }) {
      const reply = await billing.listEntries({
        account: params.id,
        cursor: query.cursor ?? '',
        limit: query.limit ?? defaultPage,
      });
      const entries = reply.entries.map(({ recordedAtMs, ...entry }) => ({
        ...entry,
        recordedAt: timestamp(recordedAtMs),
      }));
      return ok({ account: reply.account, entries, ...nextPage(reply.nextCursor) });
    },
  });
}

function listTransfers({ billing }: Gateway): Route {
  return defineRoute({
    ...admin,
    method: 'GET',
    path: '/v1/admin/ledger/transfers',
    name: 'listTransfers',
    summary: 'Transfers with their legs, newest first; of one task with `ref`',
    query: TransferQuery,
    responses: { 200: { description: 'A page of transfers.', schema: TransferList, rows: 'transfers' } },
    errors: ['invalid_cursor'],
    async handle({ query }) {
      const { transfers, nextCursor } = await billing.listTransfers({
        ref: query.ref ?? '',
        cursor: query.cursor ?? '',
        limit: query.limit ?? defaultPage,
        seq: '0',
      });
      return ok({ transfers: transfers.map(transferView), ...nextPage(nextCursor) });
    },
  });
}

function getTransfer({ billing }: Gateway): Route {
  return defineRoute({
    ...admin,
    method: 'GET',
    path: '/v1/admin/ledger/transfers/{seq}',
    name: 'getTransfer',
    summary: 'One transfer',
    params: Type.Object({ seq: Type.String({ pattern: '^[1-9][0-9]{0,17}$' }) }),
    responses: { 200: { description: 'The transfer.', schema: Transfer } },
    errors: ['not_found'],
    async handle({ params }) {
      const { transfers } = await billing.listTransfers({ ref: '', cursor: '', limit: 1, seq: params.seq });
      const transfer = transfers[0];
      if (!transfer) throw new AppError('not_found', `there is no transfer ${params.seq}`);
      return ok(transferView(transfer));
    },
  });
}

function integrity({ billing }: Gateway): Route {
  return defineRoute({
    ...admin,
    method: 'GET',
    path: '/v1/admin/ledger/integrity',
    name: 'checkIntegrity',
    summary: 'Recompute the chain of hashes over the ledger',
    responses: { 200: { description: 'What was found.', schema: Integrity } },
    errors: [],
    async handle() {
      return ok(await billing.checkIntegrity({}));
    },
  });
}
