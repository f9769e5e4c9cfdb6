// The push itself: by the official command line, killed at any moment, over tables that it must not touch.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';
import { catalogue, contents, differences } from './catalogue.mjs';
import { cluster, SUPABASE, TABLES, TRAPS } from './support.mjs';
import { ROOT } from '../server/support/server.mjs';

let postgres;
before(async (t) => {
  postgres = await cluster(t);
  await postgres.prepare('agency', 'ground', (db) => db.run(TABLES + TRAPS));
  await postgres.prepare('waiting', 'agency', async (db) => {
    await db.run('create schema app; create table app.unify_later ()');
    await db.migrate();
    await db.run('drop table app.unify_later');
  });
});

async function copy(t, of) {
  const db = await postgres.copy(of);
  t.after(() => db.drop());
  return db;
}

test('the official command line does the same, with and without legacy tables', async (t) => {
  const ours = path.join(ROOT, 'tests/database/node_modules/@supabase/cli-linux-x64/bin/supabase');
  const push = (db) => execFileSync(existsSync(ours) ? ours : 'supabase', ['db', 'push', '--yes', '--db-url', db.url], { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const schema = [];
  for (const of of ['ground', 'agency']) {
    const db = await copy(t, of);
    push(db);
    schema.push(await catalogue(db));
    const runs = await db.run('select report from app.unification_runs');
    assert.deepEqual(runs.map(({ report }) => report.lost), of === 'agency' ? [0] : []);
    push(db);
  }
  assert.deepEqual(differences(...schema), []);
});

const LEGACY = /public\.(clients|clients_enhanced|client_customizations|client_deployments|deployment_tracking_events|client_analytics|tenant_apps|client_summary|deployment_status_summary|update_updated_at_column)\b/;

test('a push that ends after any of its files has left the old tables as they were', async (t) => {
  const db = await copy(t, 'agency');
  const rows = await contents(db, ['public']);
  const old = (await catalogue(db)).filter((line) => LEGACY.test(line));
  const files = readdirSync(path.join(SUPABASE, 'migrations')).sort();
  for (const file of files.slice(0, -1)) {
    await db.sql.begin((tx) => tx.unsafe(readFileSync(path.join(SUPABASE, 'migrations', file), 'utf8')));
    assert.deepEqual(await contents(db, ['public']), rows, `the rows after ${file}`);
    const now = (await catalogue(db)).filter((line) => LEGACY.test(line));
    assert.deepEqual(differences(old, now).filter((line) => line.startsWith('-')), [], `the tables after ${file}`);
  }
});

test('killed at any step, it has not happened; and how far it is can be seen', async (t) => {
  const db = await copy(t, 'waiting');
  const watch = postgres.open(db.name);
  t.after(() => watch.close());
  const before = { contents: await contents(db, ['public', 'app']), catalogue: await catalogue(db) };
  for (const step of [1, 3, 4, 6, 8]) {
    const victim = postgres.open(db.name);
    const [{ pid }] = await victim.run('select pg_backend_pid() as pid');
    // Not committed at its end either: the last step is seen before the commit.
    const outcome = assert.rejects(victim.run('begin; select app.unify(false); select pg_sleep(20)'));
    for (;;) {
      const [{ now }] = await watch.run('select last_value::int as now from app.unification_step');
      if (now >= step) break;
    }
    await watch.run('select pg_terminate_backend($1)', [pid]);
    await outcome;
    await victim.close();
    await watch.run("select setval('app.unification_step', 0)");
    assert.deepEqual(await contents(db, ['public', 'app']), before.contents);
    assert.deepEqual(differences(before.catalogue, await catalogue(db)), []);
  }
  assert.equal((await db.run('select app.unify(false) as run'))[0].run.lost, 0);
});

test('what it does not know stops it before it begins, and is named', async (t) => {
  const reasons = async (make) => {
    const db = await copy(t, 'waiting');
    await db.run(make);
    const [{ dry }] = await db.run('select app.unify() as dry');
    await assert.rejects(db.run('select app.unify(false)'), { code: 'CU003' });
    assert.equal((await db.run('select count(*)::int as n from public.clients'))[0].n > 0, true);
    return dry.blockers;
  };
  assert.match((await reasons('create table public.invoices (id int, client_id uuid references public.clients_enhanced)'))[0], /invoices points at public\.clients_enhanced/);
  assert.match((await reasons("insert into app.clients (email, name) values ('eve@business.example', 'Eve')"))[0], /eve@business\.example, from public\.clients_enhanced, is taken/);
  assert.match((await reasons('create schema legacy'))[0], /schema legacy already/);
  assert.match((await reasons('alter table public.tenant_apps rename admin_email to mail'))[0], /tenant_apps has no column admin_email/);
  // Beside somebody who is in the unified table already.
  const both = "insert into app.clients (email, name) values ('eve@business.example', 'Eve'); alter table public.clients_enhanced rename email to mail";
  assert.match((await reasons(both))[0], /clients_enhanced has no column email/);
});

test('words that were written before the push are the ones that are used', async (t) => {
  const db = await copy(t, 'agency');
  await db.run("create schema app; create table app.unification_words (field text, word text, becomes text); insert into app.unification_words values ('status', ' Dormant', 'paused'), ('status', 'churned', null)");
  await db.migrate();
  const words = await db.run("select word, becomes from app.unification_words where field = 'status' and word in ('dormant', 'churned') order by word");
  assert.deepEqual(words, [{ word: 'churned', becomes: null }, { word: 'dormant', becomes: 'paused' }]);
  assert.deepEqual(await db.run("select status from app.clients where email = 'wrong@business.example'"), [{ status: 'paused' }]);
});
