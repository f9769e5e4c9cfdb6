// Serves the built application as a static host would: its `_headers`, the page for every path, compressed on demand.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { bodyFor, warmUp } from './compress.mjs';
import { headersFor, parseHeaders } from './headers-file.mjs';

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};
/** Trunk puts a hash into the names of what it builds: such a file never changes. */
const HASHED = /-[0-9a-f]{8,}[^/]*\.[a-z0-9]+$/;

/** @param {string} folder the build */
export function createStatic(folder, { compress, dev }) {
  const cache = new Map();
  if (compress) warmUp(folder, (file) => load(file, cache, undefined));

  async function answer(request, response, pathname, reload) {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return response
        .writeHead(405, { allow: 'GET, HEAD', 'content-type': 'text/plain; charset=utf-8' })
        .end('Only GET and HEAD.\n');
    }
    const found = find(folder, pathname);
    if (found.status) return plain(response, found.status, found.text, reload);
    const content = load(found.file, cache, dev && found.page ? reload : undefined);
    for (const [name, value] of answerHeaders(folder, cache, pathname, found, content)) response.setHeader(name, value);
    if (request.headers['if-none-match'] === content.etag) return response.writeHead(304).end();
    const { body, encoding } = compress
      ? await bodyFor(content, request.headers['accept-encoding'])
      : { body: content.body };
    if (compress) response.setHeader('vary', 'Accept-Encoding');
    if (encoding) response.setHeader('content-encoding', encoding);
    response.writeHead(200, { 'content-length': body.length });
    response.end(request.method === 'HEAD' ? undefined : body);
  }
  /** The build's own configuration, of which the local server takes over what is not about itself. */
  function configuration() {
    const file = path.join(folder, 'config.json');
    return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  }
  return { answer, configuration };
}

/** The file for a path; paths without a file are the application's own, unless they ask for a kind of file. */
function find(folder, pathname) {
  let wanted;
  try {
    wanted = path.join(folder, decodeURIComponent(pathname));
  } catch {
    return { status: 400, text: 'This address cannot be read.' };
  }
  // A NUL ends the name for the system, not for us.
  if (wanted.includes('\0')) return { status: 400, text: 'This address cannot be read.' };
  const inside = wanted === folder || wanted === `${folder}${path.sep}` || wanted.startsWith(folder + path.sep);
  const hidden = path.basename(wanted) === '_headers';
  if (!inside || hidden) return { status: 404, text: 'There is no such file.' };
  if (statSync(wanted, { throwIfNoEntry: false })?.isFile()) return { file: wanted, page: wanted.endsWith('.html') };
  if (path.extname(wanted)) return { status: 404, text: 'There is no such file.' };
  // A page with an address of its own, as static hosts serve it.
  const own = `${wanted}.html`;
  if (existsSync(own)) return { file: own, page: true };
  const page = path.join(folder, 'index.html');
  if (existsSync(page)) return { file: page, page: true };
  return {
    status: 503,
    text: 'The application is not built yet. This page shows it as soon as it is, or says in the terminal why not.',
  };
}

/** Read once per change of the file. @returns {{body: Buffer, etag: string, type: string, stamp: string}} */
function load(file, cache, reload) {
  const { mtimeMs, size } = statSync(file);
  const stamp = `${mtimeMs} ${size}`;
  // With and without the reload script are two different contents of one file.
  const name = reload ? `${file} with reload` : file;
  const known = cache.get(name);
  if (known?.stamp === stamp) return known;
  const body = reload ? reload.inject(readFileSync(file, 'utf8')) : readFileSync(file);
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  const type = TYPES[path.extname(file)] ?? 'application/octet-stream';
  const content = { body, etag, type, stamp };
  cache.set(name, content);
  return content;
}

/** The build's `_headers` win over what this server would say by itself. */
function answerHeaders(folder, cache, pathname, found, content) {
  const headers = new Map([
    ['content-type', content.type],
    ['etag', content.etag],
    ['cache-control', HASHED.test(found.file) ? 'public, max-age=31536000, immutable' : 'no-cache'],
    ['x-content-type-options', 'nosniff'],
  ]);
  const file = path.join(folder, '_headers');
  if (!existsSync(file)) return headers;
  const source = load(file, cache, undefined);
  source.rules ??= parseHeaders(source.body.toString('utf8'));
  for (const [name, value] of headersFor(source.rules, pathname)) headers.set(name, value);
  return headers;
}

function plain(response, status, text, reload) {
  const headers = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };
  if (status !== 503 || !reload) {
    return response.writeHead(status, { ...headers, 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
  }
  const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Building</title></head><body><p>${text}</p></body></html>`;
  response.writeHead(status, { ...headers, 'content-type': 'text/html; charset=utf-8' }).end(reload.inject(page));
}
