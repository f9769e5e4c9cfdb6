// The unification of an agency's database with every known trap in it: by the ordinary push, and by hand after a look.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { catalogue, contents, differences } from './catalogue.mjs';
import { after, checkAccount, checkEnd, checkFields, checkPeople, checkReport, checkRerun, checkSatellites, checkUndo, read, said } from './checks.mjs';
import { cluster, TABLES, TRAPS } from './support.mjs';

let postgres;
let fresh;
before(async (t) => {
  postgres = await cluster(t);
  await postgres.prepare('new_project', 'ground', (db) => db.migrate());
  await postgres.prepare('agency', 'ground', (db) => db.run(TABLES + TRAPS));
  await postgres.prepare('waiting', 'agency', async (db) => {
    await db.run('create schema app; create table app.unify_later ()');
    await db.migrate();
    assert.deepEqual(await db.run('select * from app.unification_runs'), [], 'the push has stopped short of it');
    await db.run('drop table app.unify_later');
  });
  const db = await postgres.copy('new_project');
  fresh = await catalogue(db);
  await db.close();
});

async function copy(t, of) {
  const db = await postgres.copy(of);
  t.after(() => db.drop());
  return db;
}

async function checkAll(db, legacy, report) {
  const state = await after(db, legacy);
  checkPeople(state);
  checkFields(state);
  checkAccount(legacy, state);
  checkSatellites(legacy, state);
  checkReport(report, legacy, state);
  await checkEnd(db, fresh);
  await checkRerun(db, report);
}

test('a push carries everything over, to the schema of a new project', async (t) => {
  const db = await copy(t, 'agency');
  const legacy = await read(db);
  await db.migrate();
  const [{ report }] = await db.run('select report from app.unification_runs');
  await checkAll(db, legacy, report);
});

test('a dry run says what the run says, and changes nothing; the way back leads back', async (t) => {
  const db = await copy(t, 'waiting');
  const legacy = await read(db);
  const state = { contents: await contents(db, ['public']), catalogue: await catalogue(db, ['supabase_migrations', 'auth']) };
  const ours = await contents(db, ['app']);
  const [{ dry }] = await db.run('select app.unify() as dry');
  assert.deepEqual(await contents(db, ['public', 'app']), { ...state.contents, ...ours });
  assert.deepEqual(differences(state.catalogue, await catalogue(db, ['supabase_migrations', 'auth'])), []);

  const [{ run }] = await db.run('select app.unify(false, $1) as run', [dry.sources]);
  assert.deepEqual(said(run), said(dry));
  await checkAll(db, legacy, run);
  await checkUndo(db, state);
  const [{ again }] = await db.run('select app.unify() as again');
  assert.deepEqual(said(again), said(dry), 'and it can be done again');
});
