// Whether the rules of the approval see anything: its SQL is broken on purpose, one fault at a time, and the rule that is
// there for it must fail.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { overSql, PEOPLE } from './approval.mjs';
import { RULES } from './approval-rules.mjs';
import { broken } from './faults.mjs';
import { cluster, TABLES } from './support.mjs';

/** By the rule that must fail: what is broken, the words that stand in the migration, and what stands there instead. */
const FAULTS = {
  'each decision leads where it may, and nowhere else': [
    ['a refusal says nothing', "if act = 'rejected' and coalesce(", 'if false and coalesce('],
    ['blanks are a note', "coalesce(btrim(new.note, E' \\t\\r\\n'), '')", "coalesce(btrim(new.note), '')"],
    ['the version stays', 'new.version := old.version + 1;', 'new.version := old.version;'],
    ['what is open is opened', "if (action = 'reopen') <> (known.state = 'approved') then", "if action <> 'reopen' and known.state = 'approved' then"],
    ['what is approved is proposed', "if (action = 'reopen') <> (known.state = 'approved') then", "if action = 'reopen' and known.state <> 'approved' then"],
    ['what is refused is refused again', "when old.state = 'review' and new.state = 'revision' and", "when new.state = 'revision' and"],
    ['what is refused is approved', "when old.state = 'review' and new.state = 'approved' then 'approved'", "when new.state = 'approved' then 'approved'"],
    ['decisions are not logged', 'insert into app.unification_events (actor, subject, action, choice, note) values (auth.uid(), old.step, act, new.choice, new.note);', ''],
  ],
  'none is decided before all before it are approved': [
    ['any question is decided at any time', "s.place < old.place and s.state <> 'approved'", 'false'],
    ['the one before is enough', 's.place < old.place and', 's.place = old.place - 1 and'],
  ],
  'nothing is approved while an input is missing': [
    ['what is incomplete is approved', "app.unification_choice_fault(new.step, new.choice, act = 'approved')", 'app.unification_choice_fault(new.step, new.choice, false)'],
    ['an agreement that is not given counts', "choice -> i.input in ('null', 'false')", "choice -> i.input = 'null'"],
    ['a null counts', "choice -> i.input in ('null', 'false')", "choice -> i.input = 'false'"],
  ],
  'a choice is what is asked for, and nothing else': [
    ['a note has no end', 'char_length(new.note) > 2000', 'char_length(new.note) > 20000'],
    ['inputs that nobody asks for are kept', 'else jsonb_typeof(value) = \'string\' and (value #>> \'{}\') = any (string_to_array(it.kind, \'|\'))', 'else it.kind is null or (value #>> \'{}\') = any (string_to_array(it.kind, \'|\'))'],
    ['inputs that nobody asks for are kept when empty', "continue when value = 'null' and it.kind is not null;", "continue when value = 'null';"],
    ['a flag is any value', "when it.kind = 'flag' then jsonb_typeof(value) = 'boolean'", "when it.kind = 'flag' then true"],
    ['minutes are any number', 'and value::numeric between 1 and 10080 and value::numeric % 1 = 0', ''],
    ['minutes have fractions', ' and value::numeric % 1 = 0', ''],
    ['a time is any word for one', " and value #>> '{}' ~ '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?(Z|[+-]\\d\\d:\\d\\d)$'", ''],
    ['a time is as far as one likes', "between '2000-01-01 00:00Z' and '2100-01-01 00:00Z'", 'is not null'],
    ['a window ends before it starts', "if (choice ->> 'ends_at')::timestamptz <= (choice ->> 'starts_at')::timestamptz then", 'if false then'],
    ['a window ends as it starts', "if (choice ->> 'ends_at')::timestamptz <= (choice ->> 'starts_at')::timestamptz then", "if (choice ->> 'ends_at')::timestamptz < (choice ->> 'starts_at')::timestamptz then"],
    ['weights have no end', 'w.value::numeric not between 0 and 10', 'w.value::numeric < 0'],
    ['weights are words', 'not between 0 and 10 else true end', 'not between 0 and 10 else false end'],
    ['a choice has no end', 'or octet_length(choice::text) > 4000', ''],
    ['a choice is any value', "jsonb_typeof(choice) <> 'object' or", ''],
  ],
  'a decision names the question, what is decided, and the version that was seen': [
    ['another version is as good', 'if known.version is distinct from console_decide.version then', 'if false then'],
    ['no version is as good', 'if known.version is distinct from console_decide.version then', 'if known.version <> console_decide.version then'],
  ],
  'opening one again opens all after it, and takes every signature back': [
    ['later ones stay approved', "s.place > old.place and s.state = 'approved' order by s.place desc loop", 'false loop'],
      ['signatures outlive their questions', '    update app.unification_signoffs s set signed_by = null, signed_at = null where s.signed_by is not null;\n  end if;\n  return new;', '  end if;\n  return new;'],
    ['signatures are not logged', "insert into app.unification_events (actor, subject, action)\n  values (auth.uid(), old.team || ' ' || old.item,", "perform (auth.uid(), old.team || ' ' || old.item,"],
  ],
  'teams sign when everything is approved, once, and may take it back': [
    ['teams sign what is open', "if exists (select from app.unification_steps s where s.state <> 'approved') then", 'if false then'],
    ['teams sign what is refused', "if exists (select from app.unification_steps s where s.state <> 'approved') then", "if exists (select from app.unification_steps s where s.state = 'review') then"],
    ['who signs last has signed', "and (s.signed_by is not null) is distinct from signed;", ';'],
    ['signing nothing is no matter', 'if signed is null or not exists (', 'if false and not exists ('],
  ],
  'only owner and admin decide, sign and read; only an owner runs it': [
    ['everybody is an admin', "app.role() not in ('owner', 'admin')", 'false'],
    ['members are admins', "app.role() not in ('owner', 'admin')", "app.role() not in ('owner', 'admin', 'member')"],
    ['an admin runs it', "(owner_only and app.role() <> 'owner')", 'false'],
    ['everybody decides', 'perform app.demand_admin();\n    -- One at a time', '-- One at a time'],
    ['everybody signs', 'perform app.demand_admin();\n    -- One who signs', '-- One who signs'],
    ['everybody looks', "declare\n  report jsonb;\nbegin\n  perform app.demand_admin();", 'declare\n  report jsonb;\nbegin'],
    ['an admin goes back', 'perform app.demand_admin(owner_only => true);\n  return app.undo_unification();', 'return app.undo_unification();'],
  ],
  "who and when are the database's, and what was said is kept": [
    ['what is approved is changed', "and new.state = 'review' and new.choice = old.choice then 'reopened'", "and new.state in ('review', 'approved') then 'reopened'"],
    ['a question changes its place', 'when new.step <> old.step or new.place <> old.place then null', 'when false then null'],
    ['who decides can be given', 'new.changed_by := auth.uid();', 'new.changed_by := coalesce(new.changed_by, auth.uid());'],
    ['when it was decided can be given', 'new.changed_at := now();', "new.changed_at := coalesce(new.changed_at, now());"],
    ['who signs can be given', 'new.signed_by := auth.uid();', ''],
    ['a signature changes its place', "new.team <> old.team or new.item <> old.item or new.place <> old.place or (old.signed_by is null) = (new.signed_by is null)", 'false'],
  ],
  'nothing is added to what is decided, and what happened is not rewritten': [
    ['rows are added, taken and rewritten', "raise sqlstate 'CU006' using message = format('%s knows no %s'", "return null; raise sqlstate 'CU006' using message = format('%s knows no %s'"],
  ],
  'a run is refused for each single thing that is missing, and says which': [
    ['what is missing keeps no run', 'if cardinality(lacks) > 0 then', 'if false then'],
    ['a run needs no questions', "from app.unification_steps s where s.state <> 'approved' order by s.place;", "from app.unification_steps s where s.state = 'revision' order by s.place;"],
    ['a run needs no signatures', 'having count(s.signed_by) < count(*)', 'having count(s.signed_by) < count(*) - 1'],
    ['any strategy is run', "if choice ->> 'strategy' <> 'A' then", "if choice ->> 'strategy' = 'B' then"],
    ['the essential fields are run', "if choice ->> 'priority' <> 'full' then", 'if false then'],
    ['the window has no begin', "if now() < (choice ->> 'starts_at')::timestamptz then", 'if false then'],
    ['the window has no end', "elsif now() > (choice ->> 'ends_at')::timestamptz then", 'elsif false then'],
    ['a run needs no dry run', 'if expected is null then', 'if false then'],
  ],
  'what ran is decided; after the way back all is to be decided anew, and the log has everything': [
    ['runs are not logged', "insert into app.unification_events (actor, subject, action) values (auth.uid(), 'run', 'run');", ''],
    ['the way back is not logged', "insert into app.unification_events (actor, subject, action) values (auth.uid(), 'run', 'undone');", ''],
    ['what is done is decided', "if app.unification_is_done() then\n    raise sqlstate 'CU006' using message = 'the unification is done: nothing is left to decide'", "if false then\n    raise sqlstate 'CU006' using message = 'the unification is done: nothing is left to decide'"],
    ['what is done is signed', "if app.unification_is_done() then\n    raise sqlstate 'CU006' using message = 'the unification is done: nothing is left to sign'", "if false then\n    raise sqlstate 'CU006' using message = 'the unification is done: nothing is left to sign'"],
    ['the way back leaves what was decided', 'perform app.unification_start_over();', ''],
    ['the way back leaves the questions', "where s.state <> 'review' order by s.place desc loop\n    update", 'where false loop\n    update'],
  ],
};

let postgres;
before(async (t) => {
  postgres = await cluster(t);
  await postgres.prepare('waiting', 'ground', async (db) => {
    await db.run(TABLES);
    await db.run('create schema app; create table app.unify_later ()');
    await db.migrate();
    await db.run('drop table app.unify_later');
    await db.run(`set session_replication_role = replica; ${Object.entries(PEOPLE).map(([who, id]) => `
      insert into auth.users (id, email) values ('${id}', '${who}@demo.test');
      insert into app.clients (id, user_id, email, name, role) values ('${id}', '${id}', '${who}@demo.test', '${who}', '${who === 'member2' ? 'member' : who}');`).join('')}
      set session_replication_role = origin`);
  });
});

/** @returns {Promise<string | undefined>} how the rule fails, if it does */
async function seen(db, rule, fault) {
  await db.run('begin');
  try {
    if (fault) await db.run(fault);
    await RULES[rule](overSql(db));
    return undefined;
  } catch (error) {
    return error.message.split('\n')[0].slice(0, 120);
  } finally {
    await db.run('rollback');
  }
}

test('nothing is seen where nothing is broken', async () => {
  const db = await postgres.copy('waiting');
  for (const rule of Object.keys(RULES)) assert.equal(await seen(db, rule), undefined, rule);
  await db.drop();
});

test('every rule sees the faults that it is there for', async (t) => {
  assert.deepEqual(Object.keys(FAULTS), Object.keys(RULES));
  const missed = [];
  const left = Object.entries(FAULTS).flatMap(([rule, faults]) => faults.map((fault) => [rule, ...fault]));
  async function work() {
    const db = await postgres.copy('waiting');
    for (let fault = left.shift(); fault; fault = left.shift()) {
      const [rule, what, from, to] = fault;
      const how = await seen(db, rule, broken(from, to));
      t.diagnostic(`${what}: ${how}`);
      if (!how) missed.push(what);
    }
    await db.drop();
  }
  await Promise.all([work(), work()]);
  assert.deepEqual(missed, []);
});
