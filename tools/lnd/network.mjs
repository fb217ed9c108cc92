// A Lightning network of real nodes on a chain of its own: btcd in regtest, and buyer = = market - seller (two channels, one
// channel), with money on all sides. `npm run lnd:up` and `npm run lnd:down`; the suites on real lnd use it as well:
//
//   node tools/lnd/network.mjs up|down [--folder F] [--native-sql NODE] [--bake] [--keep]
//   node tools/lnd/network.mjs mine N | reorganize N | restart|kill|start|stop|freeze|thaw NODE     (NODE: market, buyer, seller, btcd)
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../root.mjs';
import { buildLnd, goVersion } from './build.mjs';
import { end, signal, startBtcd, startLnd } from './processes.mjs';
import { callBtcd, callLnd, until } from './rpc.mjs';

const names = ['market', 'buyer', 'seller'];
/** Of the wallet whose coins pay for the channels; on a chain that exists nowhere else it keeps no secret. */
const masterKey =
  'tprv8ZgxMBicQKsPeSQnW2yf9e96HsMr2f54eurtop9LkJPYvZ3Pesh5KF8W4yLw3ecAXWj7jLGMPUu9rB4pCyedyfXuLmTZNSmga2cs9dqHKg5';
const walletPassword = 'regtest-only';
/** Segwit is active from block 432 on, and a coin can be spent after 100 more. */
const firstBlocks = 600;
const channelSat = 10_000_000;
const blocksPerCall = 100;

async function up(folder, { 'native-sql': nativeSql, bake }) {
  const version = goVersion();
  if (version === undefined) {
    console.error('Go 1.25.10 or newer is missing, so there is no real lnd here.');
    return 3;
  }
  if (existsSync(join(folder, 'network.json'))) throw new Error(`${folder} has a network already; end it with down`);
  const programs = buildLnd(version);
  const began = performance.now();
  const network = await plan(folder, programs, nativeSql);
  try {
    await startChain(network);
    await startNodes(network);
    await openChannels(network);
  } catch (thrown) {
    await down(folder, true);
    throw thrown;
  }
  console.log(`Ready in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  if (bake) showSettings(network);
  return 0;
}

/** Free ports and the files that will be there, written down for whoever comes later. */
async function plan(folder, programs, nativeSql) {
  const ports = await freePorts(2 + 2 * names.length);
  const node = (name) => ({
    grpcPort: ports.shift(),
    p2pPort: ports.shift(),
    tlsCertFile: join(folder, name, 'tls.cert'),
    macaroonFile: join(folder, name, 'data/chain/bitcoin/regtest/admin.macaroon'),
    flags: [
      ...(name === 'market' ? [`--wallet-unlock-password-file=${folder}/wallet.password`] : ['--noseedbackup']),
      ...(name === nativeSql ? ['--db.backend=sqlite', '--db.use-native-sql'] : []),
    ],
  });
  const btcd = { p2pPort: ports.shift(), rpcPort: ports.shift(), rpcCertFile: join(folder, 'btcd/rpc.cert') };
  const nodes = Object.fromEntries(names.map((name) => [name, node(name)]));
  for (const each of Object.values(nodes)) each.grpc = `localhost:${each.grpcPort}`;
  const network = { folder, programs, btcd, nodes };
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, 'wallet.password'), walletPassword, { mode: 0o600 });
  writeFileSync(join(folder, 'network.json'), `${JSON.stringify(network, undefined, 2)}\n`, { mode: 0o600 });
  return network;
}

async function startChain(network) {
  startBtcd(network);
  await until('btcd', () => callBtcd(network.btcd, 'getblockcount').then(() => true));
  for (let made = 0; made < firstBlocks; made += blocksPerCall) await callBtcd(network.btcd, 'generate', blocksPerCall);
}

async function startNodes(network) {
  const { market, buyer, seller } = network.nodes;
  // A wallet is made before it can be opened by a file, so the market's node first starts without the file.
  startLnd({ ...network, nodes: { market: { ...market, flags: market.flags.slice(1) } } }, 'market');
  for (const name of ['buyer', 'seller']) startLnd(network, name);
  await until("the market's wallet", () => stateOf(market).then((state) => state === 'NON_EXISTING'));
  await callLnd({ ...market, macaroonFile: undefined }, 'WalletUnlocker/InitWallet', {
    wallet_password: Buffer.from(walletPassword),
    extended_master_key: masterKey,
    extended_master_key_birthday_timestamp: '1500000000',
    recovery_window: 50,
  });
  await Promise.all([market, buyer, seller].map(isServing));
  await until('coins of the market', async () => {
    const { confirmed_balance: sat } = await callLnd(market, 'Lightning/WalletBalance');
    return BigInt(sat) > 3n * BigInt(channelSat);
  });
}

async function stateOf({ grpc, tlsCertFile }) {
  return (await callLnd({ grpc, tlsCertFile }, 'State/GetState')).state;
}

/** Up, and at the tip of the chain. */
async function isServing(node) {
  await until(`a node at ${node.grpc}`, async () => {
    if ((await stateOf(node)) !== 'SERVER_ACTIVE') return false;
    return (await callLnd(node, 'Lightning/GetInfo')).synced_to_chain;
  });
}

async function openChannels(network) {
  const { market, buyer, seller } = network.nodes;
  const keyOf = async (node) => (await callLnd(node, 'Lightning/GetInfo')).identity_pubkey;
  const [buyerKey, sellerKey] = await Promise.all([buyer, seller].map(keyOf));
  const open = async (key, pushSat) => {
    const channel = { node_pubkey: Buffer.from(key, 'hex'), local_funding_amount: channelSat, push_sat: pushSat };
    await callLnd(market, 'Lightning/OpenChannelSync', channel);
  };
  for (const [node, pubkey] of [
    [buyer, buyerKey],
    [seller, sellerKey],
  ]) {
    await callLnd(market, 'Lightning/ConnectPeer', { addr: { pubkey, host: `127.0.0.1:${node.p2pPort}` } });
  }
  await open(buyerKey, channelSat / 2);
  await open(buyerKey, channelSat / 2);
  await open(sellerKey, channelSat / 5);
  await callBtcd(network.btcd, 'generate', 6);
  const channels = async (node) =>
    (await callLnd(node, 'Lightning/ListChannels', { active_only: true })).channels.length;
  await until('channels', async () => (await channels(market)) === 3 && (await channels(buyer)) === 2);
  // Both have to have heard of the channel that is not theirs.
  const hasRoute = async (from, pub_key) =>
    (await callLnd(from, 'Lightning/QueryRoutes', { pub_key, amt: 1000 })).routes.length > 0;
  await until('a route to the seller', () => hasRoute(buyer, sellerKey));
  await until('a route to the buyer', () => hasRoute(seller, buyerKey));
}

/** The settings with which `npm start` runs on it, with macaroons of least privilege for the market's node. */
function showSettings({ folder, nodes: { market } }) {
  const script = join(root, 'dist', 'apps', 'botbazaar', 'bake.js');
  const node = ['--address', market.grpc, '--tls-cert', market.tlsCertFile, '--admin-macaroon', market.macaroonFile];
  const args = [script, ...node, '--out', join(folder, 'macaroons')];
  const { status, stdout } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error('the macaroons could not be made');
  console.log('\nThe marketplace runs on it with these settings, and npm run lnd:down ends it:\n');
  console.log(`${stdout}BOTBAZAAR_WALLETS_FILE=${join(folder, 'network.json')}`);
}

async function down(folder, keep) {
  const network = read(folder);
  // A node whose chain is gone first takes ten seconds to end.
  await Promise.all(names.map((name) => end(network, name)));
  await end(network, 'btcd');
  if (keep) rmSync(join(folder, 'network.json'));
  else rmSync(folder, { recursive: true, force: true });
}

function read(folder) {
  const file = join(folder, 'network.json');
  if (!existsSync(file)) throw new Error(`no network in ${folder}; start one with npm run lnd:up`);
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** Makes blocks and waits until every node that answers has seen the last. */
async function mine(network, count) {
  for (let made = 0; made < count; made += blocksPerCall)
    await callBtcd(network.btcd, 'generate', Math.min(blocksPerCall, count - made));
  const height = await callBtcd(network.btcd, 'getblockcount');
  for (const [name, node] of Object.entries(network.nodes)) {
    const seen = () => callLnd(node, 'Lightning/GetInfo').then(({ block_height }) => block_height >= height);
    if ((await seen().catch(() => undefined)) === false) await until(`block ${height} at ${name}`, seen, 30_000);
  }
}

/** The last blocks are no longer part of the chain, and one more takes their places. */
async function reorganize(network, count) {
  const height = await callBtcd(network.btcd, 'getblockcount');
  await callBtcd(network.btcd, 'invalidateblock', await callBtcd(network.btcd, 'getblockhash', height - count + 1));
  await mine(network, count + 1);
}

async function start(network, name) {
  startLnd(network, name);
  await isServing(network.nodes[name]);
}

const commands = {
  up: (folder, _argument, options) => up(folder, options),
  down: (folder, _argument, options) => down(folder, options.keep),
  mine: (folder, argument) => mine(read(folder), Number(argument)),
  reorganize: (folder, argument) => reorganize(read(folder), Number(argument)),
  start: (folder, name) => start(read(folder), name),
  stop: (folder, name) => end(read(folder), name),
  kill: (folder, name) => end(read(folder), name, 'SIGKILL'),
  freeze: (folder, name) => signal(read(folder), name, 'SIGSTOP'),
  thaw: (folder, name) => signal(read(folder), name, 'SIGCONT'),
  async restart(folder, name) {
    await end(read(folder), name);
    await start(read(folder), name);
  },
};

function freePorts(count) {
  const taken = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  return Promise.all(
    taken.map(
      (server) =>
        new Promise((found) => {
          server.once('listening', () => {
            const { port } = server.address();
            server.close(() => found(port));
          });
        }),
    ),
  );
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    folder: { type: 'string' },
    'native-sql': { type: 'string' },
    bake: { type: 'boolean' },
    keep: { type: 'boolean', default: false },
  },
});
const [command, argument] = positionals;
const run = commands[command];
if (run === undefined) {
  console.error(`Usage: network.mjs ${Object.keys(commands).join('|')} [N|NODE] [--folder F]`);
  process.exit(2);
}
try {
  const code = await run(resolve(root, values.folder ?? '.botbazaar-lnd'), argument, values);
  process.exit(typeof code === 'number' ? code : 0);
} catch (thrown) {
  console.error(thrown.message, thrown.cause?.message ?? '');
  process.exit(1);
}
