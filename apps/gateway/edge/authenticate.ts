/** Who calls account and admin routes. Nothing presented is 401, something wrong 403. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Billing } from '#contracts/billing';
import { AppError } from '#kernel/errors';
import { readBearer } from '#l402/header';
import type { Auth } from '../route.js';

/** The account that presents its credential; empty on routes that need none. */
export async function authenticate(
  request: IncomingMessage,
  auth: Auth,
  against: { readonly billing: Billing /** The secret itself; it is presented in hex. */; readonly adminToken: Buffer },
): Promise<string> {
  if (auth.kind === 'admin') {
    if (!sameSecret(presented(request), against.adminToken.toString('hex'))) {
      throw new AppError('forbidden', 'this is not the admin token');
    }
    return '';
  }
  if (auth.kind !== 'account') return '';
  const { accountId } = await against.billing.verifyCredential({
    credential: presented(request),
    action: auth.action,
  });
  return accountId;
}

function presented(request: IncomingMessage): string {
  const lines = request.headersDistinct.authorization;
  if (lines === undefined) {
    throw new AppError('unauthenticated', 'present the credential as Authorization: Bearer <credential>');
  }
  const bearer = readBearer({ authorization: lines });
  if (bearer === undefined) {
    throw new AppError('forbidden', 'the credential must be presented as Authorization: Bearer <credential>');
  }
  return bearer;
}

/** Takes the same time whatever differs, the length included. */
function sameSecret(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
