// btcd and the lnds as processes: how each is started, and how one is ended by the pid that stands in its file.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** Coins go to the market's wallet, whose key is known beforehand: btcd cannot be told later where to mine to. */
const miningAddresses = [
  'bcrt1qpqr4as8cl3rcg0dpv3630vld55sq3883egpyrc',
  'bcrt1qw3f7l2w8zyvzfxe7czpg70wvpfwfy7nsjzm443',
];
/** lnd ends its calls in tens of milliseconds; btcd takes up to four seconds. */
const endWithinMs = 15_000;

const lndFlags = [
  ...['--bitcoin.regtest', '--bitcoin.node=btcd', '--btcd.rpcuser=u', '--btcd.rpcpass=p'],
  ...['--nobootstrap', '--norest', '--bitcoin.defaultchanconfs=1', '--bitcoin.defaultremotedelay=4'],
  ...[
    '--maxpendingchannels=20',
    '--trickledelay=50',
    '--gossip.sub-batch-delay=5ms',
    '--db.batch-commit-interval=10ms',
  ],
  ...['--caches.rpc-graph-cache-duration=100ms', '--keep-failed-payment-attempts', '--store-final-htlc-resolutions'],
  // Without it, a chain that is away for long would end the node instead of showing how it waits.
  ...['--healthcheck.chainbackend.attempts=0', '--debuglevel=info'],
];

export function startBtcd(network) {
  const { folder, programs, btcd } = network;
  return run(network, 'btcd', join(programs, 'btcd'), [
    ...['--regtest', `--datadir=${folder}/btcd/data`, `--logdir=${folder}/btcd/logs`, '--rpcuser=u', '--rpcpass=p'],
    ...[`--listen=127.0.0.1:${btcd.p2pPort}`, `--rpclisten=127.0.0.1:${btcd.rpcPort}`],
    ...[
      `--rpccert=${btcd.rpcCertFile}`,
      `--rpckey=${folder}/btcd/rpc.key`,
      '--txindex',
      '--nodnsseed',
      '--rejectnonstd',
    ],
    ...['--nobanning', '--nostalldetect', '--trickleinterval=100ms', '--rpcmaxwebsockets=50', '--rpcmaxclients=50'],
    ...miningAddresses.map((address) => `--miningaddr=${address}`),
  ]);
}

/** `more`: flags for this start only. */
export function startLnd(network, name, more = []) {
  const { folder, programs, btcd, nodes } = network;
  const node = nodes[name];
  return run(network, name, join(programs, 'lnd'), [
    ...[`--lnddir=${folder}/${name}`, `--alias=${name}`, ...lndFlags],
    ...[`--btcd.rpchost=127.0.0.1:${btcd.rpcPort}`, `--btcd.rpccert=${btcd.rpcCertFile}`],
    ...[`--listen=127.0.0.1:${node.p2pPort}`, `--externalip=127.0.0.1:${node.p2pPort}`],
    ...[`--rpclisten=127.0.0.1:${node.grpcPort}`, ...node.flags, ...more],
  ]);
}

/** A process of the caller's group, so that whoever ends the group ends it as well; it outlives the caller itself. */
function run({ folder }, name, program, args) {
  if (isRunning({ folder }, name)) throw new Error(`${name} runs already`);
  mkdirSync(join(folder, name), { recursive: true, mode: 0o700 });
  const output = openSync(join(folder, `${name}.log`), 'a');
  const child = spawn(program, args, { stdio: ['ignore', output, output], cwd: folder });
  if (child.pid === undefined) throw new Error(`${program} cannot be started`);
  writeFileSync(pidFile(folder, name), String(child.pid));
  child.unref();
}

const pidFile = (folder, name) => join(folder, `${name}.pid`);

export function isRunning({ folder }, name) {
  return pidOf(folder, name) !== undefined;
}

/** The pid of a process that lives and is still the one that was started under it. */
function pidOf(folder, name) {
  const file = pidFile(folder, name);
  if (!existsSync(file)) return undefined;
  const pid = Number(readFileSync(file, 'utf8'));
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    const isZombie = command === '';
    return !isZombie && command.includes(folder) ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** Sends a signal; false where nothing runs. */
export function signal({ folder }, name, which) {
  const pid = pidOf(folder, name);
  if (pid === undefined) return false;
  process.kill(pid, which);
  return true;
}

/** Resolves when the process is gone; it is killed when it takes too long. */
export async function end(network, name, which = 'SIGTERM') {
  if (!signal(network, name, which)) return;
  signal(network, name, 'SIGCONT');
  const until = performance.now() + endWithinMs;
  while (isRunning(network, name)) {
    if (performance.now() > until && signal(network, name, 'SIGKILL')) console.error(`${name} had to be killed`);
    await pause(20);
  }
  rmSync(pidFile(network.folder, name), { force: true });
}
