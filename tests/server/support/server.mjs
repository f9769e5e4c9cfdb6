// Starts the local server as a person would, on free ports and in a directory of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
export const PUBLISHABLE = 'sb_publishable_clientele_local';
export const SECRET = 'sb_secret_clientele_local';

// The tests bring no packages of their own: they use the server's.
export const { default: postgresClient } = await import(
  createRequire(path.join(ROOT, 'xtask/server/package.json')).resolve('postgres')
);

/** Runs one statement as the database's superuser. */
export async function query(server, text) {
  const sql = postgresClient(server.database, { onnotice() {}, max: 1 });
  try {
    return [...(await sql.unsafe(text))];
  } finally {
    await sql.end();
  }
}

/** A directory that the database's user can reach too, gone after the test. */
export function temporaryDirectory(t) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'clientele-test-'));
  chmodSync(folder, 0o755);
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A copy of the project's supabase folder that a test may change. */
export function copyOfSupabase(t) {
  const folder = path.join(temporaryDirectory(t), 'supabase');
  cpSync(path.join(ROOT, 'supabase'), folder, { recursive: true });
  return folder;
}

/** The first of four free ports in a row. */
export async function freePort() {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    const free = await Promise.all([0, 1, 2, 3].map((offset) => isFree(port + offset)));
    if (free.every(Boolean)) return port;
  }
}

function isFree(port) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

/**
 * Runs the server until it is ready or has ended.
 * @returns {Promise<{address, database, pid, output: () => string, ended: Promise<{code}>, stop: () => Promise<void>}>}
 */
export async function run(t, flags) {
  const child = spawn(process.execPath, [path.join(ROOT, 'xtask/server/main.mjs'), ...flags], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const ended = once(child, 'close').then(([code]) => ({ code }));
  const ready = new Promise((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output += text;
        if (/^ready /m.test(output)) resolve();
      });
    }
  });
  async function stop() {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await ended;
  }
  t.after(stop);
  await Promise.race([ready, ended]);
  return {
    address: /^ready (\S+)$/m.exec(output)?.[1],
    database: /^database (\S+)$/m.exec(output)?.[1],
    pid: child.pid,
    child,
    output: () => output,
    ended,
    stop,
  };
}

/** Starts with `flags` and fails when it does not get ready. */
export async function start(t, flags) {
  const server = await run(t, flags);
  if (!server.address) throw new Error(`the server did not get ready:\n${server.output()}`);
  return server;
}

/** What a client library would send. */
export async function ask(server, pathname, { token, key = PUBLISHABLE, method, body, headers } = {}) {
  const answer = await fetch(new URL(pathname, server.address), {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    headers: {
      ...(key ? { apikey: key } : {}),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text && JSON.parse(text) };
}

/** Signs in by mail and answers the session. */
export async function signIn(server, email) {
  await ask(server, '/auth/v1/otp', { body: { email, create_user: false } });
  const { body: mail } = await ask(server, `/_dev/mail?to=${email}`);
  const { body: session } = await ask(server, '/auth/v1/verify', {
    body: { type: 'magiclink', token_hash: mail.token_hash },
  });
  return session;
}
