// Every way in which the server cannot start or go on, and the sentence that says what to do.
import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { test } from 'node:test';
import { missingPackages, nodeTooOld } from '../../xtask/server/requirements.mjs';
import { copyOfSupabase, freePort, run, start, temporaryDirectory } from './support/server.mjs';

async function refused(t, flags, sentence) {
  const server = await run(t, flags);
  const { code } = await server.ended;
  assert.notEqual(code, 0);
  assert.match(server.output(), sentence);
  assert.doesNotMatch(server.output(), /^\s+at /m, 'a sentence, not a stack');
}

test('an old Node is named with the one to install', () => {
  assert.match(nodeTooOld('18.19.0'), /Node 18\.19\.0 is too old: install Node 20 or newer/);
  assert.equal(nodeTooOld('20.0.0'), undefined);
});

test('missing npm packages are named with the command', (t) => {
  assert.match(missingPackages(temporaryDirectory(t)), /npm ci --prefix xtask\/server/);
  assert.equal(missingPackages(), undefined);
});

test('a port in use is named, whichever of the four it is', async (t) => {
  for (const offset of [0, 1, 2, 3]) {
    const port = await freePort();
    const other = createServer().listen(port + offset, '127.0.0.1');
    t.after(() => other.close());
    await refused(
      t,
      ['--port', String(port), '--data', temporaryDirectory(t)],
      new RegExp(`Port ${port + offset} is in use: .*--port`),
    );
  }
});

test('flags that make no sense are refused before anything starts', async (t) => {
  await refused(t, ['--port', 'eighty'], /--port takes a whole number from 1024/);
  await refused(t, ['--rows', '-5'], /--rows/);
  await refused(t, ['--colour'], /Unknown option '--colour'/);
});

test('a directory without a configuration is named', async (t) => {
  await refused(t, ['--supabase', temporaryDirectory(t), '--data', temporaryDirectory(t)], /config\.toml is missing/);
});

test('a second server on the same data is refused while the first one runs', async (t) => {
  const data = temporaryDirectory(t);
  await start(t, ['--port', String(await freePort()), '--data', data]);
  await refused(t, ['--port', String(await freePort()), '--data', data], /Another local server \(process \d+\) uses/);
});

test('a damaged database is named with the way out, and --reset is the way out', async (t) => {
  const data = temporaryDirectory(t);
  const flags = ['--port', String(await freePort()), '--data', data];
  await (await start(t, flags)).stop();
  writeFileSync(path.join(data, 'pgdata/global/pg_control'), 'no control file');
  await refused(t, flags, /The database in .* does not start: .*--reset/);
  rmSync(path.join(data, 'pgdata/PG_VERSION'));
  await refused(t, flags, /is damaged .*--reset/);
  await start(t, [...flags, '--reset']);
});

test('a migration that fails is named with its line, and nothing of it stays', async (t) => {
  const supabase = copyOfSupabase(t);
  const broken = path.join(supabase, 'migrations/20990101000000_broken.sql');
  writeFileSync(broken, 'create table app.half ();\n\nselect no_such_function();\n');
  const flags = ['--port', String(await freePort()), '--data', temporaryDirectory(t), '--supabase', supabase];
  await refused(t, flags, /20990101000000_broken\.sql failed at line 3: .*no_such_function/);
  writeFileSync(broken, 'create table app.half ();\n');
  assert.match((await start(t, flags)).output(), /migrated 20990101000000_broken/);
});

test('when a child dies the whole server stops, with the end of its log', async (t) => {
  const data = temporaryDirectory(t);
  const server = await start(t, ['--port', String(await freePort()), '--data', data]);
  process.kill(Number(readFileSync(path.join(data, 'postgrest.pid'), 'utf8')), 'SIGKILL');
  const { code } = await server.ended;
  assert.equal(code, 1);
  assert.match(server.output(), /postgrest ended unexpectedly \(SIGKILL\)\. The end of .*postgrest\.log/);
});
