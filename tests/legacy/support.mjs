// One Postgres for a file of tests, and databases in it that are copies of one that was prepared once.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { prepareGround } from '../../xtask/server/database.mjs';
import { applyMigrations } from '../../xtask/server/migrate.mjs';
import { startPostgres } from '../../xtask/server/postgres.mjs';
import { freePort, postgresClient, ROOT, temporaryDirectory } from '../server/support/server.mjs';

const fixture = readFileSync(path.join(ROOT, 'tests/fixtures/legacy.sql'), 'utf8');
/** The tables alone, and the data with every trap. */
export const [TABLES, TRAPS] = fixture.split(/^-- Data$/m);
export const SUPABASE = path.join(ROOT, 'supabase');

/** @returns a cluster with `ground`: a Supabase project before its first migration */
export async function cluster(t) {
  const port = await freePort();
  const data = temporaryDirectory(t);
  const postgres = await startPostgres(
    { data, ports: { postgres: port + 1 }, reset: false },
    { childDied: (sentence) => console.error(sentence), beforeStart() {} },
  );
  t.after(() => postgres.stop());
  // The runner ends a file of tests so; its database must not stay.
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => postgres.stop().finally(() => process.exit(1)));
  const at = (name) => postgres.url.replace(/postgres$/, name);
  const admin = postgresClient(postgres.url, { onnotice() {}, max: 1 });
  t.after(() => admin.end());
  let number = 0;

  /** A copy of a prepared database, with a connection to it. */
  async function copy(of) {
    const name = `copy_${++number}`;
    await admin.unsafe(`create database ${name} template ${of}`);
    return open(name);
  }

  function open(name) {
    const sql = postgresClient(at(name), { onnotice() {}, max: 1, types: {}, max_lifetime: null });
    return {
      name,
      url: at(name),
      sql,
      run: async (text, values) => [...(await sql.unsafe(text, values))],
      migrate: (supabase = SUPABASE) => quietly(() => applyMigrations(sql, supabase)),
      async drop() {
        await sql.end({ timeout: 0 });
        await admin.unsafe(`drop database ${name} with (force)`);
      },
      close: () => sql.end({ timeout: 0 }),
    };
  }

  /** Makes a database under this name by `work`, to be copied. */
  async function prepare(name, of, work) {
    await admin.unsafe(`create database ${name} ${of ? `template ${of}` : ''}`);
    const one = open(name);
    await work(one);
    await one.close();
    return name;
  }

  await prepare('ground', undefined, (one) => prepareGround(one.sql));
  return { copy, prepare, open };
}

/** The migrations say what they do on the console. */
async function quietly(work) {
  const { log } = console;
  console.log = () => {};
  try {
    return await work();
  } finally {
    console.log = log;
  }
}
