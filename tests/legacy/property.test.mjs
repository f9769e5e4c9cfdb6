// Legacy databases by chance, each carried over and back. LEGACY_CASES for more of them, LEGACY_SEED for others.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { catalogue, contents, differences } from './catalogue.mjs';
import { after, checkAccount, checkEnd, checkFields, checkPeople, checkReport, checkRerun, checkSatellites, checkUndo, read, said } from './checks.mjs';
import { dice, legacyDatabase } from './random.mjs';
import { cluster, TABLES } from './support.mjs';

const CASES = Number(process.env.LEGACY_CASES ?? 6);
const FIRST = Number(process.env.LEGACY_SEED ?? 1);

let postgres;
let fresh;
before(async (t) => {
  postgres = await cluster(t);
  await postgres.prepare('new_project', 'ground', (db) => db.migrate());
  await postgres.prepare('waiting', 'ground', async (db) => {
    await db.run(TABLES);
    await db.run('create schema app; create table app.unify_later ()');
    await db.migrate();
    await db.run('drop table app.unify_later');
  });
  const db = await postgres.copy('new_project');
  fresh = await catalogue(db);
  await db.close();
});

test('whatever stands in the legacy tables is carried over, accounted for, and brought back', async (t) => {
  let values = 0;
  for (let seed = FIRST; seed < FIRST + CASES; seed += 1) {
    const db = await postgres.copy('waiting');
    try {
      values += await oneCase(db, seed);
    } catch (error) {
      error.message = `seed ${seed}: ${error.message}`;
      throw error;
    } finally {
      await db.drop();
    }
  }
  t.diagnostic(`${CASES} legacy databases by chance, ${values} values accounted for`);
});

async function oneCase(db, seed) {
  for (const statement of legacyDatabase(seed)) await db.run(statement);
  const legacy = await read(db);
  const before = { contents: await contents(db, ['public']), catalogue: await catalogue(db, ['supabase_migrations', 'auth']) };
  const [{ dry }] = await db.run('select app.unify() as dry');
  assert.deepEqual(await contents(db, ['public']), before.contents);
  assert.deepEqual(differences(before.catalogue, await catalogue(db, ['supabase_migrations', 'auth'])), []);
  const [{ run }] = await db.run('select app.unify(false, $1) as run', [dry.sources]);
  assert.deepEqual(said(run), said(dry));

  const state = await after(db, legacy);
  checkPeople(state);
  checkFields(state);
  checkAccount(legacy, state);
  checkSatellites(legacy, state);
  checkReport(run, legacy, state);
  await checkEnd(db, fresh);
  await checkRerun(db, run);

  const writes = await write(db, seed);
  const answer = await checkUndo(db, before);
  const kept = await db.run("select target || ' ' || row_id || ' ' || action as write, data from app.unification_writes where action <> 'attached'");
  assert.deepEqual(kept.map((row) => row.write).sort(), writes.sort(), 'what was written since is listed');
  assert.equal(Object.values(answer.written).reduce((sum, n) => sum + n, 0) >= writes.length, true);
  return run.fields.reduce((sum, line) => sum + line.in, 0);
}

/** What people do between the run and the way back. @returns what has to be listed of it */
async function write(db, seed) {
  const { pick, one } = dice(seed + 1_000_000);
  const done = [];
  const ids = async (table) => (await db.run(`select id::text from app.${table} order by id`)).map(({ id }) => id);
  const clients = await ids('clients');
  if (clients.length && one(0.7)) {
    const id = pick(clients);
    await db.run('update app.clients set industry = $2 where id = $1', [id, 'Written since']);
    done.push(`clients ${id} updated`);
  }
  if (one(0.5)) {
    const [{ id }] = await db.run("insert into app.clients (email, name) values ('since@new.example', 'Since') returning id::text");
    done.push(`clients ${id} inserted`);
  }
  const analytics = await ids('client_analytics');
  if (analytics.length && one(0.5)) {
    const id = pick(analytics);
    await db.run('delete from app.client_analytics where id = $1', [id]);
    done.push(`client_analytics ${id} deleted`);
  }
  const events = await ids('deployment_tracking_events');
  if (events.length && one(0.5)) {
    const id = pick(events);
    await db.run("update app.deployment_tracking_events set event_message = 'since' where id = $1", [id]);
    done.push(`deployment_tracking_events ${id} updated`);
  }
  return done;
}
