// A second local server, whose tokens last as long as a test wants.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { HERE, PORT, RESULTS } from './place.mjs';

const OTHER = PORT + 4;
/** Its origin. */
export const SHORT = `http://127.0.0.1:${OTHER}`;

/** Starts it and waits until it answers. @returns {Promise<{stop: () => Promise<void>}>} */
export async function startShortTokens(site, seconds) {
  const flags = ['--port', OTHER, '--data', path.join(RESULTS, `server-${OTHER}`), '--reset', '--static', site, '--token-life', seconds];
  const server = spawn(process.execPath, [path.join(HERE, '../../xtask/server/main.mjs'), ...flags.map(String)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => server.once('exit', resolve));
  for await (const line of createInterface(server.stdout)) if (line.startsWith('ready ')) break;
  server.stdout.resume();
  return {
    async stop() {
      server.kill('SIGTERM');
      await ended;
    },
  };
}
