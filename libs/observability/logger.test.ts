import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { AppError } from '#kernel/errors';
import { createLogger, type Logger, type LogLevel } from './logger.js';

function capture(level: LogLevel = 'debug'): {
  log: Logger;
  lines: () => Record<string, unknown>[];
  text: () => string;
} {
  let text = '';
  const write = (line: string): void => {
    text += line;
  };
  const log = createLogger({ level, destination: { write }, name: 'test' });
  const lines = () =>
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { log, lines, text: () => text };
}

describe('the logger', () => {
  it('writes one object per line: time, level in words, name, message and fields', () => {
    const { log, lines } = capture();
    log.info(
      { taskId: 'tsk_1', amountMsat: 9_007_199_254_740_993n, paymentHash: Buffer.from('beef', 'hex') },
      'Task delivered',
    );
    expect(lines()).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        name: 'test',
        msg: 'Task delivered',
        taskId: 'tsk_1',
        amountMsat: '9007199254740993',
        paymentHash: 'beef',
      },
    ]);
  });

  it('leaves out what is less important than its level', () => {
    const { log, lines } = capture('warn');
    log.info('not this');
    log.warn('this');
    expect(lines().map(({ msg }) => msg)).toEqual(['this']);
  });

  it.each([
    'authorization',
    'Authorization',
    'macaroon',
    'Grpc-Metadata-Macaroon',
    'preimage',
    'r_preimage',
    'taskKey',
    'task_key',
    'credential',
    'token',
    'accessToken',
    'secret',
    'webhook-secret',
    'ownerPassword',
    'Cookie',
  ])('hides the field %s at any depth, in arrays, and bound to a child', (name) => {
    const { log, text } = capture();
    log.info({ [name]: 'hush' }, 'top');
    log.info({ request: { headers: [{ [name]: 'hush' }, { [name]: ['hush'] }] } }, 'deep');
    log.child({ [name]: Buffer.from('hush') }).info('bound');
    log
      .child({ part: 'a' })
      .child({ [name]: 'hush' })
      .info('bound to a grandchild');
    expect(text()).not.toContain('hush');
    expect(text()).not.toContain(Buffer.from('hush').toString('hex'));
    expect(text().match(/\[hidden\]/g)).toHaveLength(5);
  });

  it.each(['tokenId', 'preimageHash', 'macaroonFile', 'tokenCount'])(
    'shows the field %s, which is no secret',
    (name) => {
      const { log, lines } = capture();
      log.info({ [name]: 'shown' }, 'about a secret');
      expect(lines()[0]).toHaveProperty(name, 'shown');
    },
  );

  it('hides passwords of URLs and values of authorization headers within sentences', () => {
    const { log, text } = capture();
    const header = `L402 ${'A'.repeat(40)}:${'ab'.repeat(32)}`;
    log.info(
      { target: 'postgres://owner:hush@host/db', sent: `with ${header}`, lsat: header.replace('L402', 'LSAT') },
      'sent',
    );
    expect(text()).not.toMatch(/hush|AAAA|abab/);
    expect(text()).toContain('postgres://owner:[hidden]@host/db');
  });

  it('writes of an error its type, message, code, constraint and causes, and no other field', () => {
    const { log, lines, text } = capture();
    const cause = Object.assign(new Error('duplicate key'), {
      code: '23505',
      constraint: 'book_title_once',
      detail: 'Key (title)=(hush) already exists.',
    });
    log.error({ err: new AppError('unavailable', 'the database is not reachable', { cause }) }, 'A statement failed');
    expect(lines()[0]).toMatchObject({
      err: {
        type: 'AppError',
        message: 'unavailable: the database is not reachable',
        code: 'unavailable',
        stack: expect.stringContaining('logger.test'),
        cause: { type: 'Error', code: '23505', constraint: 'book_title_once' },
      },
    });
    expect(text()).not.toContain('hush');
  });

  it('does not follow an object into itself for ever', () => {
    const { log, lines } = capture();
    const loop: Record<string, unknown> = { name: 'loop' };
    loop.self = loop;
    log.info({ loop }, 'round');
    expect(JSON.stringify(lines()[0])).toContain('[deeper]');
  });

  it('appends to a file that only its owner can read', () => {
    const folder = mkdtempSync(join(tmpdir(), 'logger-'));
    try {
      const file = join(folder, 'market.log');
      createLogger({ level: 'info', destination: { file }, name: 'one' }).info('first');
      createLogger({ level: 'info', destination: { file }, name: 'two' }).info('second');
      const names = readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).name);
      expect(names).toEqual(['one', 'two']);
      expect(statSync(file).mode & 0o777).toBe(0o600);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
