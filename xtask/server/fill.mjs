// `--rows N`: fills up to N generated clients with the seed's generator, on two connections when there are many.
import postgresClient from 'postgres';
import { Problem } from './problem.mjs';

/** From here on, loading without the secondary indexes and building them afterwards is quicker. */
const MANY = 50_000;
const CHUNK = 25_000;
const CONNECTIONS = 2;

export async function fillRows(sql, url, wanted) {
  if (!(await exists(sql, 'demo.progress'))) {
    throw new Problem(
      '--rows needs the generator of supabase/seed.sql (schema demo), which this database does not have.',
    );
  }
  const [{ filled }] = await sql`select filled from demo.progress`;
  if (wanted <= filled) return;
  const begun = Date.now();
  const many = wanted - filled > MANY;
  if (many) {
    console.log(`filling up to ${wanted} clients (a million takes one to two minutes)`);
    await sql`select demo.park_indexes()`;
  }
  await addChunks(url, filled + 1, wanted);
  if (many) await sql`select demo.restore_indexes()`;
  await sql`update demo.progress set filled = ${wanted}`;
  // What autovacuum would do a minute later, in the middle of somebody's measurement.
  await sql`vacuum (analyze) app.clients`;
  console.log(`filled up to ${wanted} clients in ${((Date.now() - begun) / 1000).toFixed(1)} s`);
}

/** A filling that was killed left the table without its indexes. */
export async function finishFilling(sql) {
  if (await exists(sql, 'demo.parked_indexes')) await sql`select demo.restore_indexes()`;
}

async function addChunks(url, first, last) {
  const pool = postgresClient(url, { onnotice() {}, max: CONNECTIONS });
  let next = first;
  async function work() {
    while (next <= last) {
      const from = next;
      next = Math.min(from + CHUNK, last + 1);
      await pool`select demo.add_clients(${from}::integer, ${next - 1}::integer)`;
    }
  }
  try {
    await Promise.all(Array.from({ length: CONNECTIONS }, work));
  } finally {
    await pool.end({ timeout: 2 });
  }
}

async function exists(sql, table) {
  const [{ found }] = await sql`select to_regclass(${table}) is not null as found`;
  return found;
}
