// Applies pending migrations in the order of their versions, each in a transaction, in the official command line's history.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Problem } from './problem.mjs';
import { lineOf } from './sql-error.mjs';

const NAME = /^(\d+)_(.*)\.sql$/;

export async function applyMigrations(sql, supabase) {
  const { splitSqlStatements } = await import('@supabase/lite');
  const history = await sql`select version, statements from supabase_migrations.schema_migrations`;
  const applied = new Map(history.map((row) => [row.version, row.statements]));
  for (const { version, name, file } of migrationsIn(path.join(supabase, 'migrations'))) {
    const text = readFileSync(file, 'utf8');
    const statements = splitSqlStatements(text);
    if (applied.has(version)) {
      warnIfChanged(applied.get(version), statements, file);
      continue;
    }
    await apply(sql, text, file, { version, name, statements });
    console.log(`migrated ${version}_${name}`);
  }
}

/** @returns {{version: string, name: string, file: string}[]} in the order in which they apply */
function migrationsIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .flatMap((entry) => {
      const parts = NAME.exec(entry);
      return parts ? [{ version: parts[1], name: parts[2], file: path.join(folder, entry) }] : [];
    });
}

async function apply(sql, text, file, { version, name, statements }) {
  try {
    await sql.begin(async (tx) => {
      await tx.unsafe(text);
      await tx`insert into supabase_migrations.schema_migrations (version, name, statements) values (${version}, ${name}, ${statements})`;
    });
    // A migration may leave the session's search path or role set; the next one starts as the first did.
    await sql.unsafe('reset all; reset role');
  } catch (error) {
    throw new Problem(
      `The migration ${path.basename(file)} failed${lineOf(error, text)}: ${error.message}. Nothing of it was applied: mend it and run this again.`,
    );
  }
}

function warnIfChanged(before, now, file) {
  if (!before || JSON.stringify(before) === JSON.stringify(now)) return;
  console.log(`${path.basename(file)} was changed after it had been applied: use --reset to apply it as it is now`);
}
