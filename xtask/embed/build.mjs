// Puts the package of the custom elements together: `build.mjs PROGRAM_FOLDER OUTPUT_FOLDER`.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { hardened } from './glue.mjs';
import { readme } from './readme.mjs';
import { scoped } from './style.mjs';
import { types } from './types.mjs';

const [program, output] = process.argv.slice(2);
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const read = (file) => readFileSync(path.join(ROOT, file), 'utf8');
/** In the order of `index.html`, which is the one they are written for. */
const STYLES = [...read('index.html').matchAll(/href="(style\/[a-z]+\.css)"/g)].map(([, file]) => file);
/** Grey bars in place of each tag until it comes. */
const ROWS = { list: 12, form: 8, card: 3, portal: 8, 'sign-in': 2 };

const manifest = JSON.parse(read('src/embed/custom-elements.json'));
const declarations = manifest.modules[0].declarations;
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
    'const fetch = globalThis.fetch.bind(globalThis);',
    `const PROGRAM = (() => {\n${hardened(readFileSync(path.join(program, 'clientele.js'), 'utf8'))}\n})();`,
    `const TAGS = ${JSON.stringify(tags)};`,
    `const STYLE = ${JSON.stringify(style)};`,
    read('src/embed/element.js').replace(/^\/\/.*\n/gm, ''),
  ].join('\n'),
);
write('clientele.d.ts', types(declarations));
write('custom-elements.json', read('src/embed/custom-elements.json'));
write('README.md', readme(read('src/embed/README.md'), declarations));
write('package.json', `${JSON.stringify(packageJson(), null, 2)}\n`);
copyFileSync(path.join(program, 'clientele_bg.wasm'), path.join(output, 'clientele.wasm'));

function packageJson() {
  return {
    name: 'clientele-embed',
    version,
    description: 'Client administration for agencies on Supabase as custom elements.',
    license: 'MIT',
    type: 'module',
    // Loading it registers the elements: that is what it is for.
    sideEffects: ['./clientele.js'],
    exports: {
      '.': { types: './clientele.d.ts', default: './clientele.js' },
      './clientele.wasm': './clientele.wasm',
      './custom-elements.json': './custom-elements.json',
      './package.json': './package.json',
    },
    types: './clientele.d.ts',
    customElements: './custom-elements.json',
  };
}
