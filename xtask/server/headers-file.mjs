// The `_headers` file that static hosts read (Netlify and Cloudflare): a path pattern, then indented `Name: value` lines.

/** @returns {{pattern: RegExp, headers: [string, string][]}[]} */
export function parseHeaders(text) {
  const rules = [];
  for (const line of text.split(/\r?\n/)) {
    const content = line.trim();
    if (content === '' || content.startsWith('#')) continue;
    if (!/^\s/.test(line)) {
      rules.push({ pattern: patternFrom(content), headers: [] });
      continue;
    }
    const colon = content.indexOf(':');
    if (colon > 0)
      rules.at(-1)?.headers.push([content.slice(0, colon).trim().toLowerCase(), content.slice(colon + 1).trim()]);
  }
  return rules;
}

/** All matching rules count; a name that several of them set is joined with a comma, as those hosts do. */
export function headersFor(rules, pathname) {
  const found = new Map();
  for (const rule of rules) {
    if (!rule.pattern.test(pathname)) continue;
    for (const [name, value] of rule.headers) found.set(name, found.has(name) ? `${found.get(name)}, ${value}` : value);
  }
  return found;
}

/** `*` stands for anything, `:name` for one segment. */
function patternFrom(path) {
  const escaped = path.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replace(/:[A-Za-z]\w*/g, '[^/]+')}$`);
}
