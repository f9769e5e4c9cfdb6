// The application's style, turned into one that lives in a shadow: `:host` for the page, the tag's own width for the
// window's, and every value behind a variable that a page can set.

/** @param {string[]} files in order @param {string} own what a tag has around it @returns {string} */
export function scoped(files, own) {
  const text = files.map(withoutPage).join('\n').replaceAll(':root', ':host');
  return compact(`${pixels(containers(variables(text)))}\n${pixels(own)}`);
}

/** Rules about the page itself, and about a window's height, which no tag has. */
function withoutPage(text) {
  return [/^\s*html \{/m, /^\s*body \{/m, /^\s*body:has\([^{]*\{/m, /^\s*@media \([^{]*height[^{]*\{/m].reduce(dropped, text).replace(/^\s*body,\n/m, '');
}

function dropped(text, head) {
  let rest = text;
  for (let found = head.exec(rest); found; found = head.exec(rest)) {
    let end = found.index + found[0].length;
    for (let depth = 1; depth > 0; end += 1) depth += { '{': 1, '}': -1 }[rest[end]] ?? 0;
    rest = rest.slice(0, found.index) + rest.slice(end);
  }
  return rest;
}

/** `--accent: …` becomes `--accent: var(--clientele-accent, …)`. */
function variables(text) {
  const own = (block) => block.replace(/^(\s+)--([a-z0-9-]+): ([^;]+);$/gm, (_, space, name, value) => `${space}--${name}: var(--clientele-${name}, ${name === 'font' ? 'inherit' : value});`);
  return text.replace(/:host \{\s*color-scheme:[^}]*\}/, (block) => own(block.replace(/color-scheme:[^;]*;/, '')));
}

const containers = (text) => text.replace(/@media (\([^)]*width[^{]*\)) \{/g, '@container $1 {');

/** A page's own size of the root's text is not to blow up or shrink what is in a tag. */
const pixels = (text) => text.replace(/(?<![\w-])(\d*\.?\d+)rem\b/g, (_, number) => `${Number(number) * 16}px`);

const compact = (text) => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\s*\n\s*/g, '\n').replace(/\n(?=[}\n])/g, '').trim();
