// Builds a host's page as its people would: their bundler, their configuration, the package found as a dependency.
import { existsSync, readFileSync, readlinkSync, renameSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { DIST, HERE } from '../place.mjs';

export const HOSTS = path.join(HERE, 'hosts');
export const PACKAGE = path.join(DIST, 'embed');

/** The built package, where Node and bundlers look for one. */
export function linkPackage() {
  if (!existsSync(path.join(PACKAGE, 'clientele.js'))) throw new Error(`${PACKAGE} holds no package: run "cargo xtask embed".`);
  const place = path.join(HOSTS, 'node_modules/clientele-embed');
  try {
    if (readlinkSync(place) === PACKAGE) return;
  } catch {
    // There is none yet.
  }
  // Put in place at once: another worker may be doing the same.
  const next = `${place}-${process.pid}`;
  symlinkSync(PACKAGE, next, 'junction');
  renameSync(next, place);
}

/** Has the bundler find a text where there is no file. */
const standsAs = (file, text) => ({ name: 'text', resolveId: (id) => (id === file ? id : null), load: (id) => (id === file ? text : null) });

const vite = () => import(createRequire(path.join(HOSTS, 'package.json')).resolve('vite'));
const built = new Map();

/** @param {string} name a folder of hosts/ @returns {Promise<Map<string, Buffer>>} its files by their path, in memory */
export function bundled(name) {
  if (!built.has(name)) built.set(name, build(path.join(HOSTS, name)));
  return built.get(name);
}

async function build(root) {
  linkPackage();
  const { build } = await vite();
  // They differ in what the page begins with, and not in the page.
  const entry = path.join(root, 'index.html');
  const { output } = await build({
    root,
    configFile: path.join(root, 'vite.config.js'),
    logLevel: 'warn',
    plugins: [standsAs(entry, readFileSync(path.join(HOSTS, 'index.html'), 'utf8'))],
    build: { write: false, rollupOptions: { input: entry } },
  });
  return new Map(output.map(({ fileName, code, source }) => [`/${fileName}`, Buffer.from(code ?? source)]));
}

/** What a bundler makes of a module that is this text. */
export async function bundledText(text) {
  linkPackage();
  const { build } = await vite();
  const entry = path.join(HOSTS, 'text.js');
  const { output } = await build({ root: HOSTS, configFile: false, logLevel: 'warn', plugins: [standsAs(entry, text)], build: { write: false, rollupOptions: { input: entry } } });
  return { code: output.map(({ code }) => code ?? '').join('\n'), files: output.map(({ fileName }) => fileName) };
}
