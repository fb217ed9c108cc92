/** Processor time of a process and all that it started, by what they are; Linux only, as the benches are. */
import { readdirSync, readFileSync } from 'node:fs';

const clockTickMs = 10;

/** Milliseconds of user and system time so far: `gateway`, `postgres`, `redis-server` and so on, the root as `process`. */
export function processorMs(rootPid: number): ReadonlyMap<string, number> {
  const used = new Map<string, number>();
  for (const { pid, ms } of family(rootPid)) {
    const name = pid === rootPid ? 'process' : nameOf(pid);
    used.set(name, (used.get(name) ?? 0) + ms);
  }
  return used;
}

/** What was used between the two, largest first. */
export function usedBetween(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
): { readonly name: string; readonly ms: number }[] {
  return [...after]
    .map(([name, ms]) => ({ name, ms: ms - (before.get(name) ?? 0) }))
    .filter(({ ms }) => ms > 0)
    .sort((a, b) => b.ms - a.ms);
}

/** The root and its descendants. Those that ended are in the time of whoever waited for them. */
export function family(rootPid: number): { readonly pid: number; readonly ms: number }[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const stat = read(`/proc/${name}/stat`);
      // The second field is the program's name in parentheses, in which anything may stand.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const ticks = [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at] ?? 0), 0);
      return stat === '' ? [] : [{ pid: Number(name), parent: Number(fields[1]), ms: ticks * clockTickMs }];
    });
  const found = all.filter(({ pid }) => pid === rootPid);
  for (const one of found) found.push(...all.filter(({ parent }) => parent === one.pid));
  return found;
}

/** `billing` for `node dist/apps/billing/main.js`, else the program's own name. */
export function nameOf(pid: number): string {
  const [, service] = /dist\/apps\/([a-z-]+)\/main\.js/.exec(read(`/proc/${pid}/cmdline`)) ?? [];
  return service ?? read(`/proc/${pid}/comm`).trim();
}

/** Empty for a process that has just ended. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
