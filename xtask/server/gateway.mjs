// The one origin: sends each request to the REST service, to sign-in, to the developer's pages or to the built files.
import { createServer } from 'node:http';
import { demandKey, problemJson, withCors } from './api.mjs';
import { mailboxPage } from './mailbox-page.mjs';
import { createReload } from './reload.mjs';
import { forwardToPostgrest } from './rest.mjs';
import { answerAuth } from './sign-in.mjs';
import { Problem } from './problem.mjs';

/** Listens on the origin's port of this machine only. @returns {Promise<{stop: () => Promise<void>}>} */
export async function createGateway(parts) {
  const begun = Date.now();
  const reload = parts.dev && parts.static ? createReload(parts.static) : undefined;
  const context = { ...parts, reload, begun };
  const server = createServer((request, response) => {
    answer(request, response, context).catch((error) => {
      console.error(error);
      if (response.headersSent) response.destroy();
      else problemJson(response, 500, 'gateway_error', 'The local server failed; its terminal shows why.');
    });
  });
  await listen(server, parts.port);
  return {
    stop: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function answer(request, response, context) {
  const url = URL.canParse(request.url, context.site) ? new URL(request.url, context.site) : undefined;
  if (!url) return problemJson(response, 400, 'bad_request', 'The address of this request cannot be read.');
  timed(response);
  const { pathname } = url;
  if (/^\/(rest|auth)\/v1(\/|$)/.test(pathname)) return answerApi(request, response, url, context);
  if (pathname.startsWith('/_dev/')) return answerDeveloper(request, response, url, context);
  if (pathname === '/config.json')
    return answerConfiguration(response, context);
  if (context.files) return context.files.answer(request, response, pathname, context.reload);
  problemJson(response, 404, 'not_found', 'Only the endpoints are served here: no folder was given with --static.');
}

async function answerApi(request, response, url, context) {
  withCors(request, response);
  if (request.method === 'OPTIONS') return response.writeHead(204).end();
  // A mail's own link is opened by a browser, which knows no key.
  const opened = request.method === 'GET' && url.pathname === '/auth/v1/verify';
  const key = opened ? 'publishable' : demandKey(request, response, url, context.settings.auth);
  if (!key) return;
  if (url.pathname.startsWith('/rest/')) return forwardToPostgrest(request, response, url, key, context);
  return answerAuth(request, response, url, context.auth);
}

function answerDeveloper(request, response, url, { mailbox, reload, begun }) {
  const to = url.searchParams.get('to');
  switch (url.pathname) {
    case '/_dev/health':
      return json(response, 200, { ok: true, up_ms: Date.now() - begun });
    case '/_dev/mail': {
      const mail = to ? mailbox.newest(to) : undefined;
      if (mail) return json(response, 200, mail);
      return problemJson(
        response,
        404,
        'no_mail',
        to ? `No mail was sent to ${to} since this server started.` : 'Say whose mail: /_dev/mail?to=ADDRESS.',
      );
    }
    case '/_dev/mailbox':
      return mailboxPage(response, mailbox.newestFirst());
    case '/_dev/events':
    case '/_dev/reload.js':
      if (reload) return reload.answer(request, response, url.pathname);
  }
  problemJson(response, 404, 'not_found', 'There is no such page under /_dev.');
}

/** The page finds its endpoint on its own origin; an agency's build carries its own file instead. */
/** As the build has it, a brand for example, but of this server. */
function answerConfiguration(response, { settings, files }) {
  let own;
  try {
    own = files?.configuration();
  } catch (error) {
    return problemJson(response, 500, 'bad_configuration', `The configuration in public/config.json is no JSON: ${error.message}`);
  }
  const local = { url: '', key: settings.auth.publishable_key, mailbox: '/_dev/mailbox' };
  json(response, 200, { ...own, ...local }, { 'cache-control': 'no-cache' });
}

function json(response, status, body, headers = {}) {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    ...headers,
  });
  response.end(JSON.stringify(body));
}

/** Says in every answer how long this side took, so that a benchmark can tell the page's time from the server's. */
function timed(response) {
  const begun = performance.now();
  const writeHead = response.writeHead;
  response.writeHead = function (...args) {
    response.setHeader('server-timing', `server;dur=${(performance.now() - begun).toFixed(2)}`);
    return writeHead.apply(response, args);
  };
}

function listen(server, port) {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new Problem(`Port ${port} is in use: stop the program that uses it, or choose another with --port.`)
          : error,
      );
    });
    server.listen(port, '127.0.0.1', resolve);
  });
}
