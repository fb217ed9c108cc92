import { describe, expect, it } from '@jest/globals';
import { AppError } from '#kernel/errors';
import { inProcess } from './in-process.js';

const service = {
  seen: undefined as { bytes: Buffer; list: number[] } | undefined,
  async echo(request: { bytes: Buffer; list: number[] }) {
    this.seen = request;
    return request;
  },
  async fail() {
    throw new AppError('conflict', 'not now', { fields: [{ path: '/a', message: 'why' }], retryAfterSeconds: 3 });
  },
  async crash() {
    throw new Error('secret inside');
  },
  hang: () => new Promise<never>(() => undefined),
};

function client() {
  const calls: string[] = [];
  const defects: AppError[] = [];
  const made = inProcess(service, {
    name: 'echo',
    deadlineMs: 20,
    onCall: (method) => calls.push(method),
    onDefect: (_, error) => defects.push(error),
  });
  return { calls, defects, made };
}

describe('a call inside the process', () => {
  it('gives the callee and the caller copies, bytes included', async () => {
    const { made, calls } = client();
    const request = { bytes: Buffer.from('abc'), list: [1, 2] };
    const reply = await made.echo(request);
    expect(reply).toEqual(request);
    expect(Buffer.isBuffer(reply.bytes)).toBe(true);
    reply.bytes[0] = 0;
    service.seen!.list.push(3);
    expect(request).toEqual({ bytes: Buffer.from('abc'), list: [1, 2] });
    expect(calls).toEqual(['echo']);
  });

  it('carries code, detail, fields and the time to wait of an error', async () => {
    const { made } = client();
    await expect(made.fail()).rejects.toMatchObject({
      code: 'conflict',
      detail: 'not now',
      fields: [{ path: '/a', message: 'why' }],
      retryAfterSeconds: 3,
    });
  });

  it('turns an unexpected failure into internal without its words, and reports it', async () => {
    const { made, defects } = client();
    const error = await made.crash().catch((thrown: AppError) => thrown);
    expect(error).toMatchObject({ code: 'internal' });
    expect(JSON.stringify(error) + String(error)).not.toContain('secret');
    expect((error as AppError).cause).toBeUndefined();
    expect(defects).toHaveLength(1);
  });

  it('gives up at the deadline', async () => {
    const { made } = client();
    await expect(made.hang()).rejects.toMatchObject({ code: 'deadline_exceeded' });
  });
});
