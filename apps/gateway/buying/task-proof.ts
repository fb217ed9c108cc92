/** Whose a task is: the holder of its L402 credential sees everything, the holder of its key its state. */
import { isId } from '#kernel/ids';
import type { VerifiedTaskToken } from '#l402/token';
import type { Gateway } from '../gateway.js';
import type { EdgeRequest, RouteHeader } from '../route.js';
import { hashTaskKey } from './challenge.js';
import { tokenForTask } from './redeem.js';
import type { TaskProof } from './task-wait.js';

export const proofHeaders: readonly RouteHeader[] = [
  { name: 'Authorization', description: 'L402 <macaroon>:<preimage>, shows the output.' },
  { name: 'Task-Key', description: '`taskKey` of the challenge, shows the state.' },
];

/** Without a proof the presenter is told that there is no such task. */
export function proofOf(
  gateway: Pick<Gateway, 'tokenKeys' | 'clock'>,
  request: EdgeRequest<{ taskId: string }>,
): { readonly token: VerifiedTaskToken | undefined; readonly proof: TaskProof | undefined } {
  const { taskId } = request.params;
  const token = isId('task', taskId) ? tokenForTask(gateway, request, taskId) : undefined;
  return { token, proof: token ? { paymentHash: token.paymentHash } : taskKeyProof(request) };
}

function taskKeyProof(request: EdgeRequest): TaskProof | undefined {
  const key = request.raw.headers['task-key'];
  if (typeof key !== 'string' || !/^[0-9a-fA-F]{64}$/.test(key)) return undefined;
  return { taskKeyHash: hashTaskKey(Buffer.from(key, 'hex')) };
}
