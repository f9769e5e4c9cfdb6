// The approval over the REST service: every rule of it, people who decide at the same moment, what a dry run keeps and
// whom it keeps waiting, and sequences of decisions by chance.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';
import { ask, freePort, postgresClient, signIn, start, temporaryDirectory } from '../server/support/server.mjs';
import { approved, complete, inHours, ITEMS, overRest, overSql, PEOPLE, put, refused, STEPS, stored } from './approval.mjs';
import { RULES } from './approval-rules.mjs';
import { dice } from './random.mjs';
import { TABLES, TRAPS } from './support.mjs';

const CASES = Number(process.env.LEGACY_CASES ?? 6);
const FIRST = Number(process.env.LEGACY_SEED ?? 1);
const WINDOWS = ['steps', 'signoffs', 'events', 'dry_runs', 'dry_rows'];

let server;
let its;
const tokens = {};

before(async (t) => {
  const dump = path.join(temporaryDirectory(t), 'dump.sql');
  writeFileSync(dump, `${TABLES}${TRAPS}create schema app; create table app.unify_later ();`);
  server = await start(t, ['--port', String(await freePort()), '--data', temporaryDirectory(t), '--legacy', dump]);
  for (const who of ['owner', 'admin', 'member', 'staff', 'viewer']) tokens[who] = (await signIn(server, `${who}@demo.test`)).access_token;
  its = overRest(t, server, tokens);
});

/** Somebody with a transaction of their own, which ends with the test if nothing else ends it. */
async function another(t) {
  const sql = postgresClient(server.database, { onnotice() {}, max: 1, max_lifetime: null });
  t.after(() => sql.end({ timeout: 0 }));
  await sql.unsafe('begin');
  const run = async (text, values) => [...(await sql.unsafe(text, values))];
  return { run, ...overSql({ run }), end: (how = 'commit') => run(how) };
}

/** Until somebody waits for a lock on this table, or on the unification itself, which `work` has to. */
async function waited(table, work) {
  let ended = false;
  work.then(() => (ended = true));
  const lock = table === 'the unification' ? "locktype = 'advisory'" : `relation = '${table}'::regclass`;
  while (!(await its.run(`select from pg_locks where not granted and ${lock}`)).length) assert.ok(!ended, `nobody has waited for ${table}`);
}

const phases = () => Promise.all(Object.values(tokens).map(async (token) => (await ask(server, '/rest/v1/rpc/me', { token, body: {} })).body.unification));
const decide = (who, step, version, action, more = {}) => its.call(who, 'decide', { step, version, action, ...more });

for (const [rule, check] of Object.entries(RULES)) test(rule, () => check(its));

test('nobody else gets in: no stranger, no other function, no window', async () => {
  await put(its, approved(), ITEMS);
  const before = await stored(its);
  for (const [name, body] of Object.entries({ decide: { step: 'strategy', version: 1, action: 'reopen' }, sign: { ...ITEMS[0], signed: false }, run: { expected: 'x' }, dry_run: {}, undo: {}, state: {} })) {
    assert.equal((await ask(server, `/rest/v1/rpc/unification_${name}`, { body })).status, 401, name);
  }
  const rows = { steps: { step: 'more', place: 9, state: 'approved' }, signoffs: { team: 'a', item: 'b', signed_by: PEOPLE.owner }, events: { subject: 'run', action: 'run' }, dry_runs: { report: {} }, dry_rows: { kind: 'a' } };
  for (const window of WINDOWS) {
    const at = `/rest/v1/unification_${window}`;
    assert.equal((await ask(server, at)).status, 401, window);
    for (const token of [undefined, ...Object.values(tokens)]) {
      for (const [method, where, body] of [['POST', '', rows[window]], ['PATCH', `?${Object.keys(rows[window])[0]}=eq.x`, rows[window]], ['DELETE', `?${Object.keys(rows[window])[0]}=eq.x`, undefined]]) {
        const said = await ask(server, `${at}${where}`, { token, method, body });
        // No right, or no view that could be written through.
        assert.ok(['42501', '55000'].includes(said.body.code), `${method} ${window}: ${said.status} ${JSON.stringify(said.body)}`);
      }
    }
  }
  // Who and when are no arguments.
  for (const forged of [{ changed_by: PEOPLE.admin }, { changed_at: '2020-01-01' }, { signed_by: PEOPLE.admin }]) {
    assert.equal((await decide('owner', 'strategy', 1, 'reopen', forged)).status, 404);
    assert.equal((await its.call('owner', 'sign', { ...ITEMS[0], signed: false, ...forged })).status, 404);
  }
  assert.deepEqual(await stored(its), before);
});

test('what is no number, no word and no yes or no is refused with 400', async () => {
  await put(its, approved({ strategy: ['review', {}] }));
  const right = { step: 'strategy', version: 1, action: 'propose' };
  for (const wrong of [{ version: 'x' }, { version: 1.5 }, { version: 99_999_999_999 }, { version: {} }, { note: 'a\u0000b' }, { choice: { risk: 'a\u0000b' } }]) {
    const before = await stored(its);
    const { status } = await its.call('owner', 'decide', { ...right, ...wrong });
    assert.equal(status, 400, JSON.stringify(wrong));
    assert.deepEqual(await stored(its), before);
  }
  assert.equal((await its.call('owner', 'sign', { ...ITEMS[0], signed: 'maybe' })).status, 400);
  assert.equal((await its.call('owner', 'sign', ITEMS[0])).status, 404);
});

test('the windows say who it was by name, in the order in which things stand', async () => {
  await put(its);
  await decide('admin', 'strategy', 1, 'reject', { note: 'Why' });
  const steps = await its.read('owner', 'steps?order=place');
  assert.deepEqual(steps.map((row) => [row.step, row.state, row.note, row.changed_by]), STEPS.map((step) => (step === 'strategy' ? [step, 'revision', 'Why', 'Tomás Rivera'] : [step, 'review', null, null])));
  assert.deepEqual((await its.read('admin', 'signoffs?order=place')).map(({ team, item, signed_by: by }) => ({ team, item, by })), ITEMS.map((item) => ({ ...item, by: null })));
  const [{ actor, subject, action, note }] = await its.read('owner', 'events');
  assert.deepEqual([actor, subject, action, note], ['Tomás Rivera', 'strategy', 'rejected', 'Why']);
});

test('of two who decide at once on what both have seen, one does', async () => {
  for (let round = 0; round < 8; round += 1) {
    await put(its);
    const said = await Promise.all([decide('owner', 'strategy', 1, 'approve', { choice: complete().strategy }), decide('admin', 'strategy', 1, 'reject', { note: 'Why' })]);
    assert.deepEqual(said.map(({ code }) => code).sort(), ['CU004', undefined]);
    const { steps, events } = await stored(its);
    assert.deepEqual([steps[0].version, events.length, events[0].actor], [2, 1, said[0].code ? PEOPLE.admin : PEOPLE.owner]);
  }
});

test('who opens an earlier question and who approves a later one wait for each other', async (t) => {
  const open = approved({ timeline: ['review', complete().timeline] });
  const states = async () => (await stored(its)).steps.map(({ state }) => state);
  const one = await another(t);
  await put(its, open);
  assert.equal((await one.call('admin', 'decide', { step: 'strategy', version: 1, action: 'reopen' })).code, undefined);
  const approves = decide('owner', 'timeline', 1, 'approve');
  await waited('app.unification_steps', approves);
  await one.end();
  assert.equal((await approves).code, 'CU006');
  assert.deepEqual(await states(), ['review', 'review', 'review', 'review']);

  await put(its, open);
  await one.run('begin');
  assert.equal((await one.call('admin', 'decide', { step: 'timeline', version: 1, action: 'approve' })).code, undefined);
  const opens = decide('owner', 'strategy', 1, 'reopen');
  await waited('app.unification_steps', opens);
  await one.end();
  assert.equal((await opens).code, undefined);
  assert.deepEqual(await states(), ['review', 'review', 'review', 'review']);
});

test('no signature stands on an open question, whoever comes first', async (t) => {
  const one = await another(t);
  await put(its, approved());
  assert.equal((await one.call('admin', 'decide', { step: 'timeline', version: 1, action: 'reopen' })).code, undefined);
  const signs = its.call('owner', 'sign', { ...ITEMS[0], signed: true });
  await waited('app.unification_steps', signs);
  await one.end();
  assert.equal((await signs).code, 'CU006');

  await put(its, approved());
  await one.run('begin');
  assert.equal((await one.call('admin', 'sign', { ...ITEMS[0], signed: true })).code, undefined);
  const opens = decide('owner', 'timeline', 1, 'reopen');
  await waited('app.unification_steps', opens);
  await one.end();
  assert.equal((await opens).code, undefined);
  assert.ok((await stored(its)).signoffs.every(({ signed_by: by }) => by === null));

  for (let round = 0; round < 8; round += 1) {
    await put(its, approved(), ITEMS.slice(6));
    const said = await Promise.all([...ITEMS.slice(0, 6).map((item) => its.call('owner', 'sign', { ...item, signed: true })), decide('admin', 'roles', 1, 'reopen')]);
    assert.equal(said.at(-1).code, undefined);
    assert.ok(said.every(({ code }) => code === undefined || code === 'CU006'));
    assert.ok((await stored(its)).signoffs.every(({ signed_by: by }) => by === null));
  }
});

test('a dry run keeps rows of each group to look at, and the next one takes their place', async (t) => {
  await its.run(`insert into public.clients_enhanced (id, name, email, phone, tier)
    select md5('many ' || i)::uuid, 'Many', 'many' || i || '@business.example', 'call me', case when i <= 150 then 'bronze' else 'silver' end from generate_series(1, 250) i`);
  const rows = async () => {
    const found = [];
    for (;;) {
      const page = await its.read('admin', `dry_rows?order=id&limit=500&offset=${found.length}`);
      found.push(...page);
      if (page.length < 500) return found;
    }
  };
  async function look(who) {
    const { body: report } = await its.call(who, 'dry_run');
    assert.equal(report.rows, undefined, 'they are asked for apart');
    const kept = await its.read('owner', 'dry_runs');
    assert.deepEqual(kept.map((one) => [one.made_by, one.report]), [[who === 'owner' ? 'Nadia Brandt' : 'Tomás Rivera', report]]);
    const found = await rows();
    const of = (group) => found.filter((row) => row.kind === group.kind && row.source === group.table && row.field === group.field && row.reason === group.reason);
    for (const group of report.ledger) {
      const seen = of(group);
      const word = ['role', 'business_size', 'budget_range', 'status', 'tier'].includes(group.field);
      if (group.rows <= 200 || word) assert.equal(seen.length, group.rows, JSON.stringify(group));
      else assert.equal(seen.length, 200, JSON.stringify(group));
    }
    const { merged, renumbered, quarantined, inserted } = report.people;
    const count = (kind) => found.filter((row) => row.kind === kind).length;
    assert.deepEqual([count('merged'), count('renumbered'), count('waiting')], [merged, renumbered, quarantined]);
    const businesses = inserted - renumbered - count('sign_in');
    assert.equal(count('business'), Math.min(businesses, 200));
    return { found, report };
  }
  const many = await look('admin');
  assert.equal(many.report.ledger.find(({ kind, field }) => kind === 'quarantine' && field === 'phone').rows > 200, true);
  await its.run("delete from public.clients_enhanced where name = 'Many'");
  const few = await look('owner');
  assert.equal(few.found.some(({ client }) => client === 'Many'), false);
  const [phone] = few.found.filter(({ kind, field }) => kind === 'quarantine' && field === 'phone');
  assert.deepEqual([phone.source, phone.offered, phone.chosen], ['clients_enhanced', null, null]);

  // One that began before the last one had ended does not see it: both would stay.
  await its.run('delete from app.unification_dry_runs');
  const one = await another(t);
  await one.run('rollback; begin isolation level repeatable read; select from pg_class limit 1');
  assert.equal((await its.call('owner', 'dry_run')).code, undefined);
  assert.equal((await one.call('admin', 'dry_run')).code, 'CU008');
  await one.end();
  assert.deepEqual((await its.read('owner', 'dry_runs')).map((row) => row.made_by), ['Nadia Brandt']);
  assert.equal((await rows()).length, few.found.length);
});

test('a dry run keeps nobody waiting: not who writes, not who looks how far it is', async (t) => {
  const [writer, stopper] = [await another(t), await another(t)];
  await writer.run("insert into public.clients (email) values ('since@client.example')");
  assert.equal((await its.call('admin', 'dry_run')).status, 200, 'it does not wait for who is writing');
  await writer.end('rollback');

  // Stopped in its middle.
  await stopper.run('lock table app.client_analytics in access share mode');
  const dry = its.call('admin', 'dry_run');
  await waited('app.client_analytics', dry);
  await writer.run("begin; set local lock_timeout = '1s'; insert into public.clients (email) values ('since@client.example'); update public.clients_enhanced set name = name; rollback");
  assert.deepEqual(await phases(), Object.keys(tokens).map(() => 'waiting'));
  const { body } = await its.call('owner', 'state');
  assert.deepEqual([body.state, body.running, body.steps[body.step]], ['waiting', true, 'carry what hangs on them']);
  assert.equal((await its.call('owner', 'dry_run')).code, 'CU008', 'one at a time');
  await stopper.end();
  assert.equal((await dry).status, 200);
  assert.equal((await its.call('owner', 'state')).body.running, false);
});

test('a run waits for who writes, keeps writers waiting, and everybody is told where it stands', async (t) => {
  await put(its, approved(), ITEMS);
  const { body: report } = await its.call('admin', 'dry_run');
  const [writer, stopper] = [await another(t), await another(t)];
  await stopper.run('lock table app.client_analytics in access share mode');
  await writer.run("insert into public.clients (email) values ('since@client.example')");
  const running = its.call('owner', 'run', { expected: report.sources });
  await waited('public.clients', running);
  await writer.end('rollback');
  await waited('app.client_analytics', running);
  await assert.rejects(writer.run("begin; set local lock_timeout = '100ms'; insert into public.clients (email) values ('since@client.example')"), { code: '55P03' });
  await writer.end('rollback');
  assert.equal((await writer.run('select count(*)::int as n from public.clients'))[0].n > 0, true, 'readers do not wait');
  const { body } = await its.call('admin', 'state');
  assert.deepEqual([body.running, body.step, body.lacks], [true, 4, []]);
  assert.deepEqual(await phases(), Object.keys(tokens).map(() => 'waiting'));
  // Nobody takes back what it runs by.
  const late = await Promise.all([decide('owner', 'strategy', 1, 'reopen'), its.call('admin', 'sign', { ...ITEMS[0], signed: false })]);
  assert.deepEqual(late.map(({ code }) => code), ['CU008', 'CU008']);
  await stopper.end();
  const run = await running;
  assert.equal(run.body.digest, report.digest, run.message);
  assert.deepEqual(await phases(), Object.keys(tokens).map((who) => (['owner', 'admin'].includes(who) ? 'done' : null)), 'whom it concerns');
  // A run that comes while somebody goes back waits for the end of it, and then is not approved.
  await writer.run('begin; select pg_advisory_xact_lock(2034, 0)');
  const again = its.call('owner', 'run', { expected: report.sources });
  await waited('the unification', again);
  const back = await writer.call('owner', 'undo');
  assert.equal(back.body?.identical, true, back.message);
  await writer.end();
  assert.equal((await again).code, 'CU010');
  assert.deepEqual(await phases(), Object.keys(tokens).map(() => 'waiting'));
});

test('whatever two people decide, the database and the model of it agree', async (t) => {
  let asked = 0;
  let possible = 0;
  for (let seed = FIRST; seed < FIRST + CASES; seed += 1) {
    const { below, pick, one } = dice(seed);
    // Every other one begins near its end.
    const model = new Model(seed % 2 === 0);
    await put(its, seed % 2 === 0 ? Object.fromEntries(STEPS.map((step, place) => [step, ['approved', model.steps[place].choice]])) : {}, ITEMS.filter((_, place) => model.signed[place]));
    for (let turn = 0; turn < 45; turn += 1) {
      const who = pick(['owner', 'admin']);
      const action = model.next({ below, pick, one });
      const expected = action.name === 'decide' ? model.decide(action.body) : model.sign(action.body);
      const { code, message } = await its.call(who, action.name, action.body);
      const what = `seed ${seed}, turn ${turn}: ${JSON.stringify(action)}`;
      assert.equal(code, expected, `${what}: ${message}`);
      const { steps, signoffs } = await stored(its);
      assert.deepEqual(steps.map(({ state, version, choice }) => ({ state, version, choice })), model.steps, what);
      assert.deepEqual(signoffs.map(({ signed_by: by }) => by !== null), model.signed, what);
      const lacks = (await its.run('select app.unification_lacks() as it')).map(({ it }) => it);
      assert.equal(lacks.length, model.lacks(), `${what}: ${lacks}`);
      asked += 1;
      if (model.lacks() === 0) possible += 1;
      // It goes as far as the sources, or not at all.
      if (one(model.lacks() === 0 ? 0.1 : 0.2)) assert.equal((await its.call('owner', 'run', { expected: 'others' })).code, model.lacks() === 0 ? 'CU001' : 'CU010', what);
    }
  }
  t.diagnostic(`${asked} decisions and signatures by chance; after ${possible} of them a run was possible`);
  assert.ok(possible > 0);
});

/** The four questions and twelve signatures, as the document says it. */
class Model {
  constructor(late) {
    this.steps = Object.values(complete()).map((choice) => (late ? { state: 'approved', version: 1, choice } : { state: 'review', version: 1, choice: {} }));
    this.signed = ITEMS.map((_, place) => late && place > 1);
  }

  /** @returns the code of the refusal, or nothing */
  decide({ step, version, action, choice, note }) {
    const place = STEPS.indexOf(step);
    const it = this.steps[place];
    if (version !== it.version) return 'CU004';
    if ((it.state === 'approved') !== (action === 'reopen')) return 'CU006';
    const becomes = ['propose', 'approve'].includes(action) ? (choice ?? it.choice) : it.choice;
    if (['approve', 'reject'].includes(action)) {
      if (it.state === 'revision' || this.steps.slice(0, place).some(({ state }) => state !== 'approved')) return 'CU006';
      if (action === 'reject' && !note) return 'CU007';
    }
    if ('bad' in becomes) return 'CU007';
    if (action === 'approve' && Object.keys(complete()[step]).some((input) => !becomes[input])) return 'CU007';
    this.steps[place] = { state: { propose: 'review', approve: 'approved', reject: 'revision', reopen: 'review' }[action], version: version + 1, choice: becomes };
    if (action === 'reopen') {
      this.signed.fill(false);
      for (const later of this.steps.slice(place + 1)) if (later.state === 'approved') Object.assign(later, { state: 'review', version: later.version + 1 });
    }
    return undefined;
  }

  sign({ team, item, signed }) {
    const place = ITEMS.findIndex((one) => one.team === team && one.item === item);
    if (signed === this.signed[place]) return undefined;
    if (signed && this.steps.some(({ state }) => state !== 'approved')) return 'CU006';
    this.signed[place] = signed;
    return undefined;
  }

  /** How many sentences keep it from running. */
  lacks() {
    const open = this.steps.filter(({ state }) => state !== 'approved').length;
    const teams = [0, 4, 8].filter((first) => this.signed.slice(first, first + 4).includes(false)).length;
    const [strategy, schema, , timeline] = this.steps.map(({ state, choice }) => (state === 'approved' ? choice : undefined));
    const now = Date.now();
    return open + teams + Number(strategy !== undefined && strategy.strategy !== 'A') + Number(schema !== undefined && schema.priority !== 'full') +
      Number(timeline !== undefined && (now < Date.parse(timeline.starts_at) || now > Date.parse(timeline.ends_at)));
  }

  /** What somebody does next: mostly what leads on, or nothing would ever be approved. */
  next({ below, pick, one }) {
    const open = this.steps.findIndex(({ state }) => state !== 'approved');
    const unsigned = this.signed.indexOf(false);
    if (open < 0 && one(0.8)) return { name: 'sign', body: { ...(unsigned >= 0 && one(0.9) ? ITEMS[unsigned] : pick(ITEMS)), signed: one(0.95) } };
    if (one(0.1)) return { name: 'sign', body: { ...pick(ITEMS), signed: one(0.5) } };
    const place = open >= 0 && one(0.8) ? open : below(4);
    const step = STEPS[place];
    const whole = complete()[step];
    const { state, version } = this.steps[place];
    const onward = state === 'review' ? 'approve' : state === 'revision' ? 'propose' : one(0.15) ? 'reopen' : 'reject';
    const action = one(0.75) ? onward : pick(['propose', 'approve', 'reject', 'reopen']);
    const other = { strategy: { strategy: 'B' }, schema: { priority: 'essential' }, roles: { people: false }, timeline: pick([{ starts_at: inHours(1) }, { starts_at: inHours(-3), ends_at: inHours(-2) }]) }[step];
    const choice = one(0.75) ? whole : pick([undefined, { ...whole, ...other }, { ...whole, bad: 1 }, {}, whole]);
    return { name: 'decide', body: { step, version: one(0.92) ? version : version - 1 + below(3), action, ...(choice && { choice }), ...(one(0.6) && { note: 'Why' }) } };
  }
}
