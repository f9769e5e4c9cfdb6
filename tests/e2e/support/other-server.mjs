// A second local server beside the worker's, started as a test wants it.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { HERE, PORT, RESULTS } from './place.mjs';

const PLACE = PORT + 4;
/** Its origin. */
export const OTHER = `http://127.0.0.1:${PLACE}`;

/**
 * Starts it with these flags and waits until it answers.
 * @returns {Promise<{database: string, stop: () => Promise<void>}>}
 */
export async function startOther(site, ...more) {
  const flags = ['--port', PLACE, '--data', path.join(RESULTS, `server-${PLACE}`), '--reset', '--static', site, ...more];
  const server = spawn(process.execPath, [path.join(HERE, '../../xtask/server/main.mjs'), ...flags.map(String)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => server.once('exit', resolve));
  let database = '';
  let ready = false;
  for await (const line of createInterface(server.stdout)) {
    if (line.startsWith('database ')) database = line.slice('database '.length);
    ready = line.startsWith('ready ');
    if (ready) break;
  }
  if (!ready) throw new Error('The other server ended before it was ready: its own words stand above.');
  server.stdout.resume();
  return {
    database,
    async stop() {
      server.kill('SIGTERM');
      await ended;
    },
  };
}
