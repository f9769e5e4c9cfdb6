// A page of somebody else's, on an origin of its own, with our package on it and the policy that a careful host sends.
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { address, sessionFor } from '../accounts.mjs';
import { DIST, SITE } from '../place.mjs';
import { test as base, expect } from '../test.mjs';

export { expect };
export const PACKAGE = path.join(DIST, 'embed');
export const KINDS = ['list', 'form', 'card', 'portal', 'sign-in'];

const TYPES = { '.js': 'text/javascript', '.wasm': 'application/wasm', '.json': 'application/json', '.html': 'text/html; charset=utf-8', '.css': 'text/css' };

/** What lies behind everything has a colour of the page's own: of the browser's, axe knows nothing. */
const STYLE = ':root { color-scheme: light dark; background: light-dark(#ffffff, #111216); color: light-dark(#16181d, #eceef2); font-family: sans-serif }';

export const policy = (connect = SITE) =>
  `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self' ${connect}; img-src 'self' data: https:; frame-src http://127.0.0.1:* http://localhost:*; base-uri 'self'; form-action 'none'`;

/** Serves the package under /clientele/, and whatever is put there. It answers to 127.0.0.1 and to localhost: two origins. */
export async function startStranger() {
  const files = new Map([['/host.css', { body: STYLE }]]);
  const opened = new Set();
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://host');
    const put = files.get(pathname);
    const file = path.join(PACKAGE, pathname.replace('/clientele/', ''));
    const body = put?.body ?? (pathname.startsWith('/clientele/') && existsSync(file) ? readFileSync(file) : undefined);
    if (body === undefined) return response.writeHead(404).end();
    response.writeHead(200, {
      'content-type': TYPES[path.extname(pathname)] ?? 'text/html; charset=utf-8',
      'content-security-policy': policy(),
      ...(opened.has(pathname) && { 'access-control-allow-origin': '*' }),
      ...put?.headers,
    });
    response.end(body);
  });
  await new Promise((resolve) => server.listen(0, resolve));
  const { port } = server.address();
  return {
    origin: `http://127.0.0.1:${port}`,
    other: `http://localhost:${port}`,
    put: (name, body, headers) => files.set(name, { body, headers }),
    /** Pages of any origin, and those of none, may load this file. */
    open: (name) => opened.add(name),
    stop: () => new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    }),
  };
}

/** A page with our program on it. @returns {string} */
export const html = (body, head = '') =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/host.css"><title>Somebody else's page</title>${head}<script type="module" src="/clientele/clientele.js"></script></head><body><main>${body}</main></body></html>`;

/** A tag as a page writes it. @returns {string} */
export const tag = (kind, attributes = {}) =>
  `<clientele-${kind} ${Object.entries(attributes).map(([name, value]) => `${name}="${value}"`).join(' ')}></clientele-${kind}>`;

export const test = base.extend({
  host: [
    async ({}, use) => {
      const stranger = await startStranger();
      await use(stranger);
      await stranger.stop();
    },
    { scope: 'worker' },
  ],

  /** What every tag needs to find the local server: `endpoint` and `api-key`. */
  project: [
    async ({}, use) => {
      const { key } = await (await fetch(`${SITE}/config.json`)).json();
      await use({ endpoint: SITE, 'api-key': key });
    },
    { scope: 'worker' },
  ],

  /** `await visit(body)`: that page, in a browser where nobody is signed in. `who` has a session of the tags' own. */
  visit: async ({ page, host }, use) => {
    await use(async (body, { who, head, headers, origin = host.origin } = {}) => {
      host.put('/', html(body, head), headers);
      if (who) await keepSession(page, origin, await sessionFor(address(who)));
      await page.goto(`${origin}/`);
      return page;
    });
  },
});

/** The name under which the tags of this endpoint keep their session on a page of another origin. */
export const KEPT = `clientele-session-${SITE}`;

/** The browser has it from an earlier visit. */
export async function keepSession(page, origin, session, name = KEPT) {
  await page.addInitScript(
    ([where, key, value]) => {
      if (location.origin === where && !sessionStorage.getItem('placed')) {
        sessionStorage.setItem('placed', '1');
        localStorage.setItem(key, value);
      }
    },
    [origin, name, JSON.stringify(session)],
  );
}

/** A token of somebody, as a page would have it. */
export const tokenOf = async (who) => (await sessionFor(address(who))).access_token;
