// Loads each seed file once, remembered by its hash as the official command line does, and fills generated rows on demand.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Problem } from './problem.mjs';
import { lineOf } from './sql-error.mjs';

export async function loadSeeds(sql, supabase, files) {
  for (const name of files) {
    const file = path.join(supabase, name);
    if (!existsSync(file)) continue;
    await loadSeed(sql, file, path.posix.join('supabase', name.replaceAll('\\', '/')));
  }
}

async function loadSeed(sql, file, recordedAs) {
  const text = readFileSync(file, 'utf8');
  const hash = createHash('sha256').update(text).digest('hex');
  const [known] = await sql`select hash from supabase_migrations.seed_files where path = ${recordedAs}`;
  if (known) {
    if (known.hash !== hash)
      console.log(`${recordedAs} was changed after it had been loaded: use --reset to load it as it is now`);
    return;
  }
  try {
    await sql.begin(async (tx) => {
      await tx.unsafe(text);
      await tx`insert into supabase_migrations.seed_files (path, hash) values (${recordedAs}, ${hash})`;
    });
  } catch (error) {
    throw new Problem(
      `${recordedAs} failed${lineOf(error, text)}: ${error.message}. Nothing of it was loaded: mend it and run this again.`,
    );
  }
  console.log(`loaded ${recordedAs}`);
}
