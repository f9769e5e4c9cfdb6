// A child process with a log file: its unexpected end is reported with the log's last lines.
import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Starts `program` in a process group of its own, so that Ctrl-C reaches it through us and in order.
 * @returns {{pid: number, stop: () => Promise<void>, exited: () => boolean}}
 */
export function startChild({ program, args, env, ids, log, stopSignal, childDied }) {
  const out = openSync(log, 'w');
  const child = spawn(program, args, { ...ids, env, cwd: '/', detached: true, stdio: ['ignore', out, out] });
  closeSync(out);
  let stopping = false;
  const ended = new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('exit', (code, signal) => resolve(signal ?? `code ${code}`));
  });
  let exited = false;
  ended.then((how) => {
    exited = true;
    if (!stopping)
      childDied(`${path.basename(program)} ended unexpectedly (${how}). The end of ${log}:\n${lastLines(log)}`);
  });
  return {
    pid: child.pid,
    exited: () => exited,
    stop: async () => {
      stopping = true;
      if (!exited) child.kill(stopSignal);
      await ended;
    },
  };
}

export function lastLines(log, count = 8) {
  // Somebody may have removed the data directory under a running server.
  if (!existsSync(log)) return '(the log is gone)';
  return readFileSync(log, 'utf8').trimEnd().split('\n').slice(-count).join('\n');
}
