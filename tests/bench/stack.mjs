// The local server of a measurement: its own database, which stays, because a million clients take a minute to make.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const SERVER = fileURLToPath(new URL('../../xtask/server/main.mjs', import.meta.url));

/** @returns {Promise<{database: string, stop: () => Promise<void>}>} once it answers */
export async function startStack({ port, results, site, rows }) {
  // One folder for each size: a database that holds more clients is never made smaller.
  const data = path.join(results, `database-${rows}`);
  const flags = ['--port', port, '--data', data, '--rows', rows, '--static', site, '--compress'];
  const child = spawn(process.execPath, [SERVER, ...flags.map(String)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  let database;
  for await (const line of createInterface(child.stdout)) {
    if (line.startsWith('filling') || line.startsWith('filled')) console.log(line);
    if (line.startsWith('database ')) database = line.slice('database '.length);
    if (!line.startsWith('ready ')) continue;
    // Nobody reads on, and a full pipe would stop the server.
    child.stdout.resume();
    const stop = async () => {
      child.kill('SIGTERM');
      await ended;
    };
    return { database, stop };
  }
  throw new Error('The local server ended before it was ready: its own words stand above.');
}
