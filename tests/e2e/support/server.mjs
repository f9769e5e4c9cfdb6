// Starts the real local server with a database of its own, and waits for the line that says it answers.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { DIST, HERE, PORT, RESULTS, SITE } from './place.mjs';

/** Playwright's global set-up; what it returns is the tear-down. */
export default async function startServer() {
  if (!existsSync(path.join(DIST, 'index.html'))) {
    throw new Error(`${DIST} holds no built application: run "trunk build", or name another folder with DIST.`);
  }
  const flags = ['--port', PORT, '--data', path.join(RESULTS, `server-${PORT}`), '--reset', '--static', DIST, '--compress'];
  const server = spawn(process.execPath, [path.join(HERE, '../../xtask/server/main.mjs'), ...flags.map(String)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => server.once('exit', resolve));
  const ready = (async () => {
    for await (const line of createInterface(server.stdout)) {
      if (line.startsWith('database ')) process.env.E2E_DATABASE = line.slice('database '.length);
      if (line.startsWith('ready ')) return true;
    }
    return false;
  })();
  if (!(await ready)) throw new Error('The local server ended before it was ready: its own words stand above.');
  // Nobody reads on, and a full pipe would stop the server.
  server.stdout.resume();
  await compressFiles();
  return async () => {
    server.kill('SIGTERM');
    await ended;
  };
}

/** The best compression takes seconds, once: no test's patience is for that. */
async function compressFiles() {
  const files = readdirSync(DIST).filter((name) => !name.startsWith('_'));
  await Promise.all(files.map(async (name) => (await fetch(`${SITE}/${name}`, { headers: { 'accept-encoding': 'br' } })).arrayBuffer()));
}
