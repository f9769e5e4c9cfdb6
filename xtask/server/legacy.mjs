// `--legacy FILE`: loads a dump of an agency's tables into a fresh database before the migrations run, so that the
// unification can be rehearsed on one's own data. Plain SQL as pg_dump and `supabase db dump` write it.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Problem } from './problem.mjs';
import { statementsIn } from './statements.mjs';

/** What a dump of a whole project asks for and this server need not have. */
const OPTIONAL = /^(create|comment\s+on|alter|drop)\s+(extension|publication|event\s+trigger)\b|^create\s+schema\s+"?(public|extensions)"?\s*$/i;
/** A dump adds them last; rows without a parent are what a rehearsal is to find. */
const FOREIGN_KEY = /^alter\s+table\s[\s\S]*\sadd\s+constraint\s+(\S+)\s+foreign\s+key\b/i;
const TO_PEOPLE = /^alter\s+table\s+(?:only\s+)?(\S+)\s+add\s+constraint\s+\S+\s+foreign\s+key\s*\(([^),]+)\)\s+references\s+"?auth"?\."?users"?/i;

export async function loadLegacy(sql, file) {
  const [{ used }] = await sql`
    select exists (select from supabase_migrations.schema_migrations) or exists (select from pg_tables where schemaname = 'public') as used`;
  if (used) throw new Problem('--legacy is for a fresh database, and this one is in use: add --reset to wipe it, or name another with --data DIR.');
  const text = readFileSync(file, 'utf8');
  const left = [];
  const remarks = { left, people: 0 };
  await sql.unsafe('begin');
  for (const statement of statementsIn(text)) {
    try {
      await run(sql, statement, remarks);
    } catch (error) {
      await sql.unsafe('rollback');
      throw new Problem(`${path.basename(file)} failed at line ${lineOf(error, statement, text)}: ${error.message}.${advice(error)} Nothing of it was loaded: mend it and run this again.`);
    }
  }
  await sql.unsafe('commit');
  // A dump empties the search path, and may set more.
  await sql.unsafe('reset all; reset role');
  console.log(`loaded ${path.basename(file)}`);
  if (left.length) console.log(`left out, because it cannot be here: ${left.join('; ')}`);
  if (remarks.people) console.log(`${remarks.people} people whom it names and does not hold got stand-ins in auth.users`);
}

async function run(sql, { text, data }, remarks) {
  if (data !== undefined) {
    await copy(sql, text, data);
    return;
  }
  const people = TO_PEOPLE.exec(text);
  if (people) {
    const [, table, column] = people;
    const { count } = await sql.unsafe(
      `insert into auth.users (id) select distinct l.${column} from ${table} l where l.${column} is not null on conflict do nothing`,
    );
    remarks.people += count;
  }
  const [, foreignKey] = FOREIGN_KEY.exec(text) ?? [];
  if (!foreignKey && !OPTIONAL.test(text)) {
    await sql.unsafe(text);
    return;
  }
  await sql.unsafe('savepoint optional');
  try {
    await sql.unsafe(text);
  } catch (error) {
    if (foreignKey && error.code !== '23503') throw error;
    await sql.unsafe('rollback to savepoint optional');
    if (foreignKey) remarks.left.push(`the foreign key ${foreignKey} (rows without a parent)`);
    else if (!/^create\s+schema/i.test(text)) remarks.left.push(text.split('\n')[0].slice(0, 60));
  }
  await sql.unsafe('release savepoint optional');
}

const BATCH = 500;
const ESCAPED = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** The rows of a COPY as inserts: the driver's own COPY loses the server's refusal and waits for ever. */
async function copy(sql, text, data) {
  const [, table, columns] = /^copy\s+(.+?)\s*(\([^)]*\))?\s+from\s+stdin\b/is.exec(text) ?? [];
  const lines = data.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  const insert = (some) =>
    sql.unsafe(`insert into ${table} ${columns ?? ''} overriding system value values ${some.map((line) => `(${line.split('\t').map(value).join(', ')})`).join(', ')}`);
  for (let first = 0; first < lines.length; first += BATCH) {
    const some = lines.slice(first, first + BATCH);
    await sql.unsafe('savepoint rows');
    try {
      await insert(some);
    } catch {
      await sql.unsafe('rollback to savepoint rows');
      // Which of them it was.
      for (const [place, line] of some.entries()) {
        await insert([line]).catch((error) => {
          throw Object.assign(error, { row: first + place });
        });
      }
    }
    await sql.unsafe('release savepoint rows');
  }
}

/** One value of COPY's text format, as SQL writes it. */
function value(field) {
  if (field === '\\N') return 'null';
  const text = field.replace(/\\([0-7]{1,3}|x[0-9a-fA-F]{1,2}|.)/g, (_, code) => {
    if (/^[0-7]/.test(code)) return String.fromCharCode(Number.parseInt(code, 8));
    if (/^x./.test(code)) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    return ESCAPED[code] ?? code;
  });
  return `'${text.replaceAll("'", "''")}'`;
}

function lineOf(error, { text, offset, dataOffset }, file) {
  const before = error.row === undefined ? file.slice(0, offset) + text.slice(0, Math.max(Number(error.position ?? 1) - 1, 0)) : file.slice(0, dataOffset);
  return before.split('\n').length + (error.row ?? 0);
}

function advice(error) {
  if (error.code === '42704' && /^role /.test(error.message)) return ' Dump without owners and rights: pg_dump --no-owner --no-privileges.';
  if (error.code === '23503' && /auth\.users|"users"/.test(`${error.detail} ${error.message}`)) return ' It names people whom it does not hold: add them to the file (insert into auth.users (id, email) …).';
  return '';
}

/** What the unification has done with it, in a few lines. */
export async function tellUnification(sql) {
  const [{ unified }] = await sql`select to_regclass('app.unification_runs') is not null as unified`;
  const [run] = unified ? await sql`select report from app.unification_runs where state = 'done'` : [];
  if (!run) {
    console.log('not unified: the legacy tables stand under their names. "select jsonb_pretty(app.unify())" is the dry run');
    return;
  }
  const { people, lost, ledger, words, writers_waited: waited } = run.report;
  const count = (kind) => ledger.filter((line) => line.kind === kind).reduce((sum, line) => sum + line.rows, 0);
  console.log(`unified in ${waited.toFixed(1)} s: ${people.sign_ins} sign-ins and ${people.businesses} business rows are ${people.clients} clients, ${people.quarantined} wait; values lost: ${lost}`);
  console.log(`${count('conflict')} conflicts, ${count('quarantine')} in quarantine, ${count('parked')} rows parked; "select jsonb_pretty(report) from app.unification_runs" has it all`);
  const unknown = words.filter(({ becomes }) => becomes === null).map(({ field, word, rows }) => `${field} "${word}" (${rows})`);
  if (unknown.length) console.log(`words without a counterpart: ${unknown.join(', ')}`);
}
