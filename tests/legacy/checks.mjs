// What must be true after a unification. Each check reads the tables themselves; none asks the migration what it thinks
// of itself, except the one that compares its report with them.
import assert from 'node:assert/strict';
import { catalogue, contents, differences } from './catalogue.mjs';
import { FIELDS, unify } from './model.mjs';

export const TABLES = ['clients', 'clients_enhanced', 'client_customizations', 'client_deployments', 'deployment_tracking_events', 'client_analytics', 'tenant_apps'];
const SATELLITES = TABLES.slice(2);

/** Every legacy row: `rows` as text, `json` as what a record of it has to hold. */
export async function read(db, schema = 'public') {
  await db.run("set timezone = 'UTC'");
  const found = { rows: {}, json: {}, columns: {}, people: new Set((await db.run('select id::text from auth.users')).map(({ id }) => id)) };
  for (const table of TABLES) {
    const columns = await db.run(
      'select column_name as name, data_type as type from information_schema.columns where table_schema = $1 and table_name = $2 order by ordinal_position',
      [schema, table],
    );
    if (columns.length === 0) continue;
    const list = (each) => columns.map(({ name, type }) => `${each(`"${name}"`, type)} as "${name}"`).join(', ');
    found.columns[table] = columns.map(({ name }) => name);
    found.rows[table] = await db.run(`select ${list((name) => `${name}::text`)} from ${schema}.${table} order by "id"`);
    found.json[table] = await db.run(
      `select ${list((name, type) => (type === 'json' ? `to_jsonb(${name}::text)::text` : `to_jsonb(${name})::text`))} from ${schema}.${table} order by "id"`,
    );
  }
  return found;
}

const texts = async (db, table) => {
  const columns = await db.run("select column_name as name from information_schema.columns where table_schema = 'app' and table_name = $1", [table]);
  return db.run(`select ${columns.map(({ name }) => `"${name}"::text as "${name}"`).join(', ')} from app.${table}`);
};
const md5 = (db) => async (id) => (await db.run(`select md5('clientele ' || $1)::uuid::text as id`, [id]))[0].id;

/** The state after a run, read once for all checks. */
export async function after(db, legacy) {
  const made = new Map();
  for (const { id } of legacy.rows.clients_enhanced ?? []) made.set(id, await md5(db)(id));
  const model = unify(legacy.rows, legacy.people, (id) => made.get(id));
  const tables = {};
  for (const table of TABLES) if (table !== 'clients_enhanced') tables[table] = new Map((await texts(db, table)).map((row) => [row.id, row]));
  const ledger = new Map();
  for (const entry of await db.run('select kind, source, source_id::text, client_id::text, field, value::text, offered::text, chosen::text, reason from app.unification_ledger')) {
    const key = `${entry.source} ${entry.source_id}`;
    ledger.set(key, [...(ledger.get(key) ?? []), entry]);
  }
  return { model, tables, ledger };
}

/** M2, M3: who became whom; nobody twice, nobody missing. */
export function checkPeople({ model, tables }) {
  assert.deepEqual([...tables.clients.keys()].sort(), [...model.clients.keys()].sort(), 'the clients');
}

/** M3, M4, M5, M6: each client is what its rows come to, field by field. */
export function checkFields({ model, tables }) {
  for (const [id, expected] of model.clients) {
    const found = tables.clients.get(id);
    for (const field of FIELDS) assert.equal(found[field], expected[field], `${field} of ${expected.email}`);
    assert.equal(found.version, '1');
    assert.equal(found.user_id, null, 'a link is made by a sign-in');
  }
}

/** M1: each value that is there is on its client, or written down as it was; nothing is written down that never was. */
export function checkAccount(legacy, { model, tables, ledger }) {
  for (const table of ['clients', 'clients_enhanced']) {
    for (const [place, row] of (legacy.rows[table] ?? []).entries()) {
      const key = `${table} ${row.id}`;
      const client = tables.clients.get(model.became.get(key));
      const entries = ledger.get(key) ?? [];
      for (const column of legacy.columns[table]) {
        if (row[column] === null || column === 'id') continue;
        const stands = FIELDS.includes(column) && client?.[column] === row[column] && !(table === 'clients_enhanced' && ['role', 'last_login_at', 'last_logout_at'].includes(column));
        const written = entries.filter(({ field, value }) => (field === column && value === legacy.json[table][place][column]) || (field === null && client === undefined));
        assert.ok(stands || written.length === 1, `${table}.${column} of ${row.email} (${row[column]}): stands ${stands}, written down ${written.length} times`);
        if (!stands && client) assert.equal(written[0].client_id, client.id, `${column} of ${row.email} is written down with its client`);
        if (!stands && client && written[0].kind === 'conflict') {
          assert.notEqual(written[0].offered, null);
          assert.notEqual(written[0].chosen, null, 'a conflict has a winner');
        }
      }
      checkWhole(legacy, table, place, entries, client === undefined);
    }
  }
}

/** A row that stands nowhere is written down whole, once, with a reason. */
function checkWhole(legacy, table, place, entries, expected) {
  const whole = entries.filter(({ field }) => field === null);
  const { id } = legacy.rows[table][place];
  assert.equal(whole.length, expected ? 1 : 0, `${table} ${id} is written down whole`);
  assert.ok(entries.every(({ reason }) => reason), 'everything has a reason');
  if (!expected) return;
  assert.equal(whole[0].kind, SATELLITES.includes(table) ? 'parked' : 'quarantine');
  const held = new Map(Object.entries(JSON.parse(whole[0].value)));
  for (const column of legacy.columns[table]) {
    const json = legacy.json[table][place][column];
    assert.deepEqual(held.get(column) ?? null, json === null ? null : JSON.parse(json), `${table}.${column} of ${id}, parked`);
  }
}

/** M7: every row of a satellite on the mapped client with every value, its times too, or parked with a reason. */
export function checkSatellites(legacy, { model, tables, ledger }) {
  const gone = { client_deployments: new Set(), client_customizations: new Set() };
  for (const table of SATELLITES) {
    const target = tables[table];
    const seen = new Map();
    for (const [place, row] of [...(legacy.rows[table] ?? []).entries()].sort(newestRowFirst)) {
      const client = clientOf(table, row, model);
      const lacksParent = table === 'deployment_tracking_events' ? !tables.client_deployments.has(row.deployment_id) : table !== 'tenant_apps' && !client;
      const twin = table === 'client_analytics' && row.deployment_id && tables.client_deployments.has(row.deployment_id)
        ? `${client} ${row.deployment_id} ${row.analytics_date} ${row.analytics_period}` : undefined;
      const parked = lacksParent || (twin !== undefined && seen.has(twin));
      if (!parked && twin) seen.set(twin, row.id);
      const found = target.get(row.id);
      assert.equal(found === undefined, parked, `${table} ${row.id} is ${parked ? 'parked' : 'carried'}`);
      const entries = ledger.get(`${table} ${row.id}`) ?? [];
      checkWhole(legacy, table, place, entries, parked);
      if (parked) {
        gone[table]?.add(row.id);
        continue;
      }
      if (table !== 'deployment_tracking_events') assert.equal(found.client_id, client ?? null, `the client of ${table} ${row.id}`);
      const extra = JSON.parse(found.extra ?? '{}');
      let others = 0;
      for (const column of legacy.columns[table]) {
        if (column === 'client_id' || row[column] === null) continue;
        const json = legacy.json[table][place][column];
        const pointless =
          (/(_by|_user)$/.test(column) && column !== 'triggered_by' && !legacy.people.has(row[column])) ||
          (column === 'customization_id' && !tables.client_customizations.has(row[column])) ||
          (column === 'deployment_id' && table === 'client_analytics' && !tables.client_deployments.has(row[column]));
        if (pointless) {
          assert.equal(found[column], null);
          assert.equal(entries.filter((entry) => entry.field === column && entry.value === json).length, 1, `${table}.${column} of ${row.id}`);
        } else if (column in found) {
          assert.equal(found[column], row[column], `${table}.${column} of ${row.id}`);
        } else {
          others += 1;
          assert.deepEqual(extra[column], JSON.parse(json), `${table}.${column} of ${row.id}, extra`);
          // 12345678901234567890 and 1.10 do not survive JavaScript: by text, too.
          assert.ok(found.extra.includes(json), `${table}.${column} of ${row.id}, as text`);
        }
      }
      assert.equal(Object.keys(extra).length, others);
      // Nothing is made up: what had no value has none.
      for (const [column, value] of Object.entries(found)) {
        if (!['client_id', 'extra'].includes(column) && value !== null) assert.equal(row[column], value, `${table}.${column} of ${row.id} is made up`);
      }
    }
    assert.ok([...target.keys()].every((id) => (legacy.rows[table] ?? []).some((row) => row.id === id)), `${table} has rows of its own`);
  }
}

const clientOf = (table, row, model) =>
  table === 'tenant_apps'
    ? [...model.clients].find(([, client]) => client.email === row.admin_email.trim().toLowerCase())?.[0]
    : (model.became.get(`clients_enhanced ${row.client_id}`) ?? undefined);

const newestRowFirst = ([, one], [, other]) => {
  const [a, b] = [one.updated_at ?? '', other.updated_at ?? ''].map((time) => time.replace(/([+-]\d\d)$/, '').padEnd(26, '.'));
  return a === b ? (one.id < other.id ? -1 : 1) : a < b ? 1 : -1;
};

/** M8: everything holds, nothing points at what was set aside, and the schema is a new project's. */
export async function checkEnd(db, fresh, wanted = () => true) {
  const found = (await catalogue(db)).filter(wanted);
  assert.deepEqual(differences(fresh, found), [], 'the schema is a new project\'s');
  assert.ok(!found.some((line) => /validated f/.test(line)), 'every constraint is validated');
  const pointing = await db.run(`select conname from pg_constraint where contype = 'f' and confrelid::regclass::text like 'legacy.%' and conrelid::regclass::text not like 'legacy.%'`);
  assert.deepEqual(pointing, []);
  assert.deepEqual(await db.run("select polname from pg_policy where polrelid::regclass::text !~ '^(app|legacy)[.]'"), []);
  const reach = await db.run("select r from unnest(array['anon', 'authenticated', 'service_role']) r where has_schema_privilege(r, 'legacy', 'usage')");
  assert.deepEqual(reach, [], 'nobody reaches what was set aside');
}

/** M9: again is nothing, and says the same. */
export async function checkRerun(db, first) {
  const before = await contents(db, ['app', 'legacy']);
  const [{ again }] = await db.run('select app.unify(false) as again');
  assert.equal(again.digest, first.digest);
  assert.equal(again.already, true);
  assert.deepEqual(await contents(db, ['app', 'legacy']), before);
}

/** What a dry run and a run have in common. */
export const said = ({ seconds, writers_waited, readers_waited, run, dry_run, already, ...report }) => report;

/** M11: its own count of what it did is the tables'. */
export function checkReport(report, legacy, { model, tables, ledger }) {
  assert.equal(report.lost, 0);
  const rows = (table) => (legacy.rows[table] ?? []).length;
  const { people } = report;
  assert.equal(people.sign_ins, rows('clients'));
  assert.equal(people.businesses, rows('clients_enhanced'));
  assert.equal(people.quarantined, [...model.became.values()].filter((id) => id === null).length);
  assert.equal(people.clients, model.clients.size);
  assert.equal(people.sign_ins + people.businesses, people.merged + people.inserted + people.quarantined);
  for (const table of SATELLITES) {
    if (!legacy.rows[table]) continue;
    assert.deepEqual(report.satellites[table], { in: rows(table), carried: tables[table].size, parked: rows(table) - tables[table].size });
  }
  for (const table of TABLES) {
    for (const column of legacy.columns[table] ?? []) {
      const there = legacy.rows[table].filter((row) => row[column] !== null).length;
      const line = report.fields.find((one) => one.table === table && one.field === column);
      assert.equal(line?.in ?? 0, there, `${table}.${column} in the report`);
      if (line) assert.equal(line.same + line.written_down, there);
    }
  }
  assert.equal(report.ledger.reduce((sum, line) => sum + line.rows, 0), [...ledger.values()].flat().length);
  for (const money of Object.values(report.money ?? {})) assert.equal(money.before.toFixed(2), (money.after + money.set_aside).toFixed(2));
}

/** M10: back as it was, to the character. */
export async function checkUndo(db, before) {
  const [{ answer }] = await db.run('select app.undo_unification() as answer');
  assert.equal(answer.undone, true);
  assert.equal(answer.identical, true);
  assert.deepEqual(await contents(db, ['public']), before.contents, 'the rows');
  assert.deepEqual(differences(before.catalogue, await catalogue(db, ['supabase_migrations', 'auth'])), [], 'the schema');
  return answer;
}
