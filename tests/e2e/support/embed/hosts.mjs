// A page that somebody else has, on an origin that is not the endpoint's, with a policy as strict as theirs may be.
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { address, sessionFor } from '../accounts.mjs';
import { SITE } from '../place.mjs';
import { test as base, expect } from '../test.mjs';
import { watch } from '../watch.mjs';
import { HOSTS, PACKAGE, bundled } from './bundle.mjs';

export { expect };

/** What a page has to allow for the tags, and nothing else. */
export const POLICY = `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self' ${SITE}; img-src 'self' data: https:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** How a project of one's own is called in the pages and in the package's README. */
const PLACEHOLDERS = { endpoint: 'https://YOUR-PROJECT.supabase.co', key: 'sb_publishable_…' };
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.wasm': 'application/wasm' };

const publishableKey = async () => (await (await fetch(`${SITE}/config.json`)).json()).key;

/** Serves a host's files, its own answers before them. `token` is what its server hands to its page. */
async function serve({ folder, files = {}, policy = POLICY }) {
  const key = await publishableKey();
  const built = folder && folder !== 'html' ? await bundled(folder) : new Map();
  const read = (name) => {
    if (name in files) return Buffer.from(files[name]);
    if (built.has(name)) return built.get(name);
    if (name.startsWith('/clientele/')) return readFileSync(path.join(PACKAGE, path.basename(name)));
    return readFileSync(path.join(HOSTS, folder ?? 'html', path.basename(name)));
  };
  const host = { token: undefined, project: () => ({ endpoint: SITE, apiKey: key }) };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://host');
    response.setHeader('content-security-policy', policy);
    if (pathname === '/token') return response.writeHead(host.token ? 200 : 401).end(host.token);
    const name = pathname.endsWith('/') ? `${pathname}index.html` : pathname;
    try {
      const file = read(name);
      response.setHeader('content-type', TYPES[path.extname(name)] ?? 'application/octet-stream');
      if (!name.endsWith('.html')) return response.end(file);
      response.end(file.toString().replaceAll(PLACEHOLDERS.endpoint, SITE).replaceAll(PLACEHOLDERS.key, key));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  host.origin = `http://127.0.0.1:${server.address().port}`;
  host.stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return host;
}

export const test = base.extend({
  /**
   * `await host({ folder, files, policy, who, own })`: a page in a browser of its own, not yet opened, and the `origin` of
   * its host. `who` is signed in to the host, whose server hands out the token, or with `own` by the tags themselves.
   */
  host: async ({ browser }, use) => {
    const opened = [];
    await use(async ({ who, own = false, context: options = {}, ...what }) => {
      const host = await serve(what);
      const session = who && (await sessionFor(address(who)));
      const localStorage = own && session ? [{ name: `clientele-session-${SITE}`, value: JSON.stringify(session) }] : [];
      if (!own) host.token = session?.access_token;
      const storageState = { cookies: [], origins: [{ origin: host.origin, localStorage }] };
      const context = await browser.newContext({ baseURL: host.origin, storageState, ...options });
      opened.push({ host, context, wrong: watch(context) });
      return Object.assign(await context.newPage(), { host });
    });
    for (const { host, context, wrong } of opened) {
      await context.close();
      host.stop();
      expect(wrong).toEqual([]);
    }
  },
});

/** The lines in which the host's page writes down what it hears, as `{ tag, name, detail }`. */
export async function heard(page) {
  const lines = await page.getByRole('list', { name: 'Events' }).getByRole('listitem').allInnerTexts();
  return lines.map((line) => {
    const [, tag, name, detail] = /^(\S+) (\S+) (.*)$/.exec(line);
    return { tag, name, detail: JSON.parse(detail) };
  });
}
