import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/**
 * Something that differs between two processes that had the same id one after another: the moment of the start as the
 * system tells it, to be compared and never read. Undefined where no such process lives; a zombie does not.
 */
export function processStart(pid: number): string | undefined {
  if (existsSync('/proc/self/stat')) return startFromProc(pid);
  try {
    const [state = '', ...start] = execFileSync('ps', ['-o', 'state=,lstart=', '-p', String(pid)], { encoding: 'utf8' })
      .trim()
      .split(/\s+/);
    return state === '' || state.startsWith('Z') ? undefined : start.join(' ');
  } catch {
    // ps answers 1 where it finds no such process.
    return undefined;
  }
}

function startFromProc(pid: number): string | undefined {
  let line: string;
  try {
    line = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  // proc_pid_stat(5): the second field is the program's name in parentheses and may hold anything, so count after it.
  const [state, ...rest] = line.slice(line.lastIndexOf(')') + 2).split(' ');
  return state === 'Z' || state === 'X' ? undefined : rest[18];
}
