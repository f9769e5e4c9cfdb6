// Whether the checks see anything: the migration is broken on purpose, one fault at a time, and each time either its own
// account refuses to go on or a check of these tests fails. The faults are those of the document's SQL, and others that
// are easily made.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { catalogue, contents } from './catalogue.mjs';
import { after, checkAccount, checkEnd, checkFields, checkPeople, checkReport, checkRerun, checkSatellites, checkUndo, read, said } from './checks.mjs';
import { broken } from './faults.mjs';
import { cluster, TABLES, TRAPS } from './support.mjs';

/** What is broken, the words that stand in the migration, and what stands there instead. */
const FAULTS = [
  ['older rows fill nothing', 'for its_place in 2 ..', 'for its_place in 99 ..'],
  ['older rows overwrite', "'%1$I = coalesce(c.%1$I, s.%1$I)'", "'%1$I = coalesce(s.%1$I, c.%1$I)'"],
  ['addresses are compared as they are spelled', 'app.folded_email(l.email::text) as address, %s as changed', 'l.email::text as address, %s as changed'],
  ['the oldest business row wins', 'order by b.changed desc nulls last, b.made desc nulls last, b.id desc', 'order by b.changed, b.made desc nulls last, b.id desc'],
  ['a business row takes a sign-in\'s id', "case when b.taken then md5('clientele ' || b.id)::uuid else b.id end", 'b.id'],
  ['several sign-ins of one address are no question', 'when s.many > 1 and s.spelled <> b.spelled then', 'when false then'],
  ['the sign-in that is spelled otherwise survives', 'order by b.spelled is not null desc, s.spelled = s.address desc', 'order by s.spelled = s.address'],
  ['words are not mapped', 'case when m.word is null then w.folded else m.becomes end', 'w.folded'],
  ['the raw word is not kept', "'insert into app.unification_ledger (kind, source, source_id, client_id, field, value, offered, chosen, reason)\n       select d.kind, %1$L, d.id, d.client_id, %2$L, d.value, d.offered, d.chosen, case d.kind", "'insert into app.unification_ledger (kind, source, source_id, client_id, field, value, offered, chosen, reason)\n       select d.kind, %1$L, d.id, d.client_id, %2$L, coalesce(d.offered, d.value), d.offered, d.chosen, case d.kind"],
  ['columns of the agency\'s own are dropped', "s.source_id = l.id\n         where l.%2$I is not null',", "s.source_id = l.id\n         where false',"],
  ['the indexes and foreign keys of a satellite are not made anew', "perform app.unify_restore(parked);\n  execute format('alter table %s enable", "execute format('alter table %s enable"],
  ['rows that wait are not written down', "where p.client_id is null',\n    short", "where false',\n    short"],
  ['created_at is the latest', 'min(created_at) as made', 'max(created_at) as made'],
  ['updated_at is the moment of the run', "coalesce(t.changed, t.last_made, ''1970-01-01 00:00:00+00'')", 'now()'],
  ['a client without dates is born in this moment', "coalesce(t.made, t.first_change, ''1970-01-01 00:00:00+00'')", 'coalesce(t.made, now())'],
  ['triggers stamp and judge', 'alter table app.clients disable trigger user;', ''],
  ['everybody becomes an admin', "coalesce(s.role, ''viewer'')", "coalesce(s.role, ''admin'')"],
  ['a satellite keeps its old client', "when it.name = 'client_id' then 'm.client_id'", "when it.name = 'client_id' then 'coalesce((select c.id from app.clients c where c.id = l.client_id), m.client_id)'"],
  ['events go to any deployment', "when it.there then format('l.%I::%s', it.name, it.target_type)", "when it.name = 'deployment_id' and short = 'deployment_tracking_events' then '(select d.id from app.client_deployments d order by d.id limit 1)'\n      when it.there then format('l.%I::%s', it.name, it.target_type)"],
  ['satellites are stamped', "when it.there then format('l.%I::%s', it.name, it.target_type)", "when it.name = 'updated_at' then 'now()'\n      when it.there then format('l.%I::%s', it.name, it.target_type)"],
  ['defaults fill what was NULL', "when it.there then format('l.%I::%s', it.name, it.target_type)", "when it.name = 'status' then 'coalesce(l.status::text, ''draft'')'\n      when it.there then format('l.%I::%s', it.name, it.target_type)"],
  ['columns that are not there are made up', "else format('null::%s', it.target_type)", "when it.target_type = 'text' then '''made up''' else format('null::%s', it.target_type)"],
  ['a satellite\'s own columns are dropped', 'from app.unify_columns(source) c where not c.known and c.name <> \'id\'', 'from app.unify_columns(source) c where false'],
  ['of two equal rows the older follows', "then 'u.updated_at desc nulls last' else", "then 'u.updated_at' else"],
  ['rows that collide are thrown away', 'where d.id = r.id and d.turn > 1 and d.whole', 'where d.id = r.id and d.turn > 1 and d.whole and r.id is null'],
  ['parked rows are not written down', 'where r.unify_parked is not null\',', "where false',"],
  ['numbers pass through floating point', "outer_list := outer_list || format(', case when %s then x.%I end', condition, it.name);", "outer_list := outer_list || format(case when it.target_type = 'numeric' then ', case when %s then x.%I::real::numeric end' else ', case when %s then x.%I end' end, condition, it.name);"],
  ['times lose their fraction', "outer_list := outer_list || format(', case when %s then x.%I end', condition, it.name);", "outer_list := outer_list || format(case when it.name = 'last_contact_date' then ', case when %s then date_trunc(''milliseconds'', x.%I) end' else ', case when %s then x.%I end' end, condition, it.name);"],
  ['rules are not asked', 'condition := condition || format(\' and (%s) is not false\', rule.condition);', 'null;'],
  ['rules between columns are not asked', "execute format('update pg_temp.unify_clients set %I = null where (%s) is false', it.field, it.condition);", 'null;'],
  ['the legacy tables stay under their names', "alter %s public.%s set schema legacy', m ->> 'kind', m ->> 'name') from jsonb_array_elements(moved) m loop", "alter %s public.%s set schema legacy', m ->> 'kind', m ->> 'name') from jsonb_array_elements(moved) m where m ->> 'kind' <> 'view' loop"],
  ['the windows stay closed', 'perform app.open_windows();', ''],
  ['everybody may look at what was set aside', 'revoke all on schema legacy from public;', 'grant usage on schema legacy to authenticated;'],
  ['a second run is a run', '  if found then\n    -- Again is nothing.', '  if false then\n    -- Again is nothing.'],
  ['a dry run stays', "raise exception using errcode = 'CU009', message = 'dry run';", 'null;'],
  ['a run after other data than the dry run\'s goes on', "if expected is distinct from report ->> 'sources' and expected is not null then", 'if false then'],
  ['the way back forgets what was written', 'select known.id, w.target, w.row_id, w.action, w.data from app.unification_written() w', 'select known.id, w.target, w.row_id, w.action, w.data from app.unification_written() w where false'],
  ['the way back leaves the unified rows', "when 'clients' then 't.id in (select m.client_id from app.unification_map m)'", "when 'clients' then 'false'"],
  ['the way back leaves a view behind', "from jsonb_array_elements(known.moved) m\n  loop", "from jsonb_array_elements(known.moved) m where m ->> 'kind' <> 'view'\n  loop"],
  ['the way back leaves the windows open', "execute format('alter view public.%I set schema waiting', it);\n    end if;\n  end loop;\n  for it in", "execute format('drop view public.%I', it);\n    end if;\n  end loop;\n  for it in"],
];

/** A broken function is another function: that is not what is to be seen. */
const notItself = (line) => !/^function CREATE OR REPLACE FUNCTION app\.(unif|undo|open|legacy)/.test(line);

let postgres;
let fresh;
before(async (t) => {
  postgres = await cluster(t);
  await postgres.prepare('new_project', 'ground', (db) => db.migrate());
  await postgres.prepare('waiting', 'ground', async (db) => {
    await db.run(TABLES + TRAPS);
    await db.run('create schema app; create table app.unify_later ()');
    await db.migrate();
    await db.run('drop table app.unify_later');
  });
  const db = await postgres.copy('new_project');
  fresh = (await catalogue(db)).filter(notItself);
  await db.close();
});

/** @returns {Promise<string | undefined>} who saw a fault, or nobody; `looked`: by a dry run first */
async function seen(db, looked) {
  const legacy = await read(db);
  const before = { contents: await contents(db, ['public']), catalogue: await catalogue(db, ['supabase_migrations', 'auth']) };
  const ours = await contents(db, ['app']);
  try {
    const [{ dry }] = looked ? await db.run('select app.unify() as dry') : [{}];
    if (looked) {
      await step('dry run', async () => assert.deepEqual(await contents(db, ['public', 'app']), { ...before.contents, ...ours }));
      await db.run('savepoint refusal');
      await step('refusal of other data', () => assert.rejects(db.run("select app.unify(false, 'others')"), { code: 'CU001' }));
      await db.run('rollback to savepoint refusal');
    }
    const [{ run }] = await db.run('select app.unify(false, $1) as run', [dry?.sources ?? null]);
    const state = await after(db, legacy);
    await step('people', () => checkPeople(state));
    await step('fields', () => checkFields(state));
    await step('account', () => checkAccount(legacy, state));
    await step('satellites', () => checkSatellites(legacy, state));
    await step('report', () => checkReport(run, legacy, state));
    if (looked) await step('the same report', () => assert.deepEqual(said(run), said(dry)));
    await step('end', () => checkEnd(db, fresh, notItself));
    await step('again', () => checkRerun(db, run));
    await db.run("update app.clients set industry = 'since' where email = 'ann@client.example'");
    await step('back', async () => {
      await checkUndo(db, before);
      const listed = await db.run("select target, action from app.unification_writes where target = 'clients'");
      assert.deepEqual(listed, [{ target: 'clients', action: 'updated' }]);
      assert.deepEqual(await db.run('select id from app.clients'), []);
    });
  } catch (error) {
    if (error.code === 'CU002') return 'its own account';
    return error.step ?? `the database (${error.message})`;
  }
  return undefined;
}

async function step(name, check) {
  try {
    await check();
  } catch (error) {
    error.step = name;
    throw error;
  }
}

test('nothing is seen where nothing is broken', async () => {
  const db = await postgres.copy('waiting');
  assert.equal(await withFault(db, [], true), undefined);
  await db.drop();
});

test('every fault is seen', async (t) => {
  const blind = broken("if report ->> 'lost' <> '0' then", 'if false then');
  const missed = [];
  const left = [...FAULTS];
  async function work() {
    const db = await postgres.copy('waiting');
    for (let fault = left.shift(); fault; fault = left.shift()) {
      const [what, from, to] = fault;
      const first = await withFault(db, [broken(from, to)], /dry run/.test(what));
      // What the run refuses by itself must be seen by these checks as well, when it does not.
      const second = first === 'its own account' ? await withFault(db, [broken(from, to), blind]) : first;
      t.diagnostic(`${what}: ${first === second ? first : `${first}, then ${second}`}`);
      if (!first || !second) missed.push(what);
    }
    await db.drop();
  }
  await Promise.all([work(), work()]);
  assert.deepEqual(missed, []);
});

/** All of it in a transaction that is taken back. */
async function withFault(db, statements, looked) {
  await db.run('begin');
  try {
    for (const statement of statements) await db.run(statement);
    return await seen(db, looked);
  } finally {
    await db.run('rollback');
  }
}
