// Brings the database up to date: Supabase's ground, the sign-in tables, a legacy dump, pending migrations, the seed, generated rows.
import { readFileSync } from 'node:fs';
import postgresClient from 'postgres';
import { fillRows, finishFilling } from './fill.mjs';
import { loadLegacy, tellUnification } from './legacy.mjs';
import { applyMigrations } from './migrate.mjs';
import { loadSeeds } from './seed.mjs';

export async function prepareDatabase(url, options, settings) {
  // No limits here: filling a million rows takes minutes, a migration as long as it takes.
  const sql = postgresClient(url, { onnotice() {}, max: 1, max_lifetime: null });
  try {
    await prepareGround(sql);
    if (options.legacy) await loadLegacy(sql, options.legacy);
    await applyMigrations(sql, options.supabase);
    if (options.legacy) await tellUnification(sql);
    await loadSeeds(sql, options.supabase, settings.seeds);
    await finishFilling(sql);
    if (options.rows !== undefined) await fillRows(sql, url, options.rows);
  } finally {
    await sql.end({ timeout: 2 });
  }
}

/** Idempotent, and a matter of milliseconds: done at every start, so that an update of the server reaches old data. */
export async function prepareGround(sql) {
  const { getAuthSchemaSql } = await import('@supabase/lite');
  await sql.begin(async (tx) => {
    await tx.unsafe(text('./sql/platform.sql'));
    await tx.unsafe(getAuthSchemaSql());
    await tx.unsafe(text('./sql/auth.sql'));
  });
}

function text(file) {
  return readFileSync(new URL(file, import.meta.url), 'utf8');
}
