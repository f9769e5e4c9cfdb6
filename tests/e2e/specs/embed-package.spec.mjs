// The package as others install it: what it names is there, its types hold, and its words are those of the program.
import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { HOSTS, PACKAGE, bundledText, linkPackage } from '../support/embed/bundle.mjs';
import { declarations, listed, names, packed, source } from '../support/embed/contract.mjs';

const run = promisify(execFile);
const literals = (text, pattern) => [...text.matchAll(pattern)].map(([, word]) => word).sort();
/** The tags, and the frame that one of them may stand in. */
const everything = () => [...declarations(), ...declarations('clientele-frame.js')];
const once = (words) => [...new Set(words)];
/** What people read, and what is put on an origin of its own instead of being imported. */
const UNNAMED = ['README.md', 'FRAME.md', 'frame.html', 'frame.js'];

test.beforeAll(linkPackage);

test('every file that package.json names is there, and every file there is named', () => {
  const { exports, types, customElements, sideEffects } = JSON.parse(packed('package.json'));
  const named = [types, customElements, ...sideEffects, ...Object.values(exports).flatMap((target) => (typeof target === 'string' ? target : Object.values(target)))];
  for (const file of named) expect(existsSync(path.join(PACKAGE, file)), file).toBe(true);
  const all = once(named.map((file) => file.replace('./', ''))).concat(UNNAMED);
  expect(all.sort()).toEqual(readdirSync(PACKAGE).sort());
});

test('Node resolves what it exports, and nothing else', async () => {
  const host = createRequire(path.join(HOSTS, 'react/main.jsx'));
  const resolved = (name) => path.basename(host.resolve(name));
  expect(['', '/clientele.wasm', '/custom-elements.json', '/package.json'].map((file) => resolved(`clientele-embed${file}`))).toEqual([
    'clientele.js', 'clientele.wasm', 'custom-elements.json', 'package.json',
  ]);
  expect(() => host.resolve('clientele-embed/clientele.d.ts')).toThrow(/not defined by "exports"/);
});

test('a bundler keeps what only registers, and brings the program along', async () => {
  const { code, files } = await bundledText("import 'clientele-embed';");
  expect(code).toContain('customElements.define(');
  expect(files.filter((name) => name.endsWith('.wasm'))).toHaveLength(1);
  expect(code).toContain(path.basename(files.find((name) => name.endsWith('.wasm'))));
});

test('the types let through what is right and nothing that is wrong', async () => {
  const tsc = createRequire(path.join(HOSTS, 'package.json')).resolve('typescript/package.json').replace('package.json', 'bin/tsc');
  const { stdout } = await run(process.execPath, [tsc, '-p', path.join(HOSTS, 'types')]).catch((failed) => failed);
  expect(stdout).toBe('');
});

test('the file that the types are tried on uses each event and each property', () => {
  const uses = source('tests/e2e/hosts/types/uses.ts');
  const words = everything().flatMap(({ events, members, tagName }) => [`'${tagName}'`, ...names(events).map((name) => `'${name}'`), ...names(members).map((name) => `.${name} = `)]);
  expect(once(words).filter((word) => !uses.includes(word))).toEqual([]);
});

test('the program reads the attributes of the manifest, and tells its events and codes', () => {
  const settings = source('src/api/tag_settings.rs');
  const known = literals(/KNOWN: [^=]*=([^;]*);/.exec(settings)[1], /"([a-z-]+)"/g);
  expect(known).toEqual(once(declarations().flatMap(({ attributes }) => names(attributes))).sort());
  // The look of a theme is a matter of the style alone.
  expect(once(literals(settings, /self\.text\("([a-z-]+)"\)/g))).toEqual(known.filter((name) => name !== 'theme'));
  expect(source('style/embed.css')).toContain(':host([theme="dark"])');

  const rust = listed('src/embed').filter((name) => name.endsWith('.rs')).map((name) => source(`src/embed/${name}`)).join('\n');
  const script = source('src/embed/element.js');
  const events = once(literals(rust, /"(clientele-[a-z-]+)"/g).concat(literals(script, /CustomEvent\('(clientele-[a-z-]+)'/g)));
  expect(events.sort()).toEqual(once(declarations().flatMap(({ events }) => names(events))).sort());
  expect(literals(/ALL: [^;]*; 5\] = \[([^;]*)\];/.exec(rust)[1], /\("([a-z-]+)"/g)).toEqual(declarations().map(({ tagName }) => tagName.replace('clientele-', '')).sort());

  const codes = once(literals(rust, /say_error\(\s*"([a-z-]+)"/g).concat(literals(/FAILURES = \{([^;]*)\};/.exec(script)[1], /^ {2}([a-z]+): \[/gm)));
  for (const { tagName, events } of everything()) {
    const told = events.find(({ name }) => name === 'clientele-error').description.split(';')[0];
    expect(literals(told, /`([a-z-]+)`/g).filter((word) => word !== 'code'), tagName).toEqual(codes.sort());
  }
});
