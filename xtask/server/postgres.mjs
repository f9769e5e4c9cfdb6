// Starts the embedded PostgreSQL 17: makes the cluster once, takes down what a killed run left, waits until it answers.
import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import postgresClient from 'postgres';
import { lastLines, startChild } from './child.mjs';
import { takeDown } from './claim.mjs';
import { Problem } from './problem.mjs';
import { placeFor } from './place.mjs';

const MAJOR = '17';
/** A demo database: it must survive a killed process, which needs no fsync, not a power cut. */
const SETTINGS = {
  fsync: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '4GB',
  shared_buffers: '256MB',
  maintenance_work_mem: '512MB',
  max_connections: '60',
  timezone: 'UTC',
  log_min_messages: 'warning',
  log_min_error_statement: 'panic',
};

/** @returns {Promise<{url: string, stop: () => Promise<void>}>} */
export async function startPostgres(options, { childDied, beforeStart }) {
  const place = placeFor(options.data);
  const cluster = path.join(place.data, 'pgdata');
  await takeDown(path.join(cluster, 'postmaster.pid'), 'postgres', 'SIGINT');
  await takeDown(path.join(options.data, 'postgrest.pid'), 'postgrest', 'SIGKILL');
  await beforeStart();
  if (options.reset) rmSync(cluster, { recursive: true, force: true });
  if (!existsSync(cluster)) makeCluster(place, cluster);
  demandMajor(cluster, options);

  const port = options.ports.postgres;
  const log = path.join(options.data, 'postgres.log');
  let answered = false;
  const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = startChild({
    program: path.join(place.bin, 'postgres'),
    args: ['-D', cluster, '-p', String(port), '-h', '127.0.0.1', '-k', '', ...settings],
    ids: place.ids,
    log,
    stopSignal: 'SIGINT',
    // Before it has answered, its end is told below with what to do about it.
    childDied: (sentence) => answered && childDied(sentence),
  });
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  await untilAnswering(
    url,
    child,
    () =>
      new Problem(
        `The database in ${cluster} does not start: ${reason(log)} Run again with --reset to wipe it and begin anew (the whole log is ${log}).`,
      ),
  );
  answered = true;
  return { url, stop: child.stop };
}

/** Made under another name first: a run killed half-way must not leave what looks like a cluster. */
function makeCluster({ bin, ids }, cluster) {
  const unfinished = `${cluster}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  if (ids.uid !== undefined) chownSync(unfinished, ids.uid, ids.gid);
  console.log('making the database (once, about two seconds)');
  try {
    execFileSync(
      path.join(bin, 'initdb'),
      [
        '-D',
        unfinished,
        '-U',
        'postgres',
        '--auth=trust',
        '-E',
        'UTF8',
        '--locale=C',
        '--no-sync',
        '--no-instructions',
      ],
      { ...ids, cwd: '/', stdio: 'pipe' },
    );
  } catch (error) {
    throw new Problem(
      `PostgreSQL could not make a database in ${cluster}: ${String(error.stderr ?? error.message)
        .trim()
        .split('\n')
        .at(-1)}`,
    );
  }
  renameSync(unfinished, cluster);
}

function demandMajor(cluster, options) {
  const file = path.join(cluster, 'PG_VERSION');
  const found = existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
  if (found === MAJOR) return;
  const what = found
    ? `was made by PostgreSQL ${found}, this server runs ${MAJOR}`
    : 'is damaged (PG_VERSION is missing)';
  throw new Problem(`The database in ${options.data} ${what}: run again with --reset to wipe it and begin anew.`);
}

async function untilAnswering(url, child, problem) {
  const sql = postgresClient(url, { onnotice() {}, max: 1, connect_timeout: 2 });
  try {
    for (let waited = 0; ; waited += 20) {
      if (child.exited() || waited > 60_000) throw problem();
      try {
        await sql`select 1`;
        return;
      } catch (error) {
        if (error.code !== 'ECONNREFUSED' && error.code !== '57P03') throw error;
      }
      await delay(20);
    }
  } finally {
    await sql.end({ timeout: 1 });
  }
}

function reason(log) {
  const fatal = lastLines(log, 50)
    .split('\n')
    .findLast((line) => /FATAL|PANIC|ERROR/.test(line));
  return fatal ? `${fatal.replace(/^.*?(FATAL|PANIC|ERROR):\s*/, '').replace(/\.$/, '')}.` : 'it gave no reason.';
}
