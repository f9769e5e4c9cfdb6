// Starts a real local server for each worker, with a database of its own, and waits for the line that says it answers.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { DIST, HERE, RESULTS, databaseOf, portOf } from './place.mjs';

/** Playwright's global set-up; what it returns is the tear-down. */
export default async function startServers({ workers }) {
  if (!existsSync(path.join(DIST, 'index.html'))) {
    throw new Error(`${DIST} holds no built application: run "trunk build", or name another folder with DIST.`);
  }
  const servers = [];
  const stop = () => Promise.all(servers.map((server) => server.stop()));
  try {
    // One after the other: the first may have to prepare what the others find.
    for (let worker = 0; worker < workers; worker += 1) servers.push(await startServer(worker));
    await Promise.all(servers.map(compressFiles));
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}

async function startServer(worker) {
  const port = portOf(worker);
  const flags = ['--port', port, '--data', path.join(RESULTS, `server-${port}`), '--reset', '--static', DIST, '--compress'];
  const server = spawn(process.execPath, [path.join(HERE, '../../xtask/server/main.mjs'), ...flags.map(String)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => server.once('exit', resolve));
  const ready = (async () => {
    for await (const line of createInterface(server.stdout)) {
      if (line.startsWith('database ')) process.env[databaseOf(worker)] = line.slice('database '.length);
      if (line.startsWith('ready ')) return true;
    }
    return false;
  })();
  if (!(await ready)) throw new Error('The local server ended before it was ready: its own words stand above.');
  // Nobody reads on, and a full pipe would stop the server.
  server.stdout.resume();
  return {
    port,
    async stop() {
      server.kill('SIGTERM');
      await ended;
    },
  };
}

/** The best compression takes seconds, once: no test's patience is for that. */
async function compressFiles({ port }) {
  const files = readdirSync(DIST, { recursive: true, withFileTypes: true }).filter((file) => file.isFile() && !file.name.startsWith('_'));
  const address = (file) => path.relative(DIST, path.join(file.parentPath ?? file.path, file.name)).split(path.sep).join('/');
  const ask = (file) => fetch(`http://127.0.0.1:${port}/${address(file)}`, { headers: { 'accept-encoding': 'br' } });
  await Promise.all(files.map(async (file) => (await ask(file)).arrayBuffer()));
}
