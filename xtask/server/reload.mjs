// Live reload: an event stream that speaks when a new build lies in the folder, and the script that listens to it.
import { statSync } from 'node:fs';
import path from 'node:path';

const LOOK_EVERY = 200;
// The stream also reconnects after the server itself was restarted: that is a new build for the page as well.
const SCRIPT = `let seen;
new EventSource('/_dev/events').addEventListener('build', ({ data }) => {
  if (seen !== undefined && seen !== data) location.reload();
  seen = data;
});
`;

export function createReload(folder) {
  const page = path.join(folder, 'index.html');
  const listeners = new Set();
  let told = stampOf(page);
  let previous = told;
  const watch = setInterval(() => {
    const now = stampOf(page);
    // Only once it stood still for one look: the bundler moves its files one after the other.
    const settled = now === previous;
    previous = now;
    if (!settled || now === told || now === 'none') return;
    told = now;
    for (const response of listeners) tell(response, told);
  }, LOOK_EVERY);
  watch.unref();

  return {
    answer(request, response, pathname) {
      if (pathname === '/_dev/reload.js') {
        return response
          .writeHead(200, { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-cache' })
          .end(SCRIPT);
      }
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      tell(response, told);
      listeners.add(response);
      request.on('close', () => listeners.delete(response));
    },
    /** As a file of our own origin: an inline script would break the page's content security policy. */
    inject: (html) => Buffer.from(html.replace('</head>', '<script src="/_dev/reload.js" defer></script></head>')),
  };
}

function tell(response, stamp) {
  response.write(`event: build\ndata: ${stamp}\n\n`);
}

function stampOf(file) {
  const found = statSync(file, { throwIfNoEntry: false });
  return found ? String(found.mtimeMs) : 'none';
}
