import { describe, expect, it } from '@jest/globals';
import type { Payment__Output } from './generated/lnrpc/Payment.js';
import type { LndClient } from './lnd-client.js';
import { isStranded, strandedAfterBlocks } from './stranded-payment.js';

const hash = 'ab'.repeat(32);
const lastBlock = 800;
const past = lastBlock + strandedAfterBlocks + 1;
const attempt = (more: object = {}) => ({
  status: 'IN_FLIGHT',
  route: { total_time_lock: lastBlock, hops: [{ chan_id: '7' }, { chan_id: '9' }] },
  ...more,
});
const channel = (more: object = {}) => ({ chan_id: '7', active: true, pending_htlcs: [] as object[], ...more });
const htlcOf = (hex: string) => ({ hash_lock: Buffer.from(hex, 'hex') });

interface Seen {
  readonly htlcs?: readonly object[];
  readonly channels?: readonly object[];
  readonly synced?: boolean;
  readonly height?: number;
}

async function judge({ htlcs = [attempt()], channels = [channel()], synced = true, height = past }: Seen) {
  const asked: string[] = [];
  const answers: Record<string, object> = { info: { synced_to_chain: synced }, channels: { channels } };
  const lnd = {
    lightning: { GetInfo: 'info', ListChannels: 'channels' },
    unary: async (method: string) => {
      asked.push(method);
      return answers[method];
    },
  } as unknown as LndClient;
  const payment = { payment_hash: hash, htlcs } as unknown as Payment__Output;
  return { stranded: await isStranded(lnd, payment, height), asked: asked.length };
}

describe('a payment in flight', () => {
  it('is lost when its last block is long past and its channel, open and in agreement, does not have it', async () => {
    expect(await judge({})).toEqual({ stranded: true, asked: 2 });
    const over = [attempt(), attempt({ status: 'FAILED', route: undefined })];
    expect(await judge({ htlcs: over, channels: [channel({ pending_htlcs: [htlcOf('cd'.repeat(32))] })] })).toEqual({
      stranded: true,
      asked: 2,
    });
  });

  it.each<[string, Seen]>([
    ['while its last block is not past for so long', { height: past - 1 }],
    [
      'while that is so of one of its HTLCs only',
      { htlcs: [attempt(), attempt({ route: { total_time_lock: past } })] },
    ],
    ['whose HTLC has no route', { htlcs: [attempt({ route: undefined })] }],
    ['without an HTLC that is in flight', { htlcs: [attempt({ status: 'FAILED' })] }],
    ['without any HTLC', { htlcs: [] }],
  ])('is not lost, and LND is asked nothing, %s', async (_, seen) => {
    expect(await judge(seen)).toEqual({ stranded: false, asked: 0 });
  });

  it.each<[string, Seen]>([
    ['while a channel has it', { channels: [channel({ pending_htlcs: [htlcOf(hash)] })] }],
    [
      'while another channel has it',
      { channels: [channel(), channel({ chan_id: '8', pending_htlcs: [htlcOf(hash)] })] },
    ],
    ['while its channel is not in agreement with the peer', { channels: [channel({ active: false })] }],
    ['whose channel is not open', { channels: [channel({ chan_id: '9' })] }],
    ['while the node does not follow the chain', { synced: false }],
  ])('is not lost %s', async (_, seen) => {
    expect(await judge(seen)).toEqual({ stranded: false, asked: 2 });
  });
});
