import { AppError } from '#kernel/errors';
import type { LndClient } from './lnd-client.js';

/**
 * A macaroon that allows those methods and nothing else, in hex; `lnd` is connected with one that may bake.
 * Each has a root key of its own, so that one of them can be revoked (`DeleteMacaroonID`) without the others.
 * @param permissions `entity:action` each, as LND's BakeMacaroon has them.
 */
export async function bakeMacaroon(lnd: LndClient, permissions: readonly string[], rootKeyId: string): Promise<string> {
  const request = {
    permissions: permissions.map(asPermission),
    root_key_id: rootKeyId,
    allow_external_permissions: false,
  };
  const { macaroon } = await lnd.unary(lnd.lightning.BakeMacaroon, request);
  return macaroon;
}

function asPermission(permission: string): { entity: string; action: string } {
  const colon = permission.indexOf(':');
  if (colon < 1) throw new AppError('invalid_request', `no permission of LND: ${permission}`);
  return { entity: permission.slice(0, colon), action: permission.slice(colon + 1) };
}
