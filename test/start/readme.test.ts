/** The README is what a stranger tries first: what it shows is what happens, and its commands do what it says. */
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Connection, readConnectFile } from '#apps/botbazaar/connect-file';
import { freePorts } from '#apps/botbazaar/free-ports';
import { readTimeline } from '#apps/botbazaar/ledger-lines';
import { until } from '#test/harness/until';
import { build, endAll, type Run, root, start } from '#test/start/program';

let parent: string;
let settings: Record<string, string>;
let readme: string;
let selling: string;
let instance: Run;
let connection: Connection;
/** Where the README's addresses are in this run. */
let baseUrl: string;
let sellerPort: number;

beforeAll(async () => {
  build();
  readme = await readFile(join(root, 'README.md'), 'utf8');
  selling = await readFile(join(root, 'docs', 'selling.md'), 'utf8');
  parent = await mkdtemp(join(tmpdir(), 'botbazaar-readme-'));
  await chmod(parent, 0o711);
  const directory = join(parent, 'data');
  [sellerPort = 0] = await freePorts([0]);
  settings = { BOTBAZAAR_DATA_DIR: directory, BOTBAZAAR_PORT: '0' };
  const allowed = { BOTBAZAAR_ALLOWED_ENDPOINTS: `127.0.0.1:${sellerPort}` };
  instance = start('npm', ['start', '--silent'], { ...settings, ...allowed });
  await instance.says(/Ctrl-C stops/);
  const found = await readConnectFile(directory);
  if (found === undefined) throw new Error('there is no connect.json');
  connection = found;
  baseUrl = connection.baseUrl;
}, 120_000);

afterAll(async () => {
  await endAll();
  await rm(parent, { recursive: true, force: true });
});

/** The fenced blocks of one language under a heading. */
function blocks(language: string, heading: string, page = readme): string[] {
  const section = page.split(/^## /m).find((one) => one.startsWith(heading)) ?? '';
  return [...section.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'gm'))].map(([, text]) => text ?? '');
}

/** A block as a person would paste it into a shell, with this run's addresses. */
function shell(block: string | undefined): Run {
  if (block === undefined) throw new Error('the README has no such block');
  const here = block.replaceAll('http://127.0.0.1:8402', baseUrl).replaceAll('port: 9000', `port: ${sellerPort}`);
  return start('/bin/sh', ['-e', '-c', here], settings);
}

/** What differs between two runs: times, ids, ports and where the data is. */
function normalised(text: string): string[] {
  return (
    text
      .trim()
      .replaceAll(settings.BOTBAZAAR_DATA_DIR ?? '', '.botbazaar')
      .replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT')
      .replaceAll(/^ *\d+ ms/gm, 'TIME')
      .replaceAll(/\d+ ms/g, 'N ms')
      .replaceAll(/\d+\.\d s$/gm, 'N s')
      .replaceAll(/tsk_[0-9a-f]{32}/g, 'tsk_ID')
      .replaceAll(/tsk_[0-9a-f]+…/g, 'tsk_ID…')
      // Several tasks at the same time: whose transfer is booked first is open.
      .replaceAll(/^ {4}#\d+ /gm, '    #N ')
      .split('\n')
  );
}

const speakers = ['buyer', 'seller', 'customer', 'researcher', 'reader', 'analyst', 'nobody'];

/** Each bot is a process and has its order; who of them is first is open. */
function by(who: string, lines: string[]): string[] {
  const speaker = (line: string) => /^TIME {2}(\w+)/.exec(line)?.[1] ?? 'nobody';
  return lines.filter((line) => speaker(line) === who);
}

describe('the README', () => {
  it('shows what npm start prints', () => {
    const [sample = ''] = blocks('text', 'Start');
    const shown = normalised(sample);
    const printed = normalised(instance.said());
    for (const who of speakers) expect(by(who, printed)).toEqual(by(who, shown));
  });

  it('buys by hand with the commands it names', async () => {
    const buying = shell(blocks('sh', 'Buying by hand')[0]);
    expect(await buying.ended()).toBe(0);
    const task = JSON.parse(buying.said()) as { state: string; output: { entities: unknown } };
    expect(task).toMatchObject({ state: 'DELIVERED', priceMsat: '1500', output: { sentiment: { label: 'positive' } } });
    expect(task.output.entities).toContainEqual({ text: '$12', type: 'MONEY', count: 1 });
    // The seller's side of it shows where npm start runs.
    await instance.says(/^ \d\d:\d\d:\d\d {2}seller {2}has earned 1,455 msat and now owns 4,365 msat$/m);
  });

  it('sells with the program it shows, and the buyer pays for it', async () => {
    const [sell, buy] = blocks('sh', 'Selling');
    const seller = shell(sell);
    await seller.says(/^word-count is on sale$/m);
    const buying = shell(buy);
    expect(await buying.ended()).toBe(0);
    expect(JSON.parse(buying.said())).toEqual({ words: 3 });
    seller.interrupt();
    await seller.ended();
  });

  it('has a page on selling whose curl commands sell, by pull, what others buy', async () => {
    const trade = shell(blocks('sh', 'A purchase by curl alone', selling)[0]);
    expect(await trade.ended()).toBe(0);
    const [claimed, completed, bought, account] = trade
      .said()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(claimed).toMatchObject({ service: 'shout', attempt: 1, input: { text: 'a fine day' } });
    expect(completed).toMatchObject({ state: 'DELIVERED' });
    expect(bought).toMatchObject({ taskId: claimed?.taskId, state: 'DELIVERED', output: { text: 'A FINE DAY' } });
    expect(account).toMatchObject({ name: 'Shouters' });
    const adminToken = (await readFile(connection.adminTokenFile, 'utf8')).trim();
    const books = () => readTimeline(baseUrl, adminToken, String(claimed?.taskId));
    const { sellerEarnedMsat } = await until(books, ({ chargeStates }) => chargeStates.includes('SETTLED'));
    expect(sellerEarnedMsat).toBe(970n);
  });

  it('pays nothing that is not an invoice of this network', async () => {
    const paying = start('npm', ['run', '--silent', 'pay', '--', 'lnbcrt1nonsense'], settings);
    expect(await paying.ended()).toBe(1);
    expect(paying.said()).toMatch(/^The payment could not be made: .+\n$/);
  });

  it('names the budget that the page on round trips has', async () => {
    const page = await readFile(join(root, 'docs', 'round-trips.md'), 'utf8');
    for (const [what, budget] of [
      ['calls between services', 8],
      ['calls of LND', 2],
      ['transactions that write', 10],
    ] as const) {
      expect(readme).toContain(`| ${what} | ${budget} |`);
      expect(page).toMatch(new RegExp(`^\\| ${what} \\| ${budget} \\|`, 'm'));
    }
  });

  it('is ended by one SIGTERM to npm', async () => {
    instance.kill('SIGTERM');
    expect(await instance.ended()).toBe(0);
    expect(instance.said()).toMatch(/Stopped; the data is kept\.\n$/);
  });
});
