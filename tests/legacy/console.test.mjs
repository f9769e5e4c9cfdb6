// What the console's page does, over the REST service, as the people who may and as those who may not.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';
import { ask, freePort, postgresClient, query, signIn, start, temporaryDirectory } from '../server/support/server.mjs';
import { approveAll, overRest } from './approval.mjs';
import { TABLES, TRAPS } from './support.mjs';

let server;
let its;
const tokens = {};
const rest = (who, where, body, more = {}) => ask(server, `/rest/v1/${where}`, { token: tokens[who], body, ...more });
const rpc = (who, name, body = {}) => rest(who, `rpc/${name}`, body);
const entry = async (where) => (await rest('owner', `unification_ledger?${where}&order=id`)).body[0];

before(async (t) => {
  const dump = path.join(temporaryDirectory(t), 'dump.sql');
  writeFileSync(dump, `${TABLES}${TRAPS}create schema app; create table app.unify_later ();`);
  server = await start(t, ['--port', String(await freePort()), '--data', temporaryDirectory(t), '--legacy', dump]);
  for (const who of ['owner', 'admin', 'member', 'staff', 'viewer']) tokens[who] = (await signIn(server, `${who}@demo.test`)).access_token;
  its = overRest(t, server, tokens);
});

test('while it waits, the old application goes on', async () => {
  // Its own policies, through the same endpoint: the row of whoever's address it is.
  await query(server, "insert into public.clients (email, role) values ('viewer@demo.test', 'viewer')");
  const { status, body } = await rest('viewer', 'clients?select=email,newsletter');
  assert.deepEqual([status, body], [200, [{ email: 'viewer@demo.test', newsletter: null }]]);
  await query(server, "delete from public.clients where email = 'viewer@demo.test'");
});

test('owner and admin look first, and change the words; nobody else does', async () => {
  for (const who of ['member', 'staff', 'viewer']) {
    for (const name of ['unification_state', 'unification_dry_run', 'unification_written', 'unification_checks', 'unification_triggers', 'unification_undo']) {
      assert.equal((await rpc(who, name)).status, 403, `${who} ${name}`);
    }
    assert.equal((await rpc(who, 'unification_run', { expected: 'x' })).status, 403);
    assert.equal((await rpc(who, 'unification_blocked', { blocker: 'x' })).status, 403);
    assert.equal((await rpc(who, 'unification_settle', { entry: 1, action: 'swap' })).status, 403);
    for (const window of ['words', 'runs', 'ledger', 'map', 'writes']) {
      assert.deepEqual((await rest(who, `unification_${window}`)).body, [], `${who} ${window}`);
    }
    assert.equal((await rest(who, 'unification_words', { field: 'status', word: 'gone', becomes: 'paused' })).status, 403);
  }
  const nobody = await ask(server, '/rest/v1/unification_ledger');
  assert.equal(nobody.status, 401);
  assert.equal((await ask(server, '/rest/v1/rpc/unification_state', { body: {} })).status, 401);

  assert.equal((await rpc('admin', 'unification_state')).body.state, 'waiting');
  await query(server, 'create table public.invoices (id int, secret text, client_id uuid references public.clients_enhanced)');
  await query(server, "insert into public.invoices select 7, 'not theirs', id from public.clients_enhanced order by id limit 1");
  const [{ sentence, rows }] = (await rpc('admin', 'unification_state')).body.blockers;
  assert.match(sentence, /^public\.invoices points at public\.clients_enhanced/);
  assert.equal(rows, true);
  const [blocked, ...others] = (await rpc('admin', 'unification_blocked', { blocker: sentence })).body;
  assert.deepEqual([blocked.source, blocked.source_id, blocked.field, others], ['public.invoices', '7', 'client_id', []]);
  assert.deepEqual(Object.keys(blocked), ['source', 'source_id', 'field', 'value'], 'of a table that is not ours the one value that it is about');
  assert.deepEqual((await rpc('admin', 'unification_blocked', { blocker: '1 = 1' })).body, []);
  await query(server, 'drop table public.invoices');
  for (const name of ['unification_checks', 'unification_triggers']) assert.deepEqual((await rpc('admin', name)).body, [], 'there is nothing to check yet');
  const first = (await rpc('admin', 'unification_dry_run')).body;
  assert.equal(first.lost, 0);
  const dormant = (report) => report.words.find(({ word }) => word === 'dormant').becomes;
  assert.equal(dormant(first), null);

  const word = (body) => rest('admin', 'unification_words', body).then(({ status }) => status);
  assert.equal(await word({ field: 'status', word: 'dormant', becomes: 'paused' }), 201);
  assert.equal(await word({ field: 'status', word: 'asleep', becomes: 'active' }), 400, 'nothing becomes active');
  assert.equal(await word({ field: 'status', word: 'asleep', becomes: 'sleeping' }), 400, 'there is no such status');
  assert.equal(await word({ field: 'role', word: 'viewer', becomes: 'staff' }), 400, 'nobody gains a role');
  assert.equal(await word({ field: 'role', word: 'editor', becomes: 'owner' }), 400);

  assert.equal((await rpc('owner', 'unification_run', { expected: first.sources })).body.code, 'CU010', 'nobody has approved it');
  await approveAll(its);
  assert.equal((await rpc('owner', 'unification_run', { expected: first.sources })).body.code, 'CU001', 'the words have changed since');
  const second = (await rpc('admin', 'unification_dry_run')).body;
  assert.equal(dormant(second), 'paused');
  assert.equal((await rpc('admin', 'unification_run', { expected: second.sources })).status, 403, 'running it is an owner\'s');
  assert.equal((await rpc('owner', 'unification_run', { expected: null })).body.code, 'CU005');

  const run = await rpc('owner', 'unification_run', { expected: second.sources });
  assert.equal(run.status, 200, JSON.stringify(run.body));
  assert.equal(run.body.digest, second.digest);
});

test('the checkpoints hold, and see what breaks', async () => {
  assert.equal((await rpc('admin', 'unification_state')).body.state, 'done');
  const failing = async () => (await rpc('admin', 'unification_checks')).body.filter(({ ok }) => !ok).map(({ checkpoint }) => checkpoint);
  const all = await rpc('admin', 'unification_checks');
  assert.equal(all.body.length, 11, JSON.stringify(all.body));
  assert.deepEqual(await failing(), []);
  const broken = {
    'every value is on its client, or written down': ["delete from app.unification_ledger where kind = 'kept'", 'insert into app.unification_ledger select * from kept'],
    'the legacy tables are as they were': ["set session_replication_role = replica; update legacy.clients set role = 'admin' where email = 'Ann@Client.Example'", "set session_replication_role = replica; update legacy.clients set role = 'viewer' where email = 'Ann@Client.Example'"],
    'every legacy row is a client, part of one, or waits': ["delete from app.unification_map where became = 'business'", "insert into app.unification_map select * from gone"],
    'no client bears the time of the run': ["set session_replication_role = replica; update app.clients c set updated_at = r.begun_at from app.unification_runs r where c.email = 'eve@business.example'", "set session_replication_role = replica; update app.clients set updated_at = '2025-03-01 00:00+00' where email = 'eve@business.example'"],
    'every rule and foreign key is validated': ['alter table app.tenant_apps add constraint loose check (name is not null) not valid', 'alter table app.tenant_apps drop constraint loose'],
    'nothing points at the legacy tables': ['create table app.loose (c uuid references legacy.clients_enhanced); alter table app.loose enable row level security', 'drop table app.loose'],
    'row-level security is on, and no table is exposed': ['alter table app.views disable row level security', 'alter table app.views enable row level security'],
    'an address and a page of the list are found by index': ['drop index app.clients_updated', 'create index clients_updated on app.clients (updated_at desc, id desc)'],
    'every address is there once': ["alter table app.clients drop constraint clients_email_key; set session_replication_role = replica; insert into app.clients (email, role) values ('eve@business.example', 'viewer'); create unique index clients_email_key on app.clients (id, email)", "delete from app.clients where email = 'eve@business.example' and name is null; drop index app.clients_email_key; alter table app.clients add constraint clients_email_key unique (email)"],
    'nothing hangs on a client that is not there': ["set session_replication_role = replica; update app.client_analytics set client_id = gen_random_uuid() where id = '66000000-0000-4000-8000-000000000003'", "update app.client_analytics set client_id = '11000000-0000-4000-8000-000000000004' where id = '66000000-0000-4000-8000-000000000003'"],
  };
  await query(server, "create schema safe; create table safe.kept as select * from app.unification_ledger where kind = 'kept'; create table safe.gone as select * from app.unification_map where became = 'business'");
  for (const [checkpoint, [away, back]] of Object.entries(broken)) {
    await query(server, away);
    const seen = await failing();
    assert.ok(seen.includes(checkpoint), `${checkpoint}: ${seen}`);
    const mended = back.replace('app.unification_ledger select * from kept', 'app.unification_ledger overriding system value select * from safe.kept').replace('from gone', 'from safe.gone');
    await query(server, `${mended}; set session_replication_role = origin`);
    assert.deepEqual((await failing()).filter((one) => one === checkpoint), [], `${checkpoint}, mended`);
  }
});

test('each condition for going back is met when it should be, and a page of the list can be too slow', async (t) => {
  const sql = postgresClient(server.database, { onnotice() {}, max: 1 });
  t.after(() => sql.end());
  /** What an admin is told while this has happened; it is taken back. */
  async function told(about, ...statements) {
    await sql.unsafe('begin');
    try {
      for (const statement of statements) await sql.unsafe(statement);
      await sql.unsafe(`set local session_replication_role = origin; set local request.jwt.claims = '{"sub": "de000000-0000-4000-8000-000000000002"}'`);
      return [...(await sql.unsafe(`select * from app.unification_${about}()`))];
    } finally {
      await sql.unsafe('rollback');
    }
  }
  const tripped = async (...statements) => (await told('triggers', ...statements)).map((row) => row.tripped);
  const lasted = (time) => `update app.unification_runs set finished_at = begun_at + interval '${time}'`;
  assert.deepEqual(await tripped(), [false, false, false, null]);
  assert.deepEqual(await tripped(lasted('60 minutes')), [false, false, false, null]);
  const [{ condition, seen }] = await told('triggers', lasted('60 minutes 1 second'));
  assert.deepEqual([condition, seen], ['Migration time exceeds 2x estimated duration', '3601 s of 3600 s']);
  assert.deepEqual(await tripped(lasted('60 minutes 1 second')), [true, false, false, null]);

  const lost = "delete from app.unification_ledger where kind = 'kept'";
  assert.deepEqual(await tripped(lost), [false, true, false, null]);
  assert.equal((await told('triggers', lost))[1].seen, 'every value is on its client, or written down');

  // Gone by a person's hand, its address is not amiss; gone without a trace, it is.
  const gone = ['set local session_replication_role = replica', "delete from app.clients where email = 'eve@business.example'", "delete from app.clients where email = 'ann@client.example'"];
  assert.equal((await tripped(...gone))[2], false);
  const [, , amiss] = await told('triggers', "delete from app.unification_rows r using app.clients c where c.id = r.id and c.email in ('ann@client.example', 'eve@business.example')", ...gone);
  assert.deepEqual([amiss.condition, amiss.tripped, amiss.seen], ['Authentication system functionality compromised', true, '1 addresses without a client']);

  // A row that takes long to give, on the first page.
  const [{ list }] = await sql.unsafe("select string_agg(format('c.%I', attname), ', ') as list from pg_attribute where attrelid = 'app.clients'::regclass and attnum > 0 and not attisdropped and attname <> 'search_text'");
  const [{ id }] = await sql.unsafe('select id from app.clients order by updated_at desc, id desc limit 1');
  const slow = await told('checks', 'alter table app.clients rename to slow', `create view app.clients as select ${list}, case when c.id = '${id}' then (select max(c.id::text || i) from generate_series(1, 500000) i) end as search_text from app.slow c`);
  const page = slow.find(({ checkpoint }) => checkpoint === 'a page of the list takes at most 100 ms');
  assert.deepEqual([page.ok, Number.parseFloat(page.seen) > 100], [false, true], page.seen);
});

test('a conflict is swapped with one press, and back with another, as the person\'s own save', async () => {
  const known = await entry('kind=eq.conflict&field=eq.phone');
  const phone = async () => (await rest('owner', `clients?id=eq.${known.client_id}&select=phone,version`)).body[0];
  assert.deepEqual(await phone(), { phone: known.chosen, version: 1 });
  const [swapped] = (await rpc('admin', 'unification_settle', { entry: known.id, action: 'swap' })).body;
  assert.equal(swapped.settled, 'swapped');
  assert.deepEqual(await phone(), { phone: known.offered, version: 2 });
  const past = (await rpc('owner', 'client_history', { client: known.client_id })).body;
  assert.deepEqual([past[0].field, past[0].before, past[0].after, past[0].actor], ['phone', known.chosen, known.offered, 'de000000-0000-4000-8000-000000000002']);
  const [back] = (await rpc('owner', 'unification_settle', { entry: known.id, action: 'swap' })).body;
  assert.equal(back.settled, null);
  assert.deepEqual(await phone(), { phone: known.chosen, version: 3 });
  // Somebody has decided otherwise meanwhile: their value is not overwritten.
  assert.equal((await rest('owner', `clients?id=eq.${known.client_id}`, { phone: '+49 30 1234567' }, { method: 'PATCH' })).status, 204);
  const late = await rpc('owner', 'unification_settle', { entry: known.id, action: 'swap' });
  assert.deepEqual([late.status, late.body.code], [400, 'CU004']);
});

test('what waits in quarantine gets a value that the rules allow, or an end', async () => {
  const known = await entry('kind=eq.quarantine&field=eq.tier&value=eq."gold"');
  const settle = (body) => rpc('owner', 'unification_settle', { entry: known.id, ...body });
  assert.equal((await settle({ action: 'use', value: 'gold' })).body.code, '23514');
  const [used] = (await settle({ action: 'use', value: 'premium' })).body;
  assert.equal(used.settled, 'used');
  assert.equal((await rest('owner', `clients?id=eq.${known.client_id}&select=tier`)).body[0].tier, 'premium');
  assert.equal((await settle({ action: 'use', value: 'basic' })).body.code, 'CU006');
  const whole = await entry('kind=eq.parked&field=is.null');
  assert.equal((await rpc('owner', 'unification_settle', { entry: whole.id, action: 'dismiss' })).body[0].settled, 'dismissed');
  assert.equal((await rpc('owner', 'unification_settle', { entry: whole.id, action: 'reopen' })).body[0].settled, null);
});

test('a whole row leaves quarantine with an address or into a client, and what hung on it follows', async () => {
  const row = (table, id) => query(server, `select * from app.${table} where id = '${id}'`);
  const parked = async () => (await rest('owner', 'unification_ledger?kind=eq.parked&settled=is.null&select=source_id')).body.map(({ source_id: its }) => its);
  const settle = (entry, value, who = 'owner') => rpc(who, 'unification_settle', { entry, action: 'use', value });
  // Cat's business row: several sign-ins have its address. It becomes part of the one that is a client.
  const cat = await entry('source_id=eq.22000000-0000-4000-8000-000000000007&field=is.null');
  const before = await parked();
  assert.equal((await settle(cat.id, { client_id: '11000000-0000-4000-8000-000000000008' }, 'member')).status, 403);
  const taken = await settle(cat.id, { email: 'bob@client.example' });
  assert.equal(taken.status, 409, JSON.stringify(taken.body));
  assert.equal((await settle(cat.id, {})).body.code, 'CU006');
  const done = await settle(cat.id, { client_id: '11000000-0000-4000-8000-000000000008' });
  assert.equal(done.body[0]?.settled, 'used', JSON.stringify(done.body));
  const [client] = (await rest('owner', 'clients?id=eq.11000000-0000-4000-8000-000000000008')).body;
  assert.deepEqual([client.name, client.annual_revenue, client.role, client.status], ['Cat', 30.3, 'member', 'active']);
  const left = await parked();
  const followed = before.filter((id) => !left.includes(id));
  assert.deepEqual(followed.sort(), ['33000000-0000-4000-8000-000000000003', '44000000-0000-4000-8000-000000000006', '55000000-0000-4000-8000-000000000003', '66000000-0000-4000-8000-000000000005']);
  assert.equal((await row('client_deployments', '44000000-0000-4000-8000-000000000006'))[0].client_id, client.id);
  // An admin of the old table with no address: a client with one, and no admin.
  const root = await entry('source_id=eq.11000000-0000-4000-8000-000000000009&field=is.null');
  assert.equal((await settle(root.id, { email: 'nonsense' })).body.code, '23514');
  assert.equal((await settle(root.id, { email: ' Root@Agency.example' })).body.hint, 'Give a name or a company.');
  assert.equal((await settle(root.id, { email: ' Root@Agency.example', name: 'Root' })).body[0]?.settled, 'used');
  const [made] = (await rest('owner', 'clients?email=eq.root@agency.example')).body;
  assert.deepEqual([made.id, made.role, made.metadata, made.created_at.slice(0, 10)], ['11000000-0000-4000-8000-000000000009', 'viewer', { keep: 'me' }, '2024-02-01']);
  const checks = (await rpc('owner', 'unification_checks')).body.filter(({ ok }) => !ok);
  assert.deepEqual(checks, [], 'the account still comes out even');
});

test('the way back is an owner\'s, lists what was written, and the old application goes on', async () => {
  const written = (await rpc('admin', 'unification_written')).body;
  const inserted = written.filter(({ action, target }) => action === 'inserted' && target === 'clients').map((row) => row.row_id);
  assert.deepEqual(inserted, ['11000000-0000-4000-8000-000000000009'], 'what was there before was not written since');
  assert.ok(written.some(({ target, action }) => target === 'clients' && action === 'updated'));
  assert.equal((await rpc('admin', 'unification_undo')).status, 403);
  const { body } = await rpc('owner', 'unification_undo');
  assert.deepEqual([body.undone, body.identical], [true, true]);
  const listed = (await rest('owner', 'unification_writes?target=eq.clients')).body;
  assert.deepEqual(listed.length, written.filter(({ target }) => target === 'clients').length);
  const [{ count }] = await query(server, 'select count(*)::int from public.clients_enhanced');
  assert.equal(count, 16);
});
