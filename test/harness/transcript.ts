/**
 * What a marketplace said and booked during one suite, without what differs from run to run (ids, times, hashes, ports), so
 * that two runs of the suite can be compared word by word: `test/split/equal.test.ts`.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect } from '@jest/globals';
import type { Timeline } from '#contracts/http/ledger';
import { type Books, finalTasks, statesOf } from './books.js';
import type { Answer, Send } from './http.js';

export interface Transcript {
  /** Each different answer once, in alphabetical order: how often one is asked is a matter of time. */
  readonly answers: readonly string[];
  /** Each task, with all that the ledger has about it. */
  readonly tasks: readonly string[];
}

/** Where transcripts go, a file for each suite; undefined in a run that compares nothing. */
const folder = Reflect.get(globalThis, 'transcripts') as string | undefined;
const outside = new AsyncLocalStorage<true>();
const answers = new Set<string>();
const taskIds = new Set<string>();
const settledWithinMs = 15_000;

/** Runs what is left to chance, such as which of two clocks is first: its answers and tasks are compared with nothing. */
export function unrecorded<T>(body: () => Promise<T>): Promise<T> {
  return outside.run(true, body);
}

export function record(path: string, { method, body, raw }: Send, answer: Answer): void {
  if (folder === undefined || outside.getStore()) return;
  const asked = `${method ?? ((body ?? raw) === undefined ? 'GET' : 'POST')} ${path}`;
  const json = jsonOf(answer);
  // Which of the states on its way a look at a task meets is chance.
  if (answer.status < 400 && typeof json?.state === 'string' && onItsWay.has(json.state)) return;
  if (answer.status === 402 && typeof json?.taskId === 'string') taskIds.add(json.taskId);
  const headers = Object.fromEntries(keptHeaders.map((name) => [name, answer.headers[name]]));
  answers.add(told({ asked, status: answer.status, headers, body: json ?? answer.text }));
}

const onItsWay = new Set(['AWAITING_PAYMENT', 'QUEUED', 'RUNNING', 'INPUT_REQUIRED']);
const keptHeaders = ['content-type', 'cache-control', 'www-authenticate', 'location', 'vary', 'allow', 'link'];

function jsonOf({ text }: Answer): Record<string, unknown> | undefined {
  return text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : undefined;
}

/** At the end of a suite, while its marketplace still runs. */
export async function writeTranscript(books: Books, way: string): Promise<void> {
  if (folder === undefined) return;
  const tasks = [];
  for (const taskId of taskIds) tasks.push(told(await taskOf(books, taskId)));
  const transcript: Transcript = { answers: [...answers].sort(), tasks: tasks.sort() };
  await mkdir(folder, { recursive: true });
  const file = join(folder, `${basename(expect.getState().testPath ?? '', '.test.ts')}.${way}.json`);
  // Renamed, so that who waits for it never reads half of it.
  await writeFile(`${file}.new`, JSON.stringify(transcript));
  await rename(`${file}.new`, file);
}

/** What became of a task and of its money. How often it was tried is chance: sellers are tried until their time is up. */
async function taskOf(books: Books, taskId: string): Promise<unknown> {
  const endMs = performance.now() + settledWithinMs;
  let timeline: Timeline = await books.timeline(taskId);
  while (isUnderWay(timeline) && performance.now() < endMs) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    timeline = await books.timeline(taskId);
  }
  const transfers = await books.transfers(taskId);
  return {
    task: [...new Set(statesOf(timeline, 'task'))],
    charge: statesOf(timeline, 'charge'),
    attempt: [...new Set(statesOf(timeline, 'attempt'))].sort(),
    transfers: transfers.map(({ kind, legs }) => ({
      kind,
      legs: legs.map(({ code, name, owner, amountMsat }) => ({ code, name, owner, amountMsat })),
    })),
  };
}

const moneyOnItsWay = new Set(['HELD', 'SETTLING', 'CANCELING']);

function isUnderWay(timeline: Timeline): boolean {
  const state = timeline.task?.state ?? '';
  const charge = statesOf(timeline, 'charge').at(-1) ?? '';
  return (state !== '' && state !== 'AWAITING_PAYMENT' && !finalTasks.has(state)) || moneyOnItsWay.has(charge);
}

/** Without what is another each time. */
function told(value: unknown): string {
  return (
    JSON.stringify(value)
      .replaceAll(/([a-z]{3})_[0-9a-f]{32}/g, '$1')
      .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, 'time')
      .replaceAll(/lnbcrt[0-9a-z]+/g, 'invoice')
      .replaceAll(/127\.0\.0\.1:\d+/g, 'address')
      .replaceAll(/\b[0-9a-f]{64,66}\b/g, 'hex')
      .replaceAll(/[A-Za-z0-9+/_-]{100,}={0,2}/g, 'long')
      .replaceAll(/whsec_[A-Za-z0-9+/=]+/g, 'secret')
      .replaceAll(/-[0-9a-f]{8}\b/g, '-id')
      .replaceAll(/"durationMs":\d+/g, '"durationMs":0')
      .replaceAll(/maxMedianMs=\d+/g, 'maxMedianMs=0')
      // Figures follow a moment after the tasks that they count.
      .replaceAll(/"quality":\{[^}]*\},"health":\{[^}]*\}/g, '"measured":true')
      .replaceAll(/"attempts":\d+/g, '"attempts":0')
  );
}
