// Measures the server's answers and the page beside the floor in one run, against one local server. `cargo xtask bench`
// builds what it needs and calls it.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { layApplication } from './site.mjs';
import { startStack } from './stack.mjs';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const MILLION = 1_000_000;
const USAGE = `node tests/bench/main.mjs [flags]
  --rows N      generated clients (1000000)
  --rounds N    visits of the page and of the floor, 7 at least (7)
  --only PART   server, page (the list) or form
  --port P      the local server's origin (54530); the next three ports are used inside`;

/** A flag that cannot be read is answered with the list of them. */
class Unreadable extends Error {}

function options() {
  const { rows = '1000000', rounds = '7', port = '54530', only, help } = flags();
  const numbers = { rows: Number(rows), rounds: Number(rounds), port: Number(port) };
  if (!Object.values(numbers).every(Number.isSafeInteger)) throw new Unreadable('A number is no whole number.');
  if (numbers.rounds < 7) throw new Unreadable('A median needs seven rounds at least.');
  if (only && !['server', 'page', 'form'].includes(only)) throw new Unreadable(`There is no part "${only}".`);
  return { ...numbers, only, help };
}

function flags() {
  const text = { type: 'string' };
  try {
    return parseArgs({
      options: { rows: text, rounds: text, port: text, only: text, help: { type: 'boolean' } },
    }).values;
  } catch (error) {
    throw new Unreadable(error.message);
  }
}

/** @returns {Promise<string[]>} what is too slow */
async function run({ rows, rounds, port, only }) {
  const dist = path.join(HERE, '../../dist');
  if (!existsSync(path.join(dist, 'index.html'))) {
    throw new Error('dist/ holds no built application: run `trunk build --release`.');
  }
  const results = path.join(HERE, 'results');
  const site = path.join(results, 'site');
  layApplication(dist, site);
  const stack = await startStack({ port, results, site, rows });
  // The helpers of the end-to-end tests read from here where the server is, once they are loaded.
  process.env.E2E_PORT = String(port);
  const parts = { url: `http://127.0.0.1:${port}`, database: stack.database, rows, rounds, results, site };
  try {
    const measured = { server: measureServer, page: measurePage, form: measureForm };
    const slow = [];
    for (const [part, measure] of Object.entries(measured)) {
      if (!only || only === part) slow.push(...(await measure(parts)));
    }
    return slow;
  } finally {
    await stack.stop();
  }
}

async function measureServer(parts) {
  if (parts.rows < MILLION) {
    console.log('The server is not measured: its limits are for a million clients.');
    return [];
  }
  const file = new URL('server.mjs', import.meta.url);
  if (!existsSync(file)) {
    console.log('The server is not measured: tests/bench/server.mjs is missing.');
    return [];
  }
  const { server } = await import(file.href);
  return (await server(parts)) ?? [];
}

async function measurePage(parts) {
  const { page } = await import('./page.mjs');
  return page(parts);
}

async function measureForm(parts) {
  const { form } = await import('./form.mjs');
  return form(parts);
}

try {
  const chosen = options();
  if (chosen.help) {
    console.log(USAGE);
  } else {
    const failures = await run(chosen);
    console.log(failures.length ? ['\nToo slow:', ...failures].join('\n  ') : '\nNothing is too slow.');
    process.exitCode = failures.length ? 1 : 0;
  }
} catch (error) {
  console.error(error instanceof Unreadable ? `${error.message}\n${USAGE}` : error);
  process.exitCode = 1;
}
