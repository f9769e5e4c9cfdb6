// The approval of a unification as its tests ask for it: over the REST service, or in SQL with the rights of whoever
// asks; and a whole one, for tests of what comes after.
import assert from 'node:assert/strict';
import { ask, postgresClient } from '../server/support/server.mjs';

export const STEPS = ['strategy', 'schema', 'roles', 'timeline'];
export const ITEMS = Object.entries({
  technical: ['database_administrator', 'security_team', 'development_team', 'qa_team'],
  business: ['product_owner', 'stakeholders', 'customer_success', 'support_team'],
  operations: ['infrastructure_team', 'monitoring', 'backup_procedure', 'incident_response'],
}).flatMap(([team, items]) => items.map((item) => ({ team, item })));
export const PEOPLE = Object.fromEntries(['owner', 'admin', 'member', 'member2', 'staff', 'viewer'].map((who, place) => [who, `de000000-0000-4000-8000-00000000000${place + 1}`]));

export const inHours = (hours) => new Date(Date.now() + hours * 3_600_000).toISOString();
/** What each question asks for, all of it, so that a run is possible now. */
export const complete = () => ({
  strategy: { strategy: 'A', downtime_minutes: 30, risk: 'low', resources: true },
  schema: { structure: true, required_fields: true, rules: true, priority: 'full' },
  roles: { roles: true, inheritance: true, people: true, policies: true },
  timeline: { starts_at: inHours(-1), ends_at: inHours(24), testing: true, rollback: true, success: true },
});

/** @returns {{call, read, run}} `call`: a function as somebody; `read`: a window as somebody; `run`: SQL as the operator */
export function overRest(t, server, tokens) {
  const sql = postgresClient(server.database, { onnotice() {}, max: 1, max_lifetime: null });
  t.after(() => sql.end({ timeout: 0 }));
  const answer = ({ status, body }) => (status < 300 ? { status, body } : { status, body, code: body.code, message: body.message, details: body.details });
  return {
    call: async (who, name, body = {}) => answer(await ask(server, `/rest/v1/rpc/unification_${name}`, { token: tokens[who], body })),
    read: async (who, where) => (await ask(server, `/rest/v1/unification_${where}`, { token: tokens[who] })).body,
    run: async (text) => [...(await sql.unsafe(text))],
    operator: (text) => sql.unsafe(text).then(() => undefined, ({ code }) => code),
  };
}

const TYPES = { version: 'integer', choice: 'jsonb', signed: 'boolean' };

/** The same in a transaction of `db` that is open. */
export function overSql(db) {
  /** A refusal takes back what was done since, and no more. */
  async function careful(begin, work, end) {
    await db.run(`savepoint asked; ${begin}`);
    try {
      const body = await work();
      await db.run(`${end}; release savepoint asked`);
      return { body };
    } catch ({ code, message, detail }) {
      await db.run('rollback to savepoint asked');
      return { code, message, details: detail };
    }
  }
  const as = (who, text, values) => careful(
    `set local role authenticated; set local request.jwt.claims = '{"sub": "${PEOPLE[who]}", "role": "authenticated"}'`,
    () => db.run(text, values),
    "reset role; set local request.jwt.claims = ''",
  );
  return {
    async call(who, name, body = {}) {
      const keys = Object.keys(body);
      const list = keys.map((key, place) => `${key} => $${place + 1}::text::${TYPES[key] ?? 'text'}`);
      const text = (value) => (value === null || typeof value === 'string' ? value : JSON.stringify(value));
      const said = await as(who, `select to_jsonb(t) as said from public.unification_${name}(${list}) t`, keys.map((key) => text(key === 'choice' && body[key] !== null ? JSON.stringify(body[key]) : body[key])));
      if (said.body) said.body = ['decide', 'sign'].includes(name) ? said.body.map((row) => row.said) : said.body[0].said;
      return said;
    },
    read: async (who, window) => (await as(who, `select * from public.unification_${window}`)).body,
    run: (text) => db.run(text),
    operator: async (text) => (await careful('', () => db.run(text), '')).code,
  };
}

/** Decides all four questions and signs for everybody. */
export async function approveAll({ call, read }, who = 'owner') {
  for (const [step, choice] of Object.entries(complete())) {
    const { version } = (await read(who, 'steps')).find((one) => one.step === step);
    const { code, message } = await call(who, 'decide', { step, version, action: 'approve', choice });
    assert.equal(code, undefined, message);
  }
  for (const item of ITEMS) {
    const { code, message } = await call(who, 'sign', { ...item, signed: true });
    assert.equal(code, undefined, message);
  }
}

/** Puts the questions into these states, past every rule. `steps`: {step: [state, choice]}; others wait for a decision. */
export async function put({ run }, steps = {}, signed = []) {
  const literal = (value) => `'${JSON.stringify(value).replaceAll("'", "''")}'`;
  await run(`
    set session_replication_role = replica;
    ${STEPS.map((step) => {
      const [state, choice] = steps[step] ?? ['review', {}];
      return `update app.unification_steps set state = '${state}', choice = ${literal(choice)}, version = 1, note = null, changed_by = null, changed_at = null where step = '${step}';`;
    }).join('\n')}
    update app.unification_signoffs set signed_by = null, signed_at = null;
    ${signed.map(({ team, item }) => `update app.unification_signoffs set signed_by = '${PEOPLE.owner}', signed_at = now() where team = '${team}' and item = '${item}';`).join('\n')}
    delete from app.unification_events;
    set session_replication_role = origin`);
}

/** All that is stored of the approval. */
export async function stored({ run }) {
  const [row] = await run(`select
    (select jsonb_agg(s order by s.place) from app.unification_steps s) as steps,
    (select jsonb_agg(s order by s.place) from app.unification_signoffs s) as signoffs,
    (select coalesce(jsonb_agg(to_jsonb(e) - 'id' order by e.id), '[]') from app.unification_events e) as events,
    (select count(*)::int from app.unification_runs) as runs`);
  return row;
}

/** Refused with this code, and nothing of it stored. @returns the refusal */
export async function refused(its, who, name, body, code) {
  const before = await stored(its);
  const said = await its.call(who, name, body);
  assert.equal(said.code, code, `${name} ${JSON.stringify(body)} by ${who}: ${said.message ?? 'accepted'}`);
  assert.deepEqual(await stored(its), before, `${name} ${JSON.stringify(body)} by ${who} has stored something`);
  return said;
}

/** All four approved but for what is given otherwise. */
export const approved = (otherwise = {}) => ({ ...Object.fromEntries(Object.entries(complete()).map(([step, choice]) => [step, ['approved', choice]])), ...otherwise });
