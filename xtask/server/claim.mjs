// One server per data directory: a second one is refused, and what a killed one left running is taken down.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Problem } from './problem.mjs';

/** Takes the directory for this process; the result gives it back. */
export async function claimDirectory(data) {
  const file = path.join(data, 'server.pid');
  const owner = pidIn(file);
  if (owner && owner !== process.pid && commandOf(owner).includes('main.mjs')) {
    throw new Problem(
      `Another local server (process ${owner}) uses ${data}: stop it, or give this one its own place with --data DIR.`,
    );
  }
  writeFileSync(file, String(process.pid));
  return async () => rmSync(file, { force: true });
}

/** Ends the process named in a pid file, but only if it still is the program that wrote it. */
export async function takeDown(file, program, signal) {
  const pid = pidIn(file);
  if (!pid || !commandOf(pid).includes(program)) return;
  process.kill(pid, signal);
  for (let waited = 0; running(pid); waited += 25) {
    if (waited > 10_000)
      throw new Problem(
        `Process ${pid} (${program}) is left over from an earlier run and does not end: stop it with "kill -9 ${pid}".`,
      );
    await delay(25);
  }
}

function pidIn(file) {
  if (!existsSync(file)) return undefined;
  return Number.parseInt(readFileSync(file, 'utf8'), 10) || undefined;
}

function running(pid) {
  try {
    process.kill(pid, 0);
    return !commandState(pid).startsWith('Z');
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** The command line of a process, or '' when there is no such process. Pids are reused, so a number alone proves nothing. */
function commandOf(pid) {
  if (existsSync('/proc/self/cmdline')) {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    } catch {
      return '';
    }
  }
  return ps(pid, 'command=');
}

/** A child of a killed parent may stay as a zombie where nobody collects it; it holds nothing. */
function commandState(pid) {
  if (existsSync('/proc/self/stat')) {
    try {
      return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1);
    } catch {
      return 'Z';
    }
  }
  return ps(pid, 'state=');
}

function ps(pid, column) {
  try {
    return execFileSync('ps', ['-p', String(pid), '-o', column], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
}
