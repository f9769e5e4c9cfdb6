// The built application as this server hands it out, and what happens when the REST service is not there.
import assert from 'node:assert/strict';
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import path from 'node:path';
import { test } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { createGateway } from '../../xtask/server/gateway.mjs';
import { createMailbox } from '../../xtask/server/mailbox.mjs';
import { createStatic } from '../../xtask/server/static.mjs';
import { freePort, temporaryDirectory } from './support/server.mjs';

const PAGE = '<!doctype html><html><head><title>Built</title></head><body></body></html>';
const SCRIPT = `console.log(${JSON.stringify('x'.repeat(4000))});`;
const HEADERS = `# for every host
/*
  Content-Security-Policy: default-src 'none'
  X-Frame-Options: DENY
/assets/*
  X-Frame-Options: SAMEORIGIN
`;

async function serve(t, flags = {}) {
  const folder = path.join(temporaryDirectory(t), 'dist');
  mkdirSync(path.join(folder, 'assets'), { recursive: true });
  writeFileSync(path.join(folder, 'index.html'), PAGE);
  writeFileSync(path.join(folder, '_headers'), HEADERS);
  writeFileSync(path.join(folder, 'app-0123456789abcdef.js'), SCRIPT);
  writeFileSync(path.join(folder, 'assets/mark.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  writeFileSync(path.join(folder, '..', 'secret.txt'), 'outside');
  const port = await freePort();
  const site = `http://127.0.0.1:${port}`;
  const settings = { auth: { publishable_key: 'key', secret_key: 'secret', jwt_secret: 'signs' } };
  const gateway = await createGateway({
    port,
    site,
    settings,
    mailbox: createMailbox(site),
    postgrestPort: await freePort(),
    static: folder,
    files: createStatic(folder, flags),
    ...flags,
  });
  t.after(gateway.stop);
  return { site, folder, get: (pathname, headers = {}) => rawGet(port, pathname, headers) };
}

/** Without fetch's own decoding, redirects and tidying of paths. */
function rawGet(port, pathname, headers, method = 'GET') {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path: pathname, headers, method, agent: false }, async (answer) => {
      const chunks = await answer.toArray();
      resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(chunks) });
    });
    sent.on('error', reject).end();
  });
}

test('paths without a file are the page, missing files are not', async (t) => {
  const { get } = await serve(t);
  for (const pathname of ['/', '/admin/clients', '/auth/confirm?token_hash=1', '/assets']) {
    const answer = await get(pathname);
    assert.equal(answer.status, 200, pathname);
    assert.equal(answer.body.toString(), PAGE);
  }
  assert.equal((await get('/app-ffffffffffffffff.js')).status, 404);
});

test('the headers file is applied and itself not served', async (t) => {
  const { get } = await serve(t);
  const page = await get('/');
  assert.equal(page.headers['content-security-policy'], "default-src 'none'");
  assert.equal(page.headers['x-frame-options'], 'DENY');
  assert.equal((await get('/assets/mark.svg')).headers['x-frame-options'], 'DENY, SAMEORIGIN');
  assert.equal((await get('/_headers')).status, 404);
});

test('hashed files are kept for ever, the page is asked for again', async (t) => {
  const { get } = await serve(t);
  assert.equal((await get('/app-0123456789abcdef.js')).headers['cache-control'], 'public, max-age=31536000, immutable');
  const page = await get('/');
  assert.equal(page.headers['cache-control'], 'no-cache');
  const again = await get('/', { 'if-none-match': page.headers.etag });
  assert.equal(again.status, 304);
  assert.equal(again.body.length, 0);
});

test('brotli for who takes it, gzip for who does not, plain for who refuses both', async (t) => {
  const { get } = await serve(t, { compress: true });
  const script = '/app-0123456789abcdef.js';
  const brotli = await get(script, { 'accept-encoding': 'gzip, deflate, br' });
  assert.equal(brotli.headers['content-encoding'], 'br');
  assert.equal(brotli.headers.vary, 'Accept-Encoding');
  assert.equal(brotliDecompressSync(brotli.body).toString(), SCRIPT);
  const gzip = await get(script, { 'accept-encoding': 'gzip, br;q=0' });
  assert.equal(gzip.headers['content-encoding'], 'gzip');
  assert.equal(gunzipSync(gzip.body).toString(), SCRIPT);
  const plain = await get(script);
  assert.equal(plain.headers['content-encoding'], undefined);
  assert.equal(plain.body.toString(), SCRIPT);
});

test('a rebuilt file is served anew', async (t) => {
  const { get, folder } = await serve(t, { compress: true });
  await get('/', { 'accept-encoding': 'br' });
  const file = path.join(folder, 'index.html');
  writeFileSync(file, PAGE.replace('Built', 'Rebuilt'));
  utimesSync(file, new Date(), new Date(Date.now() + 1000));
  assert.match((await get('/')).body.toString(), /Rebuilt/);
});

test('nothing outside the folder is served', async (t) => {
  const { get } = await serve(t);
  for (const pathname of ['/../secret.txt', '/%2e%2e/secret.txt', '/assets/..%2f..%2fsecret.txt', '/%00.txt']) {
    assert.notEqual((await get(pathname)).body.toString(), 'outside', pathname);
  }
  assert.equal((await get('/%zz')).status, 400);
});

test('with --dev a page reloads by a script of its own origin, otherwise it is as built', async (t) => {
  const { get } = await serve(t, { dev: true });
  assert.match(
    (await get('/admin/clients')).body.toString(),
    /<script src="\/_dev\/reload\.js" defer><\/script><\/head>/,
  );
  const script = await get('/_dev/reload.js');
  assert.match(script.headers['content-type'], /^text\/javascript/);
  const released = await serve(t);
  assert.equal((await released.get('/_dev/reload.js')).status, 404);
});

test('an open page is told of a new build', async (t) => {
  const { site, folder } = await serve(t, { dev: true });
  const stop = new AbortController();
  const events = await fetch(`${site}/_dev/events`, { signal: stop.signal });
  const reader = events.body.pipeThrough(new TextDecoderStream()).getReader();
  const first = (await reader.read()).value;
  assert.match(first, /^event: build\ndata: /);
  utimesSync(path.join(folder, 'index.html'), new Date(), new Date(Date.now() + 5000));
  assert.notEqual((await reader.read()).value, first);
  stop.abort();
});

test('without the REST service the answer is 503 and a sentence', async (t) => {
  const { get } = await serve(t);
  const { status, body } = await get('/rest/v1/clients', { apikey: 'key' });
  assert.equal(status, 503);
  assert.match(JSON.parse(body).message, /REST service does not answer/);
});

test('only reading is allowed on files', async (t) => {
  const { site } = await serve(t);
  assert.equal((await fetch(site, { method: 'POST' })).status, 405);
});
