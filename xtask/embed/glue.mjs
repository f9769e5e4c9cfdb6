// What wasm-bindgen writes between the program and the page, made fit for a page that others have written.

/**
 * What a page's own elements can be called. `<img name="createElement">` is then what `document.createElement` names: on
 * a document, and nowhere else, names of elements go before its own properties. So these are asked of its class.
 */
export const METHODS = ['addEventListener', 'createComment', 'createElement', 'createElementNS', 'createTextNode', 'getElementById', 'querySelector', 'querySelectorAll', 'removeEventListener'];
/** What nothing of ours calls: the compiler sees that in a release, and leaves it in otherwise. */
const ONLY_UNOPTIMISED = ['createElementNS'];
export const VALUES = ['activeElement', 'documentElement'];

/** @param {string} text the module as wasm-bindgen has written it @returns {string} the body of a function that returns it */
export function hardened(text) {
  let out = text;
  for (const name of METHODS) {
    if (ONLY_UNOPTIMISED.includes(name) && !out.includes(`arg0.${name}(`)) continue;
    out = replaced(out, `arg0.${name}(`, `Object.getPrototypeOf(arg0).${name}.call(arg0, `);
  }
  for (const name of VALUES) out = replaced(out, `= arg0.${name};`, `= Reflect.get(Object.getPrototypeOf(arg0), '${name}', arg0);`);
  // `fetch` as it was when the page loaded us is named `fetch` around it.
  if (!/const ret = fetch\(arg0\);/.test(out)) throw new Error('The program no longer sends by `fetch(request)`: see whose fetch it calls.');
  // `element.js` says where the program is. A bundler that sees another address looks for a file there is none of.
  out = replaced(out, `module_or_path = new URL('clientele_bg.wasm', import.meta.url);`, `throw new Error('Where is the program?');`);
  const exported = /^export \{ initSync, __wbg_init as default \};$/m;
  if (!exported.test(out)) throw new Error('wasm-bindgen writes another module than it did: see what it exports.');
  return plain(out.replace(exported, '').replace(/^export /gm, '')) + '\nreturn { init: __wbg_init, Tag };';
}

function replaced(text, from, to) {
  if (!text.includes(from)) throw new Error(`The program no longer calls \`${from}\`: take it off the list.`);
  return text.replaceAll(from, to);
}

/** Without the words that are for whoever reads the source. */
export const plain = (text) => text.replace(/^\s*\/\*\*[\s\S]*?\*\/\n/gm, '').replace(/^\s*\/\/.*\n/gm, '');
