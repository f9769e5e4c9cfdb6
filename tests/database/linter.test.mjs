// Supabase's own linter on the schema that the migrations make: nothing at ERROR or WARN but what is written down.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

import { freePort, query, run, temporaryDirectory } from '../server/support/server.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));

// The package `supabase` names a program for every platform in its lock, and not every registry has them all.
const ours = here('node_modules/@supabase/cli-linux-x64/bin/supabase');
const program = existsSync(ours) ? ours : 'supabase';

/** The findings as the exceptions file writes them: `LEVEL name schema.object`. */
function findings(database) {
  const flags = ['db', 'advisors', '--db-url', database, '--level', 'warn', '--fail-on', 'none', '--output', 'json'];
  const said = execFileSync(program, flags, { cwd: here('.'), encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  // Before the list stand remarks about the connection.
  return JSON.parse(said.slice(said.search(/^\[/m))).map(({ level, name, metadata }) => `${level} ${name} ${metadata.schema}.${metadata.name}`);
}

test('the linter finds only what is written down with its reason', async (t) => {
  const server = await run(t, ['--port', String(await freePort()), '--data', temporaryDirectory(t)]);
  // The generator of demo data never reaches a production database.
  await query(server, 'drop schema demo cascade');

  const written = readFileSync(here('linter-exceptions.txt'), 'utf8').split('\n').filter((line) => /^(ERROR|WARN) /.test(line)).map((line) => line.split(':')[0]);
  assert.deepEqual(findings(server.database).sort(), written.sort());

  // The linter that finds nothing could be one that looks at nothing.
  await query(server, 'create table public.forgotten (id int primary key)');
  assert.ok(findings(server.database).includes('ERROR rls_disabled_in_public public.forgotten'));
});
