// The folder that is served: the built application, and beside it the floor with the same styles.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const FLOOR = fileURLToPath(new URL('floor', import.meta.url));

/** Copies the application, because its own folder is no place for a benchmark's files. */
export function layApplication(dist, site) {
  rmSync(site, { recursive: true, force: true });
  cpSync(dist, site, { recursive: true });
}

/**
 * @param facts what the floor is to know: its questions, its pause, where the session stands
 * @param how the page, the script that runs in it, and the name that the page gets
 */
export function layFloor(site, facts, { page = 'index.html', script = 'floor.js', as = page } = {}) {
  const styles = readFileSync(path.join(site, 'index.html'), 'utf8').match(/<link\b[^>]*\bstylesheet\b[^>]*>/g) ?? [];
  if (styles.length === 0) throw new Error('dist/index.html names no styles: run `trunk build --release`.');
  const text = readFileSync(path.join(FLOOR, page), 'utf8')
    .replace(/\/floor\/\w+\.js/, `/floor/${script}`)
    .replace('<!-- styles -->', () => styles.join('\n    '))
    .replace('<!-- questions -->', () => JSON.stringify(facts).replaceAll('<', '\\u003c'));
  const folder = path.join(site, 'floor');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, as), text);
  cpSync(path.join(FLOOR, script), path.join(folder, script));
}

/** The best compression takes seconds, once: no visit is to wait for it. */
export async function compressAll(url, site) {
  const entries = readdirSync(site, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name !== '_headers');
  const paths = files.map((file) => path.relative(site, path.join(file.parentPath ?? file.path, file.name)));
  await Promise.all(paths.map(async (file) =>
    (await fetch(`${url}/${file.split(path.sep).join('/')}`, { headers: { 'accept-encoding': 'br' } })).arrayBuffer()));
}
