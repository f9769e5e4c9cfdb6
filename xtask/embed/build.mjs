// Puts the package of the custom elements together: `build.mjs PROGRAM_FOLDER OUTPUT_FOLDER`.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { hardened, plain } from './glue.mjs';
import { readme } from './readme.mjs';
import { scoped } from './style.mjs';
import { types } from './types.mjs';

const [program, output] = process.argv.slice(2);
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const read = (file) => readFileSync(path.join(ROOT, file), 'utf8');
/** In the order of `index.html`, which is the one they are written for; no tag draws the unification. */
const STYLES = [...read('index.html').matchAll(/href="(style\/[a-z]+\.css)"/g)].map(([, file]) => file).filter((file) => file !== 'style/unification.css');
/** Grey bars in place of each tag until it comes. */
const ROWS = { list: 12, form: 8, card: 3, portal: 8, 'sign-in': 2 };

const manifest = JSON.parse(read('src/embed/custom-elements.json'));
const [declarations, framed] = manifest.modules.map((module) => module.declarations);
const tags = Object.fromEntries(
  declarations.map(({ tagName, attributes }) => {
    const kind = tagName.replace('clientele-', '');
    return [kind, { attributes: attributes.map(({ name }) => name), rows: ROWS[kind] }];
  }),
);
const style = scoped(STYLES.map(read), read('style/embed.css'));
const version = /^version = "(.+)"$/m.exec(read('Cargo.toml'))[1];

rmSync(output, { recursive: true, force: true });
mkdirSync(output, { recursive: true });
const write = (name, text) => writeFileSync(path.join(output, name), text);
write(
  'clientele.js',
  [
    `/*! Clientele ${version}, MIT */`,
    // As they are when the page loads us: whatever it puts in their place later sees no request and no token.
    'const fetch = globalThis.fetch.bind(globalThis);',
    'const { Headers, Request } = globalThis;',
    `const PROGRAM = (() => {\n${hardened(readFileSync(path.join(program, 'clientele.js'), 'utf8'))}\n})();`,
    `const TAGS = ${JSON.stringify(tags)};`,
    `const STYLE = ${JSON.stringify(style)};`,
    own('src/embed/element.js'),
  ].join('\n'),
);
write('frame.js', `const EVENTS = ${JSON.stringify(eventsByTag())};\n${own('src/embed/iframe/frame.js')}`);
write('clientele-frame.js', `/*! Clientele ${version}, MIT */\n${outside()}${own('src/embed/iframe/clientele-frame.js')}`);
for (const file of ['frame.html', 'FRAME.md']) write(file, read(`src/embed/iframe/${file}`));
write('clientele.d.ts', types(declarations));
write('clientele-frame.d.ts', types(framed));
write('custom-elements.json', read('src/embed/custom-elements.json'));
write('README.md', readme(read('src/embed/README.md'), declarations));
write('package.json', `${JSON.stringify(packageJson(), null, 2)}\n`);
copyFileSync(path.join(program, 'clientele_bg.wasm'), path.join(output, 'clientele.wasm'));

/** A script without what its first lines say to whoever reads the source. */
function own(file) {
  return plain(read(file));
}

/** What is in the events of each tag, by the types that the manifest gives them. */
function eventsByTag() {
  const inside = (type) => [...type.matchAll(/(\w+)\??:/g)].map(([, name]) => name);
  return Object.fromEntries(declarations.map(({ tagName, events }) => [tagName, Object.fromEntries(events.map(({ name, type }) => [name, inside(type.text)]))]));
}

/** What a page outside of the frame says and hears. */
function outside() {
  const attributes = new Set(Object.values(tags).flatMap((one) => one.attributes));
  for (const name of ['endpoint', 'api-key', 'session']) attributes.delete(name);
  return `const EVENTS = ${JSON.stringify(Object.assign({}, ...Object.values(eventsByTag())))};\nconst ATTRIBUTES = ${JSON.stringify([...attributes])};\n`;
}

function packageJson() {
  return {
    name: 'clientele-embed',
    version,
    description: 'Client administration for agencies on Supabase as custom elements.',
    license: 'MIT',
    type: 'module',
    // Loading it registers the elements: that is what it is for.
    sideEffects: ['./clientele.js', './clientele-frame.js'],
    exports: {
      '.': { types: './clientele.d.ts', default: './clientele.js' },
      './clientele.wasm': './clientele.wasm',
      './frame': { types: './clientele-frame.d.ts', default: './clientele-frame.js' },
      './custom-elements.json': './custom-elements.json',
      './package.json': './package.json',
    },
    types: './clientele.d.ts',
    customElements: './custom-elements.json',
  };
}
