// `--legacy FILE`: an agency's dump in a fresh database, unified at the start, and every way in which that cannot be.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';
import { loadLegacy } from '../../xtask/server/legacy.mjs';
import { parseOptions } from '../../xtask/server/options.mjs';
import { statementsIn } from '../../xtask/server/statements.mjs';
import { ROOT, temporaryDirectory } from '../server/support/server.mjs';
import { cluster, TABLES } from './support.mjs';

let postgres;
before(async (t) => {
  postgres = await cluster(t);
});

test('a file is read as psql reads it', () => {
  const file = [
    '\\restrict abc', "select 'a;''b', E'c\\';d' /* e; /* f; */ g; */; -- h;", 'select "i;j", $$k;$$, $l$m;$$;$l$, n$1;', 'COPY public.t (a) FROM stdin;', "1;'", '\\.', '', 'select o',
  ].join('\n');
  assert.deepEqual(statementsIn(file).map(({ text }) => text), [
    "select 'a;''b', E'c\\';d' /* e; /* f; */ g; */", 'select "i;j", $$k;$$, $l$m;$$;$l$, n$1', 'COPY public.t (a) FROM stdin', 'select o',
  ]);
  assert.equal(statementsIn(file)[2].data, "1;'\n");
  assert.equal(statementsIn('select E\'unfinished\\').length, 1);
});

test('no file is no start', (t) => {
  assert.throws(() => parseOptions(['--legacy', path.join(temporaryDirectory(t), 'none.sql')]), /--legacy takes a file of SQL .*none\.sql is none/);
  assert.throws(() => parseOptions(['--legacy', ROOT]), /is none/);
});

/** Loads a text, and answers what was said on the console. */
async function load(t, text, prepare = '') {
  const file = path.join(temporaryDirectory(t), 'dump.sql');
  writeFileSync(file, text);
  const db = await postgres.copy('ground');
  t.after(() => db.drop());
  if (prepare) await db.run(prepare);
  const { log } = console;
  const lines = [];
  console.log = (line) => lines.push(line);
  try {
    await loadLegacy(db.sql, file);
  } finally {
    console.log = log;
  }
  return { db, said: lines.join('\n') };
}

test('a dump with its copies, its settings and what only a whole project has, is loaded', async (t) => {
  const { db, said } = await load(
    t,
    `\\restrict abc
set statement_timeout = 0;
select pg_catalog.set_config('search_path', '', false);
CREATE SCHEMA public;
CREATE EXTENSION IF NOT EXISTS no_such_extension WITH SCHEMA extensions;
CREATE TABLE public.clients (id uuid NOT NULL, email varchar(255) NOT NULL, role varchar(50), made_by uuid);
CREATE TABLE public.others (client_id uuid);
COPY public.clients (id, email, role, made_by) FROM stdin;
11000000-0000-4000-8000-000000000001	ann@client.example	viewer	aa000000-0000-4000-8000-000000000001
11000000-0000-4000-8000-000000000002	a\\tb;'c	\\N	\\N
\\.

COPY public.others (client_id) FROM stdin;
11000000-0000-4000-8000-000000000009
\\.
ALTER TABLE ONLY public.clients ADD CONSTRAINT clients_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.clients
    ADD CONSTRAINT clients_made_by_fkey FOREIGN KEY (made_by) REFERENCES auth.users(id);
ALTER TABLE ONLY public.others
    ADD CONSTRAINT others_client_fkey FOREIGN KEY (client_id) REFERENCES public.clients(id);
\\unrestrict abc
`,
  );
  assert.deepEqual(await db.run('select email, role from clients order by id'), [
    { email: 'ann@client.example', role: 'viewer' }, { email: "a\tb;'c", role: null },
  ]);
  assert.match(said, /left out.*no_such_extension.*others_client_fkey/);
  assert.match(said, /1 people whom it names/);
  await db.run('drop table others');
  await db.migrate();
  assert.equal((await db.run('select report from app.unification_runs'))[0].report.people.clients, 1);
});

test('what is wrong with it is said with its line, and nothing of it stays', async (t) => {
  for (const [text, sentence] of [
    ['create table public.a ();\n\nselect\n  no_such();', /dump\.sql failed at line 4: .*no_such/],
    ['create table public.a (n int);\ncopy public.a from stdin;\n1\nx\n\\.\n', /failed at line 4: .*integer/],
    ['create table public.a ();\nalter table public.a owner to somebody;', /line 2: role "somebody" does not exist\. Dump without owners/],
    ["create table public.a (b uuid references auth.users (id));\ninsert into public.a values ('aa000000-0000-4000-8000-00000000000f');", /names people whom it does not hold/],
  ]) {
    await assert.rejects(load(t, text), (error) => sentence.test(error.message) || assert.fail(error.message));
  }
  const { db } = await load(t, 'select 1;');
  const file = path.join(temporaryDirectory(t), 'dump.sql');
  writeFileSync(file, 'create table public.a ();\nselect no_such();');
  await assert.rejects(loadLegacy(db.sql, file));
  assert.deepEqual(await db.run("select tablename from pg_tables where schemaname = 'public'"), []);
});

test('a database in use is left alone', async (t) => {
  await assert.rejects(load(t, 'select 1;', 'create table public.a ()'), /--legacy is for a fresh database.*--reset/);
  await assert.rejects(load(t, TABLES, "insert into supabase_migrations.schema_migrations (version) values ('1')"), /--legacy is for a fresh database/);
});
