// What a second start finds: the data, the history, and what a killed first one left running.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { appendFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { copyOfSupabase, freePort, query, start, temporaryDirectory } from './support/server.mjs';

test('committed rows survive a killed server, and the next start takes over its children', async (t) => {
  const flags = ['--port', String(await freePort()), '--data', temporaryDirectory(t)];
  const first = await start(t, flags);
  await query(first, "update app.clients set company_name = 'Kept' where email = 'viewer@demo.test'");
  first.child.kill('SIGKILL');
  await once(first.child, 'exit');
  const second = await start(t, flags);
  const rows = await query(second, "select company_name from app.clients where email = 'viewer@demo.test'");
  assert.deepEqual(rows, [{ company_name: 'Kept' }]);
});

test('a restart applies pending migrations only and says what was changed since', async (t) => {
  const supabase = copyOfSupabase(t);
  const flags = ['--port', String(await freePort()), '--data', temporaryDirectory(t), '--supabase', supabase];
  const first = await start(t, flags);
  assert.match(first.output(), /loaded supabase\/seed\.sql/);
  await first.stop();

  writeFileSync(path.join(supabase, 'migrations/20980101000000_first.sql'), 'create table app.pending ();');
  const second = await start(t, flags);
  assert.deepEqual(second.output().match(/^migrated .*/gm), ['migrated 20980101000000_first']);
  assert.doesNotMatch(second.output(), /loaded/);
  await second.stop();

  writeFileSync(path.join(supabase, 'migrations/20980101000000_first.sql'), 'create table app.other ();');
  appendFileSync(path.join(supabase, 'seed.sql'), '\nselect 1;\n');
  const third = await start(t, flags);
  assert.match(third.output(), /20980101000000_first\.sql was changed after it had been applied: use --reset/);
  assert.match(third.output(), /seed\.sql was changed after it had been loaded: use --reset/);
});

test('--rows fills up to a number, the same rows every time, and --reset begins anew', async (t) => {
  const flags = ['--port', String(await freePort()), '--data', temporaryDirectory(t)];
  const digest = `select count(*)::integer as rows,
      md5(string_agg(id::text || email || coalesce(company_name, '') || created_at, ',' order by id)) as digest
    from app.clients where user_id is null`;
  const first = await start(t, [...flags, '--rows', '500']);
  const [before] = await query(first, digest);
  assert.equal(before.rows, 500);
  await first.stop();
  const second = await start(t, [...flags, '--reset', '--rows', '500']);
  assert.deepEqual((await query(second, digest))[0], before);
  await second.stop();
  const third = await start(t, [...flags, '--reset']);
  assert.equal((await query(third, digest))[0].rows, 200);
});

test('an interrupted filling gets its indexes back at the next start', async (t) => {
  const flags = ['--port', String(await freePort()), '--data', temporaryDirectory(t)];
  const count =
    "select count(*)::integer as indexes from pg_indexes where schemaname = 'app' and tablename = 'clients'";
  const first = await start(t, flags);
  const [{ indexes }] = await query(first, count);
  await query(first, 'select demo.park_indexes()');
  assert.ok((await query(first, count))[0].indexes < indexes);
  await first.stop();
  const second = await start(t, flags);
  assert.equal((await query(second, count))[0].indexes, indexes);
});
